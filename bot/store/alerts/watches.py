"""Members' watches: questions that new articles may answer, and the articles found for each but not sent yet."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from bot.errors import ClippingsError
from bot.store.database import Connection, Database

MOST_OF_A_MEMBER = 10  # in one server
MOST_OF_A_SERVER = 500
MOST_HITS = 50  # articles kept for one watch until it may send again
QUIET = 24 * 3600  # seconds between two messages of one watch

_COLUMNS = "id, server, member, channel, question, paused, sent"


class WatchLimitError(ClippingsError):
    """A member or a server has as many watches as it may have."""


@dataclass(frozen=True, slots=True)
class Watch:
    """A watch. `channel` None sends direct messages. `sent` is when it sent last, in seconds since 1970."""

    id: str
    server: int
    member: int
    channel: int | None
    question: str
    paused: bool
    sent: int


class Watches:
    """The watches of every server. They hold the member's id itself, since a message has to reach the member."""

    def __init__(self, database: Database, now: Callable[[], float]) -> None:
        self._database = database
        self._now = now

    async def add(self, server: int, member: int, question: str, channel: int | None = None) -> Watch:
        """Adds a watch, or returns the one that the member has on this question already.

        Raises:
            WatchLimitError: the member or the server has too many.
        """
        watch = Watch(secrets.token_urlsafe(9), server, member, channel, question, paused=False, sent=0)
        now = int(self._now())

        def work(connection: Connection) -> Watch:
            own = [
                _watch(row)
                for row in connection.execute(f"{_SELECT} WHERE server = ? AND member = ?", (server, member))
            ]
            same = next((one for one in own if one.question.casefold() == question.casefold()), None)
            if same is not None:
                return same
            (total,) = connection.execute("SELECT count(*) FROM watches WHERE server = ?", (server,)).fetchone()
            if len(own) >= MOST_OF_A_MEMBER:
                raise WatchLimitError(f"You have {MOST_OF_A_MEMBER} watches here; remove one with /watch remove first.")
            if total >= MOST_OF_A_SERVER:
                raise WatchLimitError("This server has as many watches as it may have.")
            connection.execute(
                "INSERT INTO watches (id, server, member, channel, question, paused, created, sent)"
                " VALUES (?, ?, ?, ?, ?, 0, ?, 0)",
                (watch.id, server, member, channel, question, now),
            )
            return watch

        return await self._database.write(work, durable=True)

    async def of(self, server: int, member: int) -> list[Watch]:
        """The member's watches in a server, oldest first."""
        return await self._select("WHERE server = ? AND member = ? ORDER BY created, id", (server, member))

    async def active(self) -> list[Watch]:
        """Every watch that is not paused, of all servers."""
        return await self._select("WHERE paused = 0", ())

    async def pause(self, watch: str, member: int, *, paused: bool) -> Watch | None:
        """Pauses a member's own watch or goes on with it; None if they have no such watch."""

        def work(connection: Connection) -> Watch | None:
            row = connection.execute(
                f"UPDATE watches SET paused = ? WHERE id = ? AND member = ? RETURNING {_COLUMNS}",  # noqa: S608 - ours
                (int(paused), watch, member),
            ).fetchone()
            if paused:
                connection.execute("DELETE FROM watch_hits WHERE watch = ?", (watch,))
            return None if row is None else _watch(row)

        return await self._database.write(work, durable=True)

    async def remove(self, watch: str, member: int) -> Watch | None:
        """Removes a member's own watch; None if they have no such watch."""

        def work(connection: Connection) -> Watch | None:
            row = connection.execute(
                f"DELETE FROM watches WHERE id = ? AND member = ? RETURNING {_COLUMNS}",  # noqa: S608 - ours
                (watch, member),
            ).fetchone()
            return None if row is None else _watch(row)

        return await self._database.write(work, durable=True)

    async def found(self, hits: Iterable[tuple[str, str]], seen: tuple[str, str]) -> None:
        """Keeps (watch, article key) pairs to send, and with them, as one, the fact of what has been looked through."""
        now = int(self._now())
        pairs = list(hits)

        def work(connection: Connection) -> None:
            for watch, article in pairs:
                (count,) = connection.execute("SELECT count(*) FROM watch_hits WHERE watch = ?", (watch,)).fetchone()
                there = connection.execute("SELECT 1 FROM watches WHERE id = ?", (watch,)).fetchone()
                if count < MOST_HITS and there is not None:
                    connection.execute(
                        "INSERT INTO watch_hits (watch, article, found) VALUES (?, ?, ?)"
                        " ON CONFLICT (watch, article) DO NOTHING",
                        (watch, article, now),
                    )
            connection.execute(
                "INSERT INTO facts (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                seen,
            )

        await self._database.write(work, durable=True)

    async def claim_due(self, limit: int = 20) -> list[tuple[Watch, list[str]]]:
        """Takes watches that have something to send and may send, with the article keys; no other process gets them."""
        now = int(self._now())

        def work(connection: Connection) -> list[tuple[Watch, list[str]]]:
            due = connection.execute(
                f"{_SELECT} WHERE paused = 0 AND sent <= ?"  # noqa: S608 - ours
                " AND id IN (SELECT watch FROM watch_hits) LIMIT ?",
                (now - QUIET, limit),
            ).fetchall()
            claimed = []
            for watch in map(_watch, due):
                taken = connection.execute(
                    "UPDATE watches SET sent = ? WHERE id = ? AND sent = ?", (now, watch.id, watch.sent)
                )
                if taken.rowcount:
                    keys = connection.execute(
                        "SELECT article FROM watch_hits WHERE watch = ? ORDER BY found, article", (watch.id,)
                    )
                    claimed.append((watch, [key for (key,) in keys]))
            return claimed

        return await self._database.write(work, durable=True)

    async def sent(self, watch: Watch, articles: Iterable[str]) -> None:
        """Deletes articles that were sent, or that turned out not to answer the question."""
        keys = list(articles)

        def work(connection: Connection) -> None:
            for key in keys:
                connection.execute("DELETE FROM watch_hits WHERE watch = ? AND article = ?", (watch.id, key))

        await self._database.write(work, durable=True)

    async def give_back(self, watch: Watch) -> None:
        """Undoes a claim: nothing was sent, so the watch may send at the next look."""
        await self._database.write(
            lambda connection: connection.execute("UPDATE watches SET sent = ? WHERE id = ?", (watch.sent, watch.id))
        )

    async def _select(self, where: str, values: tuple[object, ...]) -> list[Watch]:
        return await self._database.read(
            lambda connection: [_watch(row) for row in connection.execute(f"{_SELECT} {where}", values)]
        )


_SELECT = f"SELECT {_COLUMNS} FROM watches"  # noqa: S608 - ours


def _watch(row: tuple[str, int, int, int | None, str, int, int]) -> Watch:
    ident, server, member, channel, question, paused, sent = row
    return Watch(ident, server, member, channel, question, bool(paused), sent)
