"""AUTO_RELOAD: reloads the library when the corpus has changed and nobody writes to the changed files any more."""

from __future__ import annotations

import asyncio
import fcntl
import logging
import os
import signal
import stat
from collections.abc import AsyncGenerator, Callable, Iterable
from enum import IntEnum
from pathlib import Path

from bot.errors import BusyError, ClippingsError, MissingExtraError
from bot.library.building.reports import Reload
from bot.library.library import Library

BY = "AUTO_RELOAD"
SHORT = 0.2  # seconds without a change after which files are looked at: a copy of many is one reload
QUIET = 0.8  # seconds without a change where nobody can say whether a file is open for writing
OPEN = 30.0  # seconds without a change after which a file that is held open is read as it is, such as a log

_log = logging.getLogger(__name__)


class _Writing(IntEnum):
    """Whether somebody has a file open for writing."""

    NO = 0
    UNKNOWN = 1
    YES = 2


async def watch(
    library: Library, *, quiet: float = QUIET, reloaded: Callable[[Reload | ClippingsError], None] | None = None
) -> None:
    """Reloads `library` whenever its corpus has changed and the changed files are complete. Runs until cancelled.

    A file is complete when nobody has it open for writing. Where that cannot be known (another user's files, a network
    file system), it is taken for complete after `quiet` seconds without a change. Copying a thousand files causes one
    reload, after the last file. `reloaded` is called with each report or error.

    Raises:
        MissingExtraError: at once, when the `watch` extra is not installed.
    """
    changes = _changes(library.corpus)
    coming = asyncio.ensure_future(anext(changes))
    changed: set[Path] = set()
    last, loop = 0.0, asyncio.get_running_loop()
    try:
        while True:
            await asyncio.wait({coming}, timeout=SHORT if changed else None)
            if coming.done():
                changed |= coming.result()
                coming, last = asyncio.ensure_future(anext(changes)), loop.time()
                continue
            patience = (0.0, quiet, OPEN)[await asyncio.to_thread(_writing, changed)]
            if loop.time() - last < patience:
                continue
            if await _reload(library, reloaded):
                changed = set()
            else:
                await asyncio.sleep(quiet)
    finally:
        coming.cancel()
        await asyncio.wait({coming})
        await changes.aclose()


async def _reload(library: Library, reloaded: Callable[[Reload | ClippingsError], None] | None) -> bool:
    """One reload; False if it has to be tried again."""
    outcome: Reload | ClippingsError
    if (running := library.running) is not None:
        await asyncio.wait({running.outcome})
    try:
        outcome = await library.reload(BY)
    except BusyError:
        return False
    except ClippingsError as error:
        _log.warning("reload after a change: %s", error)
        outcome = error
    if reloaded is not None:
        reloaded(outcome)
    return True


async def _changes(corpus: Path) -> AsyncGenerator[set[Path]]:
    """The paths that have changed, again and again."""
    try:
        from watchfiles import awatch  # noqa: PLC0415 - an extra
    except ImportError:
        raise MissingExtraError("AUTO_RELOAD", "watch") from None
    while True:
        folder, only = await asyncio.to_thread(_place, corpus)
        try:
            async for changes in awatch(folder, watch_filter=None, step=50):
                if counting := {Path(path) for _, path in changes if _counts(Path(path), only)}:
                    yield counting
        except FileNotFoundError:
            pass
        await asyncio.sleep(QUIET)  # the folder is gone: unmounted, or being replaced
        yield {corpus}


def _place(corpus: Path) -> tuple[Path, str | None]:
    """The folder to watch, and the one file in it that counts, if the corpus is a file."""
    if corpus.is_dir():
        return corpus, None
    return corpus.parent, str(corpus.resolve())


def _counts(path: Path, only: str | None) -> bool:
    """Whether a change of `path` may change the corpus: hidden files are temporary ones, mostly."""
    return str(path) == only if only else not path.name.startswith(".")


def _writing(paths: Iterable[Path]) -> _Writing:
    """Whether any of the files is open for writing."""
    return max(map(_is_written, paths), default=_Writing.NO)


def _is_written(path: Path) -> _Writing:
    """Asks the kernel for a read lease, which it grants while nobody has the file open for writing (fcntl(2)).

    Whoever opens it for writing in the moment of the lease waits for its end; the signal that would tell us of that is
    one that is ignored.
    """
    try:
        file = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:  # it has gone, or cannot be read
        return _Writing.NO
    try:
        if not stat.S_ISREG(os.fstat(file).st_mode):
            return _Writing.NO
        fcntl.fcntl(file, fcntl.F_SETSIG, signal.SIGURG)
        fcntl.fcntl(file, fcntl.F_SETLEASE, fcntl.F_RDLCK)
        fcntl.fcntl(file, fcntl.F_SETLEASE, fcntl.F_UNLCK)
    except BlockingIOError:
        return _Writing.YES
    except (OSError, AttributeError):  # not our file, a file system without leases, not Linux
        return _Writing.UNKNOWN
    finally:
        os.close(file)
    return _Writing.NO
