"""Everything worth keeping that is not an article: `State`, in state.db in the data folder or on a PostgreSQL server.

Every method is async, works in the database's own thread, and raises `DataError` with a sentence when the database
cannot be used.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bot.errors import MissingExtraError
from bot.store.alerts.posts import Posts
from bot.store.alerts.watches import Watches
from bot.store.audit import AuditEntries
from bot.store.clippings import Scrapbooks
from bot.store.database import WAIT, Connection, Database
from bot.store.feeds import Feeds
from bot.store.jobs import KEPT, Jobs
from bot.store.leases import Leases
from bot.store.members import member_data
from bot.store.memory import DAY, Memory
from bot.store.pseudonyms import installation_key, pseudonym, shared_key
from bot.store.questions import Questions
from bot.store.servers import Servers, ServerSettings
from bot.store.sqlite.database import SqliteDatabase

_OF_A_MEMBER = (
    "DELETE FROM memory WHERE owner = ?",
    "DELETE FROM feedback WHERE voter = ?",
    "DELETE FROM clippings WHERE owner = ?",
    "DELETE FROM jobs WHERE requester = ?",
    "DELETE FROM questions WHERE asker = ?",  # the last: `forget` returns its row count
)
_OF_A_SERVER = tuple(
    f"DELETE FROM {table} WHERE server = ?"  # noqa: S608 - ours
    for table in ("settings", "questions", "feeds", "watches", "clippings", "jobs", "posts")
)
GRACE_DAYS = 7  # between leaving a server and forgetting it: a bot is removed by mistake, too
_LEFT = "left."  # + the server's id: the name of the fact that holds when the bot left
REFUSED_COMMANDS = "refused commands"  # the fact that names those which Discord did not take
AUDIT_DAYS = 400  # a year and a month: long enough to compare with last year's


class State:
    """Settings, questions, memory, log: each a part of its own. Open with `State.open`."""

    def __init__(self, database: Database, key: bytes, now: Callable[[], float]) -> None:
        self._database = database
        self._key = key
        self._now = now
        self.servers = Servers(database, self._retain)
        self.questions = Questions(database, key, now)
        self.memory = Memory(database, key, now)
        self.audit = AuditEntries(database, now)
        self.leases = Leases(database, now)
        self.feeds = Feeds(database, now)
        self.watches = Watches(database, now)
        self.scrapbooks = Scrapbooks(database, key, now)
        self.posts = Posts(database, now)
        self.jobs = Jobs(database, key, now)

    @classmethod
    async def open(
        cls, data: Path, url: str | None = None, *, now: Callable[[], float] = time.time, wait: float = WAIT
    ) -> State:
        """Opens state.db in the folder `data`, or the database of `url`, making or mending what needs it.

        Args:
            data: the data folder; made if it is not there and there is no `url`.
            url: a PostgreSQL database (`STATE_URL`); what a state.db in the folder holds is copied there at first.
            now: seconds since 1970, for ages and retention.
            wait: seconds to wait for another program that holds the database, or for a server that is away.

        Raises:
            DataError: it cannot be opened; the sentence says what to do.
            MissingExtraError: a `url` is given, and what speaks to PostgreSQL is not installed.
        """
        database = SqliteDatabase(data / "state.db", wait=wait) if url is None else _on_a_server(url, data, wait)
        try:
            await database.open()
            if url is None:
                key = await asyncio.to_thread(installation_key, data)
            else:
                key = await database.write(shared_key, durable=True)
        except BaseException:
            await database.close()
            raise
        return cls(database, key, now)

    @property
    def notices(self) -> tuple[str, ...]:
        """What an operator should read about the opening: a damaged file set aside, a migration. Already logged."""
        return tuple(self._database.notices)

    async def close(self) -> None:
        """Closes the database; a second time does nothing."""
        await self._database.close()

    async def together(self, *works: Callable[[Connection], object]) -> None:
        """Carries out several writes as one, all of them or none: a transaction costs more than what is in it."""

        def work(connection: Connection) -> None:
            for one in works:
                one(connection)

        await self._database.write(work)

    async def check(self) -> None:
        """Asks the database for nothing. Raises DataError when it cannot be used."""
        await self._database.read(lambda connection: connection.execute("SELECT 1").fetchone())

    async def wait_for_change(self, seconds: float) -> None:
        """Returns soon after a process has announced a write; see `Database.wait_for_change`."""
        await self._database.wait_for_change(seconds)

    async def fact(self, name: str) -> str | None:
        """A single remembered value, such as the hash of the command tree last sent to Discord."""

        def work(connection: Connection) -> str | None:
            rows = connection.execute("SELECT value FROM facts WHERE name = ?", (name,))
            return next((str(value) for (value,) in rows), None)

        return await self._database.read(work)

    async def set_fact(self, name: str, value: str) -> None:
        """Remembers a single value."""

        def work(connection: Connection) -> None:
            connection.execute(
                "INSERT INTO facts (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                (name, value),
            )

        await self._database.write(work)

    async def forget(self, user: int) -> int:
        """Erases everything kept of a member in every server, also from copies; returns how many questions."""
        who = pseudonym(self._key, user)

        watches = ("DELETE FROM watches WHERE member = ?", (user,))  # a watch sends messages, so it keeps the id itself
        return await self._database.erase([watches, *((sql, (who,)) for sql in _OF_A_MEMBER)])

    async def member_data(self, user: int) -> dict[str, list[dict[str, Any]]]:
        """Everything kept about a member in every server, by kind; what `forget` would erase."""
        who = pseudonym(self._key, user)
        return await self._database.read(lambda connection: member_data(connection, who, user))

    async def server_left(self, server: int) -> None:
        """Notes that the bot has left a server, or was removed: `sweep` forgets it after `GRACE_DAYS`."""
        await self.set_fact(f"{_LEFT}{server}", str(int(self._now())))

    async def server_joined(self, server: int) -> None:
        """Notes that the bot is in a server, perhaps again: what was kept for it stays."""
        await self._database.write(
            lambda connection: connection.execute("DELETE FROM facts WHERE name = ?", (f"{_LEFT}{server}",))
        )

    async def servers_to_forget(self) -> list[int]:
        """The servers that were left longer than `GRACE_DAYS` ago."""
        before = int(self._now() - GRACE_DAYS * DAY)

        def work(connection: Connection) -> list[int]:
            left = connection.execute("SELECT name, value FROM facts WHERE name LIKE ?", (f"{_LEFT}%",)).fetchall()
            return [int(name.removeprefix(_LEFT)) for name, at in left if int(at) <= before]

        return await self._database.read(work)

    async def forget_server(self, server: int) -> None:
        """Erases what is kept for a server that the bot has left; the audit log stays for the operator."""
        left = ("DELETE FROM facts WHERE name = ?", (f"{_LEFT}{server}",))
        await self._database.erase([left, *((sql, (server,)) for sql in _OF_A_SERVER)])

    async def sweep(self) -> int:
        """Removes what has expired: questions by their server's retention, memory, old audit entries. Then backs up."""
        removed = await self._database.write(self._retain)
        await self._database.back_up()
        return removed

    def _retain(self, connection: Connection) -> int:
        now = int(self._now())
        default = ServerSettings().retention_days
        gone = connection.execute("DELETE FROM memory WHERE expires <= ?", (now,)).rowcount
        gone += connection.execute("DELETE FROM jobs WHERE created < ?", (now - KEPT,)).rowcount
        gone += connection.execute("DELETE FROM audit WHERE at < ?", (now - AUDIT_DAYS * DAY,)).rowcount
        gone += connection.execute(
            "DELETE FROM questions WHERE asked < ? - ? * coalesce((SELECT CAST(value AS INTEGER) FROM settings"
            " WHERE settings.server = questions.server AND name = 'retention_days'), ?)",
            (now, DAY, default),
        ).rowcount
        return gone


def _on_a_server(url: str, data: Path, wait: float) -> Database:
    try:
        from bot.store.postgres.database import PostgresDatabase  # noqa: PLC0415 - an extra
    except ImportError:
        raise MissingExtraError("STATE_URL", "postgres") from None
    return PostgresDatabase(url, wait=wait, former=data)
