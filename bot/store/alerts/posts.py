"""What each server wants posted by itself, where and when; and the new articles that wait for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.errors import ClippingsError
from bot.store.database import Connection, Database

LEASE = 300  # seconds for which a process that posts keeps the others from it; then, if it died, another tries
REFUSED = 3_600  # seconds until Discord is asked again whether it takes a message in a channel
MOST_WAITING = 5_000  # articles that wait for one post
_HOUR = 3600
_COLUMNS = "server, kind, channel, hourly, weekday, hour, zone, due, error"


class ZoneError(ClippingsError):
    """A time zone that is in no database of time zones."""

    def __init__(self) -> None:
        super().__init__("There is no such time zone. Choose one of those that are offered, such as Europe/Paris.")


class PostKind(StrEnum):
    """What is posted."""

    ARTICLES = "articles"
    DIGEST = "digest"
    ON_THIS_DAY = "on-this-day"


@dataclass(frozen=True, slots=True)
class PostPlan:
    """One kind of post of one server.

    New articles come as they appear, or `hourly`; a digest on `weekday` (0 is Monday) at `hour` in the time zone `zone`
    (a name of the IANA database); "on this day" at that hour every day. `due` is in seconds since 1970. `error` says
    why the last one could not be posted.
    """

    server: int
    kind: PostKind
    channel: int
    hourly: bool = False
    weekday: int = 0
    hour: int = 0
    zone: str = "UTC"
    due: int = 0
    error: str = ""

    def next_due(self, after: float) -> int:
        """The first time, in seconds since 1970, later than `after` (new articles as they appear: at once).

        Where the clocks go forward over the hour, it is posted an hour later; where they go back, once.
        """
        if self.kind is PostKind.ARTICLES:
            return int(after) // _HOUR * _HOUR + _HOUR if self.hourly else int(after)
        zone = zone_of(self.zone)
        day = datetime.fromtimestamp(after, zone).date()
        while True:
            at = int(datetime.combine(day, time(self.hour), zone).timestamp())
            if at > after and (self.kind is PostKind.ON_THIS_DAY or day.weekday() == self.weekday):
                return at
            day += timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DuePost:
    """A plan that this process has claimed, whose `due` is the end of the lease, and the keys of what waits for it."""

    plan: PostPlan
    planned: int
    articles: tuple[str, ...]


class Posts:
    """The plans of every server. A plan is a row of its own, so two admins who change two of them both keep theirs."""

    def __init__(self, database: Database, now: Callable[[], float]) -> None:
        self._database = database
        self.now = now

    async def set(self, plan: PostPlan) -> PostPlan:
        """Sets a server's plan of that kind, in place of the one before; what waited goes on waiting.

        Raises:
            ZoneError: its time zone is unknown.
        """
        hour, weekday, hourly = plan.hour, plan.weekday, int(plan.hourly)
        due = plan.next_due(self.now())
        row = (plan.server, plan.kind.value, plan.channel, hourly, weekday, hour, plan.zone, due)

        def work(connection: Connection) -> PostPlan:
            connection.execute(
                f"INSERT INTO posts ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, '')"  # noqa: S608 - ours
                " ON CONFLICT (server, kind) DO UPDATE SET channel = excluded.channel, hourly = excluded.hourly,"
                " weekday = excluded.weekday, hour = excluded.hour, zone = excluded.zone, due = excluded.due,"
                " error = ''",
                row,
            )
            return _read(connection, "WHERE server = ? AND kind = ?", (plan.server, plan.kind.value))[0]

        return await self._database.write(work, durable=True)

    async def remove(self, server: int, kind: PostKind) -> bool:
        """Ends a plan, with what waits for it; whether there was one."""
        values = (server, kind.value)
        gone = await self._database.write(
            lambda connection: connection.execute("DELETE FROM posts WHERE server = ? AND kind = ?", values).rowcount,
            durable=True,
        )
        return bool(gone)

    async def of(self, server: int) -> list[PostPlan]:
        """The server's plans."""
        return await self._database.read(
            lambda connection: _read(connection, "WHERE server = ? ORDER BY kind", (server,))
        )

    async def found(self, articles: Iterable[tuple[int | None, str]], seen: tuple[str, str]) -> None:
        """Keeps new articles for the plans that are about them, and as one with it the fact of what has been seen.

        Args:
            articles: the server of each (None: every server's) and its `Article.key`.
            seen: name and value of the fact.
        """
        now, pairs = int(self.now()), list(articles)

        def work(connection: Connection) -> None:
            waiting = dict.fromkeys(
                connection.execute("SELECT server, kind FROM posts WHERE kind <> ?", (PostKind.ON_THIS_DAY.value,)), 0
            )
            for server, kind, count in connection.execute(
                "SELECT server, kind, count(*) FROM post_articles GROUP BY server, kind"
            ).fetchall():
                waiting[server, kind] = count
            for plan, count in waiting.items():
                keys = [key for server, key in pairs if server in (None, plan[0])]
                for key in keys[: max(0, MOST_WAITING - count)]:
                    connection.execute(
                        "INSERT INTO post_articles (server, kind, article, found) VALUES (?, ?, ?, ?)"
                        " ON CONFLICT (server, kind, article) DO NOTHING",
                        (*plan, key, now),
                    )
            connection.execute(
                "INSERT INTO facts (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                seen,
            )

        await self._database.write(work, durable=True)

    async def claim_due(self, limit: int = 20) -> list[DuePost]:
        """Takes the plans whose time has come, those about new articles where some wait; no other process gets them."""
        now = int(self.now())

        def work(connection: Connection) -> list[DuePost]:
            due = _read(
                connection,
                "WHERE due <= ? AND (kind <> ? OR EXISTS (SELECT 1 FROM post_articles AS waiting"
                " WHERE waiting.server = posts.server AND waiting.kind = posts.kind)) ORDER BY due, server LIMIT ?",
                (now, PostKind.ARTICLES.value, limit),
            )
            return [_claimed(connection, plan, now + LEASE) for plan in due if _claim(connection, plan, now + LEASE)]

        return await self._database.write(work, durable=True)

    async def sent(self, plan: PostPlan, articles: Sequence[str]) -> None:
        """Forgets articles that were posted, or are not there any more."""

        def work(connection: Connection) -> None:
            for key in articles:
                connection.execute(
                    "DELETE FROM post_articles WHERE server = ? AND kind = ? AND article = ?",
                    (plan.server, plan.kind.value, key),
                )

        await self._database.write(work, durable=True)

    async def finish(self, plan: PostPlan, *, error: str = "") -> None:
        """Gives a claimed plan its next time; does nothing where an admin has changed it meanwhile.

        After an error that is `REFUSED` seconds away at least.
        """
        now = self.now()
        due = max(plan.next_due(now), int(now) + REFUSED if error else 0)
        values = (due, error, plan.server, plan.kind.value, plan.due)
        await self._database.write(
            lambda connection: connection.execute(
                "UPDATE posts SET due = ?, error = ? WHERE server = ? AND kind = ? AND due = ?", values
            ),
            durable=True,
        )


