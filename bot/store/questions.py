"""The questions of members, kept under pseudonyms and only where the server's admins have consented."""

from __future__ import annotations

import json
import logging
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.errors import DataError
from bot.model import Verdict
from bot.store.database import Connection, Database
from bot.store.pseudonyms import pseudonym
from bot.store.servers import read_settings

log = logging.getLogger(__name__)

_COLUMNS = """SELECT text, asked, verdict, took_ms, articles,
    (SELECT count(*) FROM feedback WHERE feedback.answer = questions.answer AND helpful = 1),
    (SELECT count(*) FROM feedback WHERE feedback.answer = questions.answer AND helpful = 0),
    (SELECT count(*) FROM memory WHERE memory.kind = 'opened' AND memory.key = questions.answer)
    FROM questions WHERE server = ?"""


@dataclass(frozen=True, slots=True)
class KeptQuestion:
    """One question as kept: nothing in it says who asked. `articles` are the keys of those quoted; `opened` counts
    those who read on from its answer.
    """

    text: str
    asked: datetime
    verdict: Verdict
    took_ms: float
    articles: tuple[str, ...]
    helpful: int
    unhelpful: int
    opened: int = 0

    @property
    def needs_articles(self) -> bool:
        """Whether it found nothing, its answer did not help, or its unsure answer was never opened to be read."""
        never_opened = self.verdict is Verdict.UNSURE and not self.opened
        return self.verdict is Verdict.NOTHING or self.unhelpful > 0 or never_opened


class Questions:
    """Questions and whether their answers helped."""

    def __init__(self, database: Database, key: bytes, now: Callable[[], float]) -> None:
        self._database = database
        self._key = key
        self._now = now

    async def keep(
        self,
        server: int | None,
        user: int,
        text: str,
        verdict: Verdict,
        *,
        took_ms: float = 0.0,
        articles: Sequence[str] = (),
        answer: str | None = None,
    ) -> str | None:
        """Keeps a question and returns the name of its answer for `judge`; None where the server has not agreed.

        Args:
            server: where it was asked; a direct message (None) is never kept.
            user: who asked, of whom only a pseudonym is stored, so that `/forget-me` finds it.
            text: the question.
            verdict: how it was answered.
            took_ms: how long the answer took.
            articles: `Article.key` of those quoted.
            answer: a name that the answer has already, such as its view's token; a new one without.
        """
        if server is None:
            return None
        name = answer or secrets.token_urlsafe(9)
        work = self.keeping(server, user, text, verdict, took_ms=took_ms, articles=articles, answer=name)
        try:
            return name if await self._database.write(work) else None
        except DataError as error:  # an answer does not fail because its question cannot be kept
            log.warning("a question could not be kept: %s", error)
            return None

    def keeping(
        self,
        server: int,
        user: int,
        text: str,
        verdict: Verdict,
        *,
        took_ms: float,
        articles: Sequence[str],
        answer: str,
    ) -> Callable[[Connection], bool]:
        """What `keep` does, for `State.together`; returns whether the server has consented."""
        row = (answer, server, pseudonym(self._key, user), int(self._now()), text, verdict.value, took_ms)

        def work(connection: Connection) -> bool:
            if not read_settings(connection, server).keep_questions:
                return False
            connection.execute(
                "INSERT INTO questions (answer, server, asker, asked, text, verdict, took_ms, articles)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (answer) DO NOTHING",
                (*row, json.dumps(list(articles))),
            )
            return True

        return work

    async def judge(self, server: int | None, answer: str, user: int, *, helpful: bool) -> bool:
        """Notes whether an answer helped; a member's later vote replaces the earlier. False where nothing is kept."""
        voter, voted = pseudonym(self._key, user), int(self._now())

        def work(connection: Connection) -> bool:
            found = connection.execute("SELECT 1 FROM questions WHERE answer = ? AND server = ?", (answer, server))
            if found.fetchone() is None:
                return False
            connection.execute(
                "INSERT INTO feedback (answer, voter, helpful, voted) VALUES (?, ?, ?, ?)"
                " ON CONFLICT (answer, voter) DO UPDATE SET helpful = excluded.helpful, voted = excluded.voted",
                (answer, voter, int(helpful), voted),
            )
            return True

        return await self._database.write(work, durable=True)

    async def unanswered(self, server: int, *, limit: int = 5000) -> list[KeptQuestion]:
        """The server's questions that need articles, newest first; the latest `limit` that may are looked at."""
        poor = " AND (verdict <> ? OR answer IN (SELECT answer FROM feedback WHERE helpful = 0))"
        values = (server, Verdict.ANSWERED.value, limit)
        found = await self._select(_COLUMNS + poor + " ORDER BY asked DESC, id DESC LIMIT ?", values)
        return [question for question in found if question.needs_articles]

    async def between(self, server: int, first: datetime, before: datetime) -> list[KeptQuestion]:
        """The server's questions asked from `first` up to but not `before`, oldest first."""
        when = " AND asked >= ? AND asked < ? ORDER BY asked, id"
        return await self._select(_COLUMNS + when, (server, int(first.timestamp()), int(before.timestamp())))

    async def count(self, server: int) -> int:
        """How many questions of the server are kept."""

        def work(connection: Connection) -> int:
            found = connection.execute("SELECT count(*) FROM questions WHERE server = ?", (server,)).fetchone()
            return int(found[0]) if found else 0

        return await self._database.read(work)

    async def _select(self, sql: str, values: tuple[object, ...]) -> list[KeptQuestion]:
        def work(connection: Connection) -> list[KeptQuestion]:
            return [_question(row) for row in connection.execute(sql, values)]

        return await self._database.read(work)


def _question(row: tuple[str, int, str, float, str, int, int, int]) -> KeptQuestion:
    text, asked, verdict, took_ms, articles, helpful, unhelpful, opened = row
    keys = tuple(json.loads(articles))
    return KeptQuestion(
        text, datetime.fromtimestamp(asked, UTC), Verdict(verdict), took_ms, keys, helpful, unhelpful, opened
    )
