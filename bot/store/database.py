"""The interface of the state's database: SQL on a connection, transactions in a thread.

Two kinds of database can be behind it: a file of SQLite's, and a PostgreSQL server that several machines share. The
SQL of the parts is what both understand, with `?` for a value.
"""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Protocol, TypeVar

from bot.errors import DataError

log = logging.getLogger(__name__)
T = TypeVar("T")

Statement = tuple[str, Sequence[Any]]  # a DELETE, and the values for its `?`

WAIT = 5.0  # seconds to wait for a database that is busy or away: longer than any write of ours, short for a member


class Rows(Protocol):
    """The result of a statement."""

    @property
    def rowcount(self) -> int:
        """How many rows it changed."""

    def fetchone(self) -> Any:
        """The next row as a tuple, or None."""

    def fetchall(self) -> list[Any]:
        """All rows."""

    def __iter__(self) -> Iterator[Any]: ...


class Connection(Protocol):
    """A connection inside a transaction, or reading: what `Database.read` and `write` pass to `work`."""

    def execute(self, sql: str, values: Sequence[Any] = ..., /) -> Rows:
        """Runs one statement; each `?` in it stands for the next of `values`."""


class Database(ABC):
    """A database with one thread, so that the event loop never waits for a disk or a server.

    `name` is what messages call it. `notices` are sentences that an operator should read: a recovery, a migration.
    """

    def __init__(self, name: str, *, wait: float) -> None:
        self.name = name
        self.notices: list[str] = []
        self._wait = wait
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="state")
        self._leaving = threading.Event()  # ends a wait for a server that is away
        self._closed = False
        self._changed = asyncio.Event()

    async def open(self) -> None:
        """Opens it, makes what is missing, and brings it to the version of this code.

        Raises:
            DataError: it cannot be opened or reached, or is of a newer version; the sentence says what to do.
        """
        await self._in_thread(self._open)
        for notice in self.notices:
            log.warning(notice)

    async def read(self, work: Callable[[Connection], T]) -> T:
        """Runs `work` in the database's thread. `work` only reads, and may be run again. Raises DataError."""
        deadline = time.monotonic() + self._wait
        return await self._in_thread(lambda: self._read(work, deadline))

    async def write(self, work: Callable[[Connection], T], *, durable: bool = False, announce: bool = False) -> T:
        """Runs `work` as one transaction, all of it or none, as if no other process wrote meanwhile. Raises DataError.

        Args:
            work: reads and changes through the connection it is given, and nothing else: it may be run again.
            durable: on the disk before this returns, even through a power cut.
            announce: wakes the waiters in `wait_for_change` of every process.
        """
        deadline = time.monotonic() + self._wait
        result = await self._in_thread(lambda: self._write(work, durable, announce, deadline))
        if announce:
            self._changed.set()
        return result

    async def wait_for_change(self, seconds: float) -> None:
        """Returns soon after a process has announced a write, at the latest after so many seconds. One waits at a time.

        It may return early, and where announcements are lost only after the time: look at what is there each time.
        """
        try:
            async with asyncio.timeout(seconds):
                await self._await_change()
        except TimeoutError:
            pass
        self._changed.clear()

    async def erase(self, statements: Sequence[Statement]) -> int:
        """Runs DELETE statements as one transaction, for good: also on the copies that the database keeps of itself.

        Returns the number of rows that the last statement deleted. Raises DataError.
        """

        def work(connection: Connection) -> int:
            return [connection.execute(sql, values).rowcount for sql, values in statements][-1]

        deleted = await self.write(work, durable=True)
        await self._in_thread(lambda: self._erase_copies(statements))
        return deleted

    async def back_up(self) -> None:
        """Brings today's backup beside the database up to date; a server is backed up by its operator."""
        await self._in_thread(self._back_up)

    async def close(self) -> None:
        """Waits for what is under way, and closes; a second call does nothing."""
        if not self._closed:
            self._leaving.set()
            await self._in_thread(self._close)
            self._closed = True
            self._thread.shutdown()

    async def _in_thread(self, work: Callable[[], T]) -> T:
        if self._closed:
            raise DataError(f"{self.name} is closed.")
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._with_sentences, work)

    @abstractmethod
    def _with_sentences(self, work: Callable[[], T]) -> T:
        """Runs `work`; what the database's driver raises becomes a DataError with a sentence."""

    @abstractmethod
    def _open(self) -> None: ...

    @abstractmethod
    def _read(self, work: Callable[[Connection], T], deadline: float) -> T: ...

    @abstractmethod
    def _write(self, work: Callable[[Connection], T], durable: bool, announce: bool, deadline: float) -> T: ...

    @abstractmethod
    async def _await_change(self) -> None:
        """Returns after an announced write of any process; cancelled where that takes too long."""

    @abstractmethod
    def _close(self) -> None: ...

    @abstractmethod
    def _erase_copies(self, statements: Sequence[Statement]) -> None: ...

    @abstractmethod
    def _back_up(self) -> None: ...
