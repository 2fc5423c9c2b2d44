"""The desk: the one way to ask the library, whoever asks (a command, a mention, a direct message, a button)."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from bot.answers.reply.nearness import as_shown
from bot.chat.questions.rate_limit import RateLimit, RateLimiter
from bot.chat.questions.sessions import Session, Sessions
from bot.chat.transport.inflight import Inflight
from bot.chat.transport.requester import Requester
from bot.errors import BusyError, ClippingsError, DataError
from bot.language.recurring import boilerplate_among
from bot.library import Library
from bot.model import Answer, Question, Turn, Verdict
from bot.store.database import Connection
from bot.store.servers import ServerSettings
from bot.store.state import State

log = logging.getLogger(__name__)

LONGEST_QUESTION = 6000  # characters: Discord's longest command option


class EmptyQuestionError(ClippingsError):
    """The question has no words."""

    def __init__(self) -> None:
        super().__init__("Ask me something, for example: When was it launched?")


@dataclass(frozen=True, slots=True)
class AnsweredQuestion:
    """An answer, the name of its session ("" where none could be kept), and the settings of the server."""

    answer: Answer
    session: str
    settings: ServerSettings


class Desk:
    """Takes questions: keeps the rate limit, asks the library, keeps the session."""

    def __init__(
        self,
        library: Library,
        state: State,
        *,
        today: Callable[[], date],
        limit: RateLimit | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.sessions = Sessions(state.memory)
        self._library = library
        self._state = state
        self._today = today
        limit = limit or RateLimit()
        self._queue = limit.queue
        self._limiter = RateLimiter(limit, clock)
        self._accepted = Inflight()

    def question(self, requester: Requester, text: str, **narrowed: object) -> Question:
        """The question as `requester` asks it today; `narrowed` sets further fields of `Question`, None leaves them.

        Raises:
            EmptyQuestionError: it has no words.
        """
        words = " ".join(text[:LONGEST_QUESTION].split())
        if not words:
            raise EmptyQuestionError
        asked = Question(text=words, as_of=self._today(), server=requester.server)
        given: Mapping[str, object] = {name: value for name, value in narrowed.items() if value is not None}
        return replace(asked, **given)  # type: ignore[arg-type]

    def admit(self, requester: Requester) -> None:
        """Accepts one more question of this member. Cheap: call it before Discord is told that an answer will come.

        Raises:
            RateLimitedError: this member asks too fast.
            BusyError: too many questions wait already.
        """
        if self._accepted.count >= self._queue:
            raise BusyError("So many questions are waiting that I cannot take another. Please try again in a minute.")
        self._limiter.take(requester.member)

    async def settings(self, requester: Requester) -> ServerSettings:
        """The settings of the requester's server."""
        return await self._state.servers.read(requester.server)

    def remembered_settings(self, requester: Requester) -> ServerSettings:
        """The same from memory alone: for what has to be known before Discord is answered."""
        return self._state.servers.remembered(requester.server)

    async def answer(self, requester: Requester, question: Question, *, private: bool) -> AnsweredQuestion:
        """Answers a question that was admitted, from the requester's server's own and the shared articles.

        Args:
            requester: who asks.
            question: what they ask.
            private: the answer is shown to them alone, so a later question in the channel does not follow it up.
        """
        settings = await self.settings(requester)
        asked = replace(question, server=requester.server, limit=settings.excerpts)
        with self._accepted:
            found = await self._library.ask(asked)
        answer, passed = _for_card(found, settings, boilerplate_among(self._library.recurring))
        log.info("%s, %.1f ms, server %s", answer.verdict, answer.took_ms, requester.server)
        name = self.sessions.new_name()
        try:
            await self._keep(requester, answer, passed, name, private=private)
        except DataError as error:  # the answer is worth more than its buttons
            log.warning("the session of an answer could not be kept: %s", error)
            name = ""
        return AnsweredQuestion(answer, name, settings)

    async def _keep(self, requester: Requester, answer: Answer, passed: int, name: str, *, private: bool) -> None:
        keys = tuple(excerpt.article.key for excerpt in answer.excerpts)
        quoted = tuple(excerpt.text for excerpt in answer.excerpts)
        turn = Turn(answer.understood or answer.corrected or answer.question.text, keys, quoted)
        session = Session(answer.question, requester.member, turn, passed, answer.suggestions)
        writes: list[Callable[[Connection], object]] = [self.sessions.writing(name, session)]
        if not private and requester.channel is not None:
            writes.append(self.sessions.setting_latest(requester.channel, requester.member, name))
        if requester.server is not None:
            writes.append(
                self._state.questions.keeping(
                    requester.server,
                    requester.member,
                    answer.question.text,
                    answer.verdict,
                    took_ms=answer.took_ms,
                    articles=keys,
                    answer=name,
                )
            )
        await self._state.together(*writes)


def _for_card(answer: Answer, settings: ServerSettings, is_boilerplate: Callable[[str], bool]) -> tuple[Answer, int]:
    """What of the answer is shown; where the server wants sure answers alone, an unsure one has found nothing."""
    if answer.verdict is Verdict.UNSURE and settings.least is Verdict.ANSWERED:
        return replace(answer, verdict=Verdict.NOTHING, excerpts=(), more=0), 0
    return as_shown(answer, is_boilerplate)
