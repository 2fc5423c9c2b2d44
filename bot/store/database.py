"""The one owner of state.db: a thread of its own, so that the event loop never waits for a disk.

WAL, so that readers and another process never block each other; every write is one transaction. What a person was told
is done is written through to the disk (`lasting`); what only eases the moment, such as a button's state, is left to the
next such write: it survives the process being killed, and only a power cut can take it.
"""

from __future__ import annotations

import asyncio
import logging
import os
import sqlite3
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from bot.errors import DataError
from bot.store.migrations import migrate
from bot.store.rescue import DAMAGE, rescue
from bot.store.schema import STEPS

log = logging.getLogger(__name__)
T = TypeVar("T")

WAIT = 5.0  # seconds to wait for another program's write: the longest of ours takes milliseconds
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_SENTENCES = {
    sqlite3.SQLITE_BUSY: "{name} is in use by another program. Try again in a moment.",
    sqlite3.SQLITE_LOCKED: "{name} is in use by another program. Try again in a moment.",
    sqlite3.SQLITE_FULL: "The disk that holds {name} is full: nothing was changed.",
    sqlite3.SQLITE_READONLY: "{name} cannot be written: nothing was changed. Check who owns the data folder.",
    sqlite3.SQLITE_CANTOPEN: "{name} cannot be opened. Check that the data folder exists and can be written.",
    sqlite3.SQLITE_PERM: "{name} cannot be opened. Check who owns the data folder.",
    sqlite3.SQLITE_IOERR: "The disk that holds {name} reports an error: nothing was changed.",
    sqlite3.SQLITE_CORRUPT: "{name} is damaged. Restart the bot: it saves what can be read and sets the rest aside.",
    sqlite3.SQLITE_NOTADB: "{name} is damaged. Restart the bot: it saves what can be read and sets the rest aside.",
}


class Database:
    """state.db, open. `notices` are the sentences that an operator should read: a rescue, a migration."""

    def __init__(self, path: Path, *, wait: float = WAIT, steps: Sequence[str] = STEPS) -> None:
        self.path = path
        self.notices: list[str] = []
        self._wait = wait
        self._steps = steps
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="state")
        self._connection: sqlite3.Connection | None = None
        self._closed = False

    async def open(self) -> None:
        """Opens the file, makes it, migrates it, or saves what can be read of a damaged one.

        Raises:
            DataError: it cannot be opened, is locked for longer than the wait, or is of a newer version.
        """
        await self._in_thread(self._open)
        for notice in self.notices:
            log.warning(notice)

    async def read(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Runs `work` in the database's thread. Raises DataError."""
        return await self._in_thread(lambda: work(self._live()))

    async def write(self, work: Callable[[sqlite3.Connection], T], *, lasting: bool = False) -> T:
        """Runs `work` as one transaction, all of it or none. Raises DataError.

        Args:
            work: reads and changes through the connection it is given.
            lasting: on the disk before this returns, even through a power cut.
        """
        return await self._in_thread(lambda: self._transact(work, lasting))

    async def close(self) -> None:
        """Closes the file; a second time does nothing."""
        if not self._closed:
            await self._in_thread(self._close)
            self._closed = True
            self._thread.shutdown()

    async def _in_thread(self, work: Callable[[], T]) -> T:
        if self._closed:
            raise DataError(f"{self.path} is closed.")
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._told, work)

    def _told(self, work: Callable[[], T]) -> T:
        try:
            return work()
        except sqlite3.DatabaseError as error:
            sentence = _SENTENCES.get(_primary(error))
            if sentence is None:
                raise
            raise DataError(sentence.format(name=self.path)) from error

    def _live(self) -> sqlite3.Connection:
        if self._connection is None:
            raise DataError(f"{self.path} is not open.")
        return self._connection

    def _transact(self, work: Callable[[sqlite3.Connection], T], lasting: bool) -> T:
        connection = self._live()
        connection.execute(f"PRAGMA synchronous = {'FULL' if lasting else 'NORMAL'}")
        connection.execute("BEGIN IMMEDIATE")
        try:
            result = work(connection)
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:  # SQLite itself ends it where the disk is full
                connection.execute("ROLLBACK")
            raise
        return result

    def _open(self) -> None:
        _make_private(self.path)
        try:
            self._connection = self._connect()
        except DAMAGE as error:
            if isinstance(error, sqlite3.Error) and _primary(error) not in _DAMAGED:
                raise
            self.notices.append(str(rescue(self.path, self._steps)))
            self._connection = self._connect()
        copy = migrate(self._connection, self.path, self._steps)
        if copy is not None:
            self.notices.append(f"{self.path.name} was brought up to date; the former one is kept as {copy.name}.")

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.path, timeout=self._wait, isolation_level=None)
        try:
            connection.text_factory = lambda raw: raw.decode(errors="replace")  # no check of SQLite's reads the letters
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA secure_delete = ON")  # who asked to be forgotten is not left in free pages
            fault = str(connection.execute("PRAGMA integrity_check(1)").fetchone()[0])
            if fault != "ok":
                raise _damage(fault)
        except BaseException:
            connection.close()
            raise
        return connection

    def _close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def _primary(error: sqlite3.Error) -> int:
    """SQLite's own code without the detail in the upper bits; -1 where it gave none."""
    return int(getattr(error, "sqlite_errorcode", -1)) & 0xFF


def _damage(fault: str) -> sqlite3.DatabaseError:
    error = sqlite3.DatabaseError(fault)
    error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
    return error


def _make_private(path: Path) -> None:
    """Makes the folder and an empty file that only its owner reads: it will hold members' questions."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        raise DataError(f"{path} cannot be written: {error.strerror}. Set DATA to a folder that can.") from error
