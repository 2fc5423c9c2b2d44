"""state.db: a SQLite file, for one process or for several on one machine.

WAL, so that readers and another process never block each other; every write is one transaction. What a person was told
is done is on the disk before that (`durable`: synchronous = FULL). Other writes, such as the state behind a button, use
NORMAL: they survive a kill of the process, and only a power cut can lose them.
"""

from __future__ import annotations

import asyncio
import os
import sqlite3
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TypeVar

from bot.errors import DataError
from bot.store.database import WAIT, Connection, Database, Statement, log
from bot.store.sqlite.copies import back_up, damage, erase_from_copies
from bot.store.sqlite.file_lock import FileLock
from bot.store.sqlite.migrations import migrate
from bot.store.sqlite.recovery import DAMAGE, recover
from bot.store.sqlite.schema import STEPS

T = TypeVar("T")

_POLL = 0.1  # seconds between two looks for what another process has written: one number of the file's header
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


class SqliteDatabase(Database):
    """A file that is created, migrated, or recovered from damage when it is opened."""

    def __init__(self, path: Path, *, wait: float = WAIT, steps: Sequence[str] = STEPS) -> None:
        super().__init__(str(path), wait=wait)
        self.path = path
        self._steps = steps
        self._connection: sqlite3.Connection | None = None
        self._file_lock: FileLock | None = None
        self._seen_version = 0

    def _with_sentences(self, work: Callable[[], T]) -> T:
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

    def _read(self, work: Callable[[Connection], T], deadline: float) -> T:
        del deadline  # SQLite waits by itself
        return work(self._live())

    def _write(self, work: Callable[[Connection], T], durable: bool, announce: bool, deadline: float) -> T:
        del deadline, announce  # any write of another process is seen by `_await_change`
        connection = self._live()
        connection.execute(f"PRAGMA synchronous = {'FULL' if durable else 'NORMAL'}")
        connection.execute("BEGIN IMMEDIATE")
        try:
            result = work(connection)
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:  # SQLite itself ends it where the disk is full
                connection.execute("ROLLBACK")
            raise
        return result

    async def _await_change(self) -> None:
        while not self._changed.is_set():
            version = await self._in_thread(self._data_version)
            if version != self._seen_version:
                self._seen_version = version
                return
            await asyncio.sleep(_POLL)

    def _data_version(self) -> int:
        """A number that changes when another connection has written (sqlite.org/pragma.html#pragma_data_version)."""
        return int(self._live().execute("PRAGMA data_version").fetchone()[0])

    def _open(self) -> None:
        _make_private(self.path)
        self._file_lock = FileLock(self.path)
        try:
            self._connection = self._connect()
        except DAMAGE as error:
            if isinstance(error, sqlite3.Error) and _primary(error) not in _DAMAGED:
                raise
            if not self._file_lock.exclusive:
                raise DataError(
                    f"{self.path} is damaged, and another process has it open. Stop every process of the bot; the first"
                    " that starts again saves what can be read."
                ) from None
            self.notices.append(str(recover(self.path, self._steps)))
            self._connection = self._connect()
        copy = migrate(self._connection, self.path, self._steps)
        if copy is not None:
            self.notices.append(f"{self.path.name} was brought up to date; the former one is kept as {copy.name}.")
        self._file_lock.share()

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.path, timeout=self._wait, isolation_level=None)
        try:
            connection.text_factory = lambda raw: raw.decode(errors="replace")  # no check of SQLite's reads the letters
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA secure_delete = ON")  # erased rows must not remain in free pages
            fault = str(connection.execute("PRAGMA integrity_check(1)").fetchone()[0])
            if fault != "ok":
                raise damage(fault)
        except BaseException:
            connection.close()
            raise
        return connection

    def _erase_copies(self, statements: Sequence[Statement]) -> None:
        busy = self._live().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        if busy:
            log.warning("%s-wal cannot be emptied now, another process reads it; it is tried again", self.path.name)
        erase_from_copies(self.path, statements)

    def _back_up(self) -> None:
        connection = self._live()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        try:
            back_up(connection, self.path, date.today())
        except OSError as error:
            raise DataError(f"{self.path.name} cannot be backed up: {error.strerror}.") from None

    def _close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        if self._file_lock is not None:
            self._file_lock.close()
            self._file_lock = None


def _primary(error: sqlite3.Error) -> int:
    """SQLite's own code without the detail in the upper bits; -1 where it gave none."""
    return int(getattr(error, "sqlite_errorcode", -1)) & 0xFF


def _make_private(path: Path) -> None:
    """Makes the folder and an empty file that only its owner reads: it will hold members' questions."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        raise DataError(f"{path} cannot be written: {error.strerror}. Set DATA to a folder that can.") from error
