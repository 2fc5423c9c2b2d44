"""The state on a PostgreSQL server, for processes on several machines.

A server may be restarted or become unreachable at any moment. A call is then retried for some seconds on a new
connection. Where a connection was lost during COMMIT, the new one asks the server whether that transaction was
committed (pg_xact_status), so that it is neither lost nor run twice. Transactions are serialisable, as SQLite's are:
one that conflicted with another is run again.
"""

from __future__ import annotations

import asyncio
import logging
import random
import re
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any, Generic, TypeVar

import psycopg

from bot.errors import DataError
from bot.store.database import WAIT, Connection, Database, Rows, Statement
from bot.store.postgres.import_sqlite import import_sqlite
from bot.store.postgres.listener import CHANNEL, Listener
from bot.store.postgres.schema import STEPS, migrate
from bot.store.postgres.server import RefusedByDatabaseError, Server, UnreachableDatabaseError

log = logging.getLogger(__name__)
T = TypeVar("T")

STARTING = 1  # times the wait, at the start; whoever starts the bot tries again
_PAUSE, _LONGEST_PAUSE = 0.05, 1.0  # seconds between two attempts to connect: doubled until the longest
_CLASHES = 20  # times that a transaction is run again after a conflict

_GONE = "The state database cannot be reached. Try again in a moment."
_UNSURE = "The state database was lost while it wrote. Look whether the change was made before you repeat it."
_SENTENCES = {
    "53100": "The disk of the state database is full: nothing was changed.",
    "25006": "The state database can only be read: nothing was changed.",
    "42501": "The state database does not let this user do that: its user needs CREATE on the database in STATE_URL.",
    "57014": "The state database is busy: nothing was changed. Try again in a moment.",
    "55P03": "The state database is busy: nothing was changed. Try again in a moment.",
    "40001": "The state database is busy: nothing was changed. Try again in a moment.",
    "40P01": "The state database is busy: nothing was changed. Try again in a moment.",
}
_AGAIN = ("40001", "40P01")  # serialization failure, deadlock
_NO_SUCH_NUMBER = "22023"  # of a transaction that a crashed server had not written down yet
_END_IT = b"SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE backend_xid::text = %s"
_LIMITS = (
    "SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '30s';"
    " SET LOCAL idle_in_transaction_session_timeout = '30s'"
)
_BEGIN = {
    durable: f"BEGIN ISOLATION LEVEL SERIALIZABLE; SET LOCAL synchronous_commit = {commit}; {_LIMITS}".encode()
    for durable, commit in ((True, "on"), (False, "off"))
}
_TABLES = "|".join(("version", *re.findall(r"CREATE TABLE (\w+)", " ".join(STEPS))))
_TABLE_NAMED = re.compile(rf"\b(FROM|INTO|UPDATE|JOIN) ({_TABLES})\b")


