"""A file lock: one process at a time builds an index; the others go on with the last good generation."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.errors import BusyError, DataError


@contextmanager
def index_lock(root: Path) -> Iterator[None]:
    """Holds the lock of the index folder `root`; the system releases it when the process ends, however it ends.

    Raises:
        BusyError: another process holds it.
        DataError: the folder cannot be written.
    """
    try:
        root.mkdir(parents=True, exist_ok=True)
        lock = os.open(root / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise DataError(f"The data folder cannot be written ({root}): {error.strerror}.") from None
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise BusyError("Another process is bringing this index up to date; try again when it is done.") from None
        try:
            yield
        finally:
            fcntl.flock(lock, fcntl.LOCK_UN)  # for a child just forked as well: it shares the lock until it execs
    finally:
        os.close(lock)