def zone_of(name: str) -> ZoneInfo:
    """The time zone of that name. Raises ZoneError where there is none."""
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, KeyError):  # ZoneInfoNotFoundError is a KeyError; a folder's name gives an OSError
        raise ZoneError from None


def _claim(connection: Connection, plan: PostPlan, until: int) -> bool:
    taken = connection.execute(
        "UPDATE posts SET due = ? WHERE server = ? AND kind = ? AND due = ?",
        (until, plan.server, plan.kind.value, plan.due),
    )
    return taken.rowcount == 1


def _claimed(connection: Connection, plan: PostPlan, until: int) -> DuePost:
    keys = connection.execute(
        "SELECT article FROM post_articles WHERE server = ? AND kind = ? ORDER BY found, article",
        (plan.server, plan.kind.value),
    ).fetchall()
    claimed = replace(plan, due=until, error="")
    return DuePost(claimed, plan.due, tuple(key for (key,) in keys))


def _read(connection: Connection, where: str, values: tuple[object, ...]) -> list[PostPlan]:
    rows = connection.execute(f"SELECT {_COLUMNS} FROM posts {where}", values).fetchall()  # noqa: S608 - ours
    return [_plan(row) for row in rows]


def _plan(row: tuple[int, str, int, int, int, int, str, int, str]) -> PostPlan:
    server, kind, channel, hourly, weekday, hour, zone, due, error = row
    return PostPlan(server, PostKind(kind), channel, bool(hourly), weekday, hour, zone, due, error)