class PostgresDatabase(Database):
    """The database that a URL names, in its schema `clippings`."""

    def __init__(
        self, url: str, *, wait: float = WAIT, steps: Sequence[str] = STEPS, former: Path | None = None
    ) -> None:
        """Reads the URL; `former` is the folder of a state.db that new tables begin with."""
        super().__init__("The state database", wait=wait)
        self._former = former
        self._server = Server(url)
        self._steps = steps
        self._connection: psycopg.Connection[Any] | None = None
        self._opened = False
        self._listener: Listener | None = None
        self._trouble: DataError | None = None  # why there is no connection, once a call has waited for it in vain
        self._next_attempt = 0.0

    def _with_sentences(self, work: Callable[[], T]) -> T:
        try:
            return work()
        except psycopg.Error as error:  # its details may quote a question, so neither they nor it go further
            sentence = _GONE if _is_lost_connection(error) else _SENTENCES.get(error.sqlstate or "")
            if sentence is None:
                log.error("the state database reports %s (SQLSTATE %s)", type(error).__name__, error.sqlstate)
                sentence = f"The state database reports an error ({type(error).__name__}): nothing was changed."
            raise DataError(sentence) from None

    def _open(self) -> None:
        connection = self._connected(time.monotonic() + STARTING * self._wait)
        found = migrate(connection, self._steps, self._fill)
        if 0 < found < len(self._steps):
            self.notices.append(f"The state in PostgreSQL was brought from version {found} to {len(self._steps)}.")
        self._opened = True

    def _fill(self, connection: psycopg.Connection[Any]) -> None:
        notice = import_sqlite(self._former, connection) if self._former else ""
        if notice:
            self.notices.append(notice)

    def _erase_copies(self, statements: Sequence[Statement]) -> None:
        """Does nothing: backups of a server are the operator's."""

    def _back_up(self) -> None:
        """Does nothing: a server is backed up by its operator."""

    async def _await_change(self) -> None:
        if self._listener is None:
            self._listener = Listener(self._server, asyncio.get_running_loop(), self._changed)
        await self._changed.wait()

    def _close(self) -> None:
        self._opened = False
        if self._listener is not None:
            self._listener.close()
        self._drop_connection()

    # -- reading and writing ---------------------------------------------------------------------------------------

    def _read(self, work: Callable[[Connection], T], deadline: float) -> T:
        while True:
            connection = self._live(deadline)
            try:
                return work(_Session(connection))
            except psycopg.Error as error:
                if not self._has_lost(connection, error) or time.monotonic() > deadline:
                    raise

    def _write(self, work: Callable[[Connection], T], durable: bool, announce: bool, deadline: float) -> T:
        clashes = 0
        while True:
            attempt = _Attempt(work)
            connection = self._live(deadline)
            try:
                return attempt.run(connection, durable=durable, announce=announce)
            except psycopg.Error as error:
                if self._has_lost(connection, error):
                    if attempt.number and self._was_committed(attempt.number, deadline):
                        return attempt.result
                    if time.monotonic() > deadline:
                        raise
                elif error.sqlstate in _AGAIN and clashes < _CLASHES:
                    clashes += 1
                    time.sleep(random.uniform(0, 0.01 * clashes))  # noqa: S311 - no secret, only out of step
                else:
                    raise

    def _was_committed(self, number: str, deadline: float) -> bool:
        """Whether a transaction with an unconfirmed COMMIT was committed. Raises DataError where that is unknown."""
        while not self._leaving.is_set() and time.monotonic() < deadline:
            try:
                connection = self._live(deadline)
            except DataError:
                break
            try:
                fate = _one(connection, b"SELECT pg_xact_status(%s::text::xid8)", number)
                if fate in ("committed", "aborted"):
                    return bool(fate == "committed")
                _one(connection, _END_IT, str(int(number) % 2**32))
            except psycopg.Error as error:
                if error.sqlstate == _NO_SUCH_NUMBER:
                    return False
                if not self._has_lost(connection, error):
                    raise
            self._leaving.wait(_PAUSE)
        raise DataError(_UNSURE)

    # -- the connection --------------------------------------------------------------------------------------------

    def _live(self, deadline: float) -> psycopg.Connection[Any]:
        if not self._opened:
            raise DataError(f"{self.name} is not open.")
        try:
            return self._connected(deadline)
        except (UnreachableDatabaseError, RefusedByDatabaseError):  # whose sentence is for the operator's eyes
            raise DataError(_GONE) from None

    def _connected(self, deadline: float) -> psycopg.Connection[Any]:
        """The connection; a new one where there is none, tried for until the deadline.

        Once one call has waited in vain, later ones do not wait: one attempt a second shows when the server is back.
        """
        if self._connection is not None:
            return self._connection
        if self._trouble is not None:
            if time.monotonic() < self._next_attempt:
                raise self._trouble
            deadline = 0.0
        pause, refusals = _PAUSE, 0
        while True:
            try:
                self._connection = self._server.connect()
            except (UnreachableDatabaseError, RefusedByDatabaseError) as error:
                refusals += isinstance(error, RefusedByDatabaseError)
                told_no = refusals > 1 and not self._opened  # one alone: it was starting, and then it was there
                if told_no or self._leaving.is_set() or time.monotonic() + pause > deadline:
                    self._note(error)
                    raise
            else:
                if self._opened:
                    log.info("the state database is there again")
                self._trouble = None
                return self._connection
            self._leaving.wait(pause)
            pause = min(2 * pause, _LONGEST_PAUSE)

    def _note(self, trouble: DataError) -> None:
        """Logs one line for the operator, and another one only for another reason."""
        if self._opened and str(trouble) != str(self._trouble):
            log.warning("%s", trouble)
        self._trouble = trouble
        self._next_attempt = time.monotonic() + _LONGEST_PAUSE

    def _has_lost(self, connection: psycopg.Connection[Any], error: psycopg.Error) -> bool:
        if not connection.closed and not _is_lost_connection(error):
            return False
        log.warning("the state database was lost (%s); trying again", type(error).__name__)
        self._drop_connection()
        return True

    def _drop_connection(self) -> None:
        if self._connection is not None:
            with suppress(psycopg.Error):
                self._connection.close()
            self._connection = None


class _Attempt(Generic[T]):
    """One run of `work` as a transaction: its result, and its transaction id once it has changed anything."""

    result: T

    def __init__(self, work: Callable[[Connection], T]) -> None:
        self._work = work
        self.number: str | None = None

    def run(self, connection: psycopg.Connection[Any], *, durable: bool, announce: bool) -> T:
        connection.execute(_BEGIN[durable])
        try:
            self.result = self._work(_Session(connection))
            if announce:
                connection.execute(f"NOTIFY {CHANNEL}".encode())
            self.number = _one(connection, b"SELECT pg_current_xact_id_if_assigned()::text")
            connection.execute("COMMIT")
        except BaseException:
            with suppress(psycopg.Error):
                connection.execute("ROLLBACK")
            raise
        return self.result


class _Session:
    """The connection as the parts of the state use it: `?` stands for a value."""

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self._connection = connection

    def execute(self, sql: str, values: Sequence[Any] = (), /) -> Rows:
        return self._connection.execute(_for_postgres(sql), [_storable(value) for value in values])


@lru_cache
def _for_postgres(sql: str) -> bytes:
    """The statement with psycopg's marks for values, and its tables named with their schema.

    A search_path would be simpler; behind a pooler that hands out a connection for each transaction (pgbouncer) it is
    another client's at the next statement. So nothing may be set for a session.
    """
    return _TABLE_NAMED.sub(r"\1 clippings.\2", sql.replace("%", "%%").replace("?", "%s")).encode()


def _storable(value: Any) -> Any:
    """PostgreSQL's text holds every character but NUL."""
    return value.replace("\0", "\ufffd") if isinstance(value, str) else value


def _one(connection: psycopg.Connection[Any], sql: bytes, *values: str) -> Any:
    row = connection.execute(sql, values).fetchone()
    return row[0] if row else None


def _is_lost_connection(error: psycopg.Error) -> bool:
    """Whether the connection was lost: no SQLSTATE at all, class 08, or a shutdown by the operator."""
    if error.sqlstate is None:
        return isinstance(error, psycopg.OperationalError | psycopg.InterfaceError)
    return error.sqlstate.startswith(("08", "57P", "25P03"))
