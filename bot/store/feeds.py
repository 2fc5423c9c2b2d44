"""The feeds that servers read, when each is read next, and which of its entries are in the corpus already."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.store.database import Connection, Database

INTERVAL = 15 * 60  # seconds between two polls of a feed that answers
MAX_PAUSE = 24 * 3600  # seconds; the pause doubles up to this while a feed fails
LEASE = 5 * 60  # seconds for which a process that polls a feed keeps the others from it

_COLUMNS = "id, server, url, title, full_text, etag, modified, due, pause, error, succeeded"


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed. `server` None is shared. `etag` and `modified` are validators of its last answer (RFC 9110).

    `due` and `succeeded` are in seconds since 1970; `pause` is the number of seconds between two polls at present,
    longer than `INTERVAL` while it fails, and `error` says why it does.
    """

    id: int
    server: int | None
    url: str
    title: str
    full_text: bool
    etag: str
    modified: str
    due: int
    pause: int
    error: str
    succeeded: int | None


class Feeds:
    """The feeds of every server. A server reads and changes only its own."""

    def __init__(self, database: Database, now: Callable[[], float]) -> None:
        self._database = database
        self._now = now

    async def add(self, server: int | None, url: str, title: str, *, full_text: bool) -> Feed | None:
        """Adds a feed that is due at once; None if the server has it already."""
        now = int(self._now())

        def work(connection: Connection) -> Feed | None:
            row = connection.execute(
                "INSERT INTO feeds (server, url, title, full_text, added, etag, modified, due, pause, error)"  # noqa: S608
                f" VALUES (?, ?, ?, ?, ?, '', '', ?, ?, '') ON CONFLICT (server, url) DO NOTHING RETURNING {_COLUMNS}",
                (server or 0, url, title, int(full_text), now, now, INTERVAL),
            ).fetchone()
            return None if row is None else _feed(row)

        return await self._database.write(work, durable=True)

    async def of(self, server: int | None) -> list[Feed]:
        """The feeds of a server, or the shared ones (None), in the order in which they were added."""
        return await self._database.read(
            lambda connection: [
                _feed(row)
                for row in connection.execute(
                    f"SELECT {_COLUMNS} FROM feeds WHERE server = ? ORDER BY id",  # noqa: S608 - ours
                    (server or 0,),
                )
            ]
        )

    async def remove(self, server: int | None, feed: int) -> Feed | None:
        """Removes a feed of that server and returns it; its articles stay in the corpus."""

        def work(connection: Connection) -> Feed | None:
            row = connection.execute(
                f"DELETE FROM feeds WHERE id = ? AND server = ? RETURNING {_COLUMNS}",  # noqa: S608 - ours
                (feed, server or 0),
            ).fetchone()
            return None if row is None else _feed(row)

        return await self._database.write(work, durable=True)

    async def claim_due(self, limit: int) -> list[Feed]:
        """Takes the feeds that are due for this process: no other polls them for `LEASE` seconds."""
        now = int(self._now())

        def work(connection: Connection) -> list[Feed]:
            due = connection.execute(
                f"SELECT {_COLUMNS} FROM feeds WHERE due <= ? ORDER BY due, id LIMIT ?",  # noqa: S608 - ours
                (now, limit),
            ).fetchall()
            return [
                feed
                for feed in map(_feed, due)
                if connection.execute(
                    "UPDATE feeds SET due = ? WHERE id = ? AND due = ?", (now + LEASE, feed.id, feed.due)
                ).rowcount
            ]

        return await self._database.write(work)

    async def succeeded(self, feed: Feed, *, title: str, etag: str, modified: str) -> None:
        """Notes that a feed answered; it is due again after `INTERVAL`."""
        now = int(self._now())
        values = (title, etag, modified, now + INTERVAL, INTERVAL, now, feed.id)

        def work(connection: Connection) -> None:
            connection.execute(
                "UPDATE feeds SET title = ?, etag = ?, modified = ?, due = ?, pause = ?, error = '', succeeded = ?"
                " WHERE id = ?",
                values,
            )

        await self._database.write(work)

    async def failed(self, feed: Feed, error: str, *, at_least: float = 0.0) -> int:
        """Notes why a feed failed and doubles its pause; returns the pause in seconds.

        Args:
            feed: as it was claimed.
            error: a sentence for the admin.
            at_least: seconds for which the server asked not to be polled (`Retry-After`).
        """
        pause = min(MAX_PAUSE, max(2 * feed.pause, int(at_least)))
        due = int(self._now()) + pause

        def work(connection: Connection) -> None:
            connection.execute(
                "UPDATE feeds SET due = ?, pause = ?, error = ? WHERE id = ?", (due, pause, error, feed.id)
            )

        await self._database.write(work)
        return pause

    async def entries(self, feed: int) -> dict[str, str]:
        """The version of each entry of a feed that is in the corpus, by the entry's name."""
        return await self._database.read(
            lambda connection: dict(
                connection.execute("SELECT entry, version FROM feed_entries WHERE feed = ?", (feed,))
            )
        )

    async def keep_entries(self, feed: int, versions: Mapping[str, str]) -> None:
        """Notes which versions of entries are in the corpus now. Does nothing if the feed was removed meanwhile."""

        def work(connection: Connection) -> None:
            if connection.execute("SELECT 1 FROM feeds WHERE id = ?", (feed,)).fetchone() is None:
                return
            for entry, version in versions.items():
                connection.execute(
                    "INSERT INTO feed_entries (feed, entry, version) VALUES (?, ?, ?)"
                    " ON CONFLICT (feed, entry) DO UPDATE SET version = excluded.version",
                    (feed, entry, version),
                )

        await self._database.write(work, durable=True)


def _feed(row: tuple[int, int, str, str, int, str, str, int, int, str, int | None]) -> Feed:
    number, server, url, title, full_text, etag, modified, due, pause, error, succeeded = row
    return Feed(number, server or None, url, title, bool(full_text), etag, modified, due, pause, error, succeeded)
