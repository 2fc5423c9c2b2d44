"""A file lock: a damaged state database is replaced only by a process that has it open alone."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path


class FileLock:
    """A lock file beside the database. The system releases it when the process ends, however it ends."""

    def __init__(self, path: Path) -> None:
        """Waits while another process opens, and perhaps recovers, the database at `path`.

        Raises:
            OSError: the file cannot be written.
        """
        self._file = os.open(path.with_name(f"{path.name}.lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        self.exclusive = self._take_exclusive()

    def share(self) -> None:
        """Lets other processes in: the database is sound and of this version now."""
        fcntl.flock(self._file, fcntl.LOCK_SH)
        self.exclusive = False

    def close(self) -> None:
        """Releases the lock."""
        os.close(self._file)

    def _take_exclusive(self) -> bool:
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            fcntl.flock(self._file, fcntl.LOCK_SH)
            return False
        return True
