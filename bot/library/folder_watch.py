"""AUTO_RELOAD: reloads the library when the corpus has changed and then been unchanged for some seconds."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from pathlib import Path

from bot.errors import BusyError, ClippingsError, MissingExtraError
from bot.library.building.reports import Reload
from bot.library.library import Library

BY = "AUTO_RELOAD"

_log = logging.getLogger(__name__)


async def watch(
    library: Library, *, quiet: float = 5.0, reloaded: Callable[[Reload | ClippingsError], None] | None = None
) -> None:
    """Reloads `library` whenever its corpus has changed, after `quiet` seconds without a change. Runs until cancelled.

    `reloaded` is called with each report or error. Copying a thousand files causes one reload, after the last file.

    Raises:
        MissingExtraError: at once, when the `watch` extra is not installed.
    """
    changed = False
    async for change in _changes(library.corpus, quiet):
        if change:
            changed = True
        elif changed:
            changed = await _reload(library, reloaded)


async def _reload(library: Library, reloaded: Callable[[Reload | ClippingsError], None] | None) -> bool:
    """One reload; whether it has to be tried again."""
    outcome: Reload | ClippingsError
    try:
        outcome = await library.reload(BY)
    except BusyError:
        return True
    except ClippingsError as error:
        _log.warning("reload after a change: %s", error)
        outcome = error
    if reloaded is not None:
        reloaded(outcome)
    return False


async def _changes(corpus: Path, quiet: float) -> AsyncIterator[bool]:
    """True for a change, False for each time that `quiet` seconds have passed without one."""
    try:
        from watchfiles import awatch  # noqa: PLC0415 - an extra
    except ImportError:
        raise MissingExtraError("AUTO_RELOAD", "watch") from None
    while True:
        folder, only = await asyncio.to_thread(_place, corpus)
        try:
            async for changes in awatch(
                folder,
                watch_filter=None,
                step=100,
                rust_timeout=max(int(quiet * 1_000), 100),
                yield_on_timeout=True,
            ):
                yield any(_counts(Path(path), only) for _, path in changes)
        except FileNotFoundError:
            pass
        await asyncio.sleep(quiet)  # the folder is gone: unmounted, or being replaced
        yield True


def _place(corpus: Path) -> tuple[Path, str | None]:
    """The folder to watch, and the one file in it that counts, if the corpus is a file."""
    if corpus.is_dir():
        return corpus, None
    return corpus.parent, str(corpus.resolve())


def _counts(path: Path, only: str | None) -> bool:
    """Whether a change of `path` may change the corpus: hidden files are temporary ones, mostly."""
    return str(path) == only if only else not path.name.startswith(".")
