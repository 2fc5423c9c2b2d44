"""A file lock: one process at a time builds an index; the others go on with the last good generation."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.errors import BusyError, DataError

_PAUSE = 0.02  # seconds between two tries


@contextmanager
def index_lock(root: Path, patience: float = 0.0) -> Iterator[None]:
    """Holds the lock of the index folder `root`; the system releases it when the process ends, however it ends.

    Raises:
        BusyError: another process has held it for `patience` seconds.
        DataError: the folder cannot be written.
    """
    try:
        root.mkdir(parents=True, exist_ok=True)
        lock = os.open(root / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise DataError(f"The data folder cannot be written ({root}): {error.strerror}.") from None
    try:
        until = time.monotonic() + patience
        while not _locked(lock):
            if time.monotonic() >= until:
                raise BusyError("Another process is bringing this index up to date; try again when it is done.")
            time.sleep(_PAUSE)
        try:
            yield
        finally:
            fcntl.flock(lock, fcntl.LOCK_UN)  # for a child just forked as well: it shares the lock until it execs
    finally:
        os.close(lock)


def _locked(lock: int) -> bool:
    """Whether the lock could be taken."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
