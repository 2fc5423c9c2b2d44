"""The desk: the one coroutine behind every way of asking, by command, mention, reply, direct message or button."""

from __future__ import annotations

import asyncio
import logging
import math
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from bot.chat.questions.inflight import Work
from bot.chat.questions.sessions import Slip, Slips
from bot.chat.views.answer import Card, Setting, answer_card
from bot.errors import BusyError, ClippingsError, DataError
from bot.language.dates_in_words import day_in
from bot.model import Answer, Question, Turn, Verdict
from bot.store.database import Connection
from bot.store.servers import ServerSettings
from bot.store.state import State

if TYPE_CHECKING:
    from bot.library import Library

log = logging.getLogger(__name__)

LONGEST_QUESTION = 6000  # Discord's longest slash option; more than anybody's question


class CooldownError(ClippingsError):
    """A member asks faster than one can read; the sentence says how long to wait."""


class EmptyQuestionError(ClippingsError):
    """There is nothing to look for."""

    def __init__(self) -> None:
        super().__init__("Ask me something, for example: When was it launched?")


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast one member may ask, and how much the desk takes on: `at_once` are worked on, `waiting` may queue."""

    questions: int = 6
    seconds: float = 20.0
    at_once: int = 8
    waiting: int = 500


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, and from where: `server` is None in a direct message."""

    member: int
    server: int | None
    channel: int | None


@dataclass(frozen=True, slots=True)
class Told:
    """A question answered: the answer, the card that shows it, and the name of its slip."""

    answer: Answer
    card: Card
    slip: str


class Desk:
    """Takes questions: keeps the pace, asks the library, notes the slip, makes the card."""

    def __init__(
        self,
        library: Library,
        state: State,
        *,
        today: Callable[[], date],
        pace: Pace | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.slips = Slips(state.memory)
        self._library = library
        self._state = state
        self._today = today
        self._pace = pace or Pace()
        self._clock = clock
        self._lately: dict[int, deque[float]] = {}
        self._working = asyncio.Semaphore(self._pace.at_once)
        self._taken = Work()

    def question(self, asker: Asker, text: str, **narrowed: object) -> Question:
        """The question as `asker` would put it today.

        Raises:
            EmptyQuestionError: it has no words.
        """
        words = " ".join(text[:LONGEST_QUESTION].split())
        if not words:
            raise EmptyQuestionError
        asked = Question(text=words, as_of=self._today(), server=asker.server)
        given: Mapping[str, object] = {name: value for name, value in narrowed.items() if value is not None}
        return replace(asked, **given)  # type: ignore[arg-type]

    def admit(self, asker: Asker) -> None:
        """Lets a question in, or says at once and in a sentence why not.

        Raises:
            CooldownError: this member asks too fast.
            BusyError: too many questions wait already.
        """
        if self._taken.count >= self._pace.waiting:
            raise BusyError("So many questions are waiting that I cannot take another. Please try again in a minute.")
        now = self._clock()
        lately = self._lately.setdefault(asker.member, deque())
        while lately and not now - self._pace.seconds < lately[0] <= now:  # past, or the clock was set back
            lately.popleft()
        if len(lately) >= self._pace.questions:
            wait = max(1, math.ceil(lately[0] + self._pace.seconds - now))
            raise CooldownError(f"That is a lot of questions at once. Please wait {wait} second{'s' * (wait > 1)}.")
        lately.append(now)
        self._forget_the_quiet(now)

    async def settings(self, asker: Asker) -> ServerSettings:
        """What the asker's server has set."""
        return await self._state.servers.read(asker.server)

    async def answer(self, asker: Asker, question: Question, *, private: bool, share: bool = False) -> Told:
        """Answers a question that was let in. Whatever it touches is of the asker's server, or shared.

        With `share` the card says who shows it to the channel: under a press, Discord does not.
        """
        settings = await self.settings(asker)
        asked = replace(question, server=asker.server, limit=settings.excerpts)
        with self._taken:
            async with self._working:
                answer = _shown(await self._library.ask(asked), settings)
        log.info("%s, %.1f ms, server %s", answer.verdict, answer.took_ms, asker.server)
        slip = self.slips.name()
        say = day_in(settings.date_language)
        card = answer_card(answer, slip, Setting(say, private, asker.member if share else None))
        try:
            await self._note(asker, answer, card, slip, talk=not private)
        except DataError as error:  # the answer is worth more than its buttons
            log.warning("the slip of an answer could not be kept: %s", error)
        return Told(answer, card, slip)

    async def _note(self, asker: Asker, answer: Answer, card: Card, slip: str, *, talk: bool) -> None:
        quoted = answer.excerpts[: card.shown]
        keys = tuple(excerpt.article.key for excerpt in quoted)
        turn = Turn(answer.understood or answer.question.text, keys, tuple(excerpt.text for excerpt in quoted))
        noted = Slip(answer.question, asker.member, turn, card.shown, answer.suggestions)
        notes: list[Callable[[Connection], object]] = [self.slips.writing(slip, noted)]
        if talk and asker.channel is not None:  # what was asked in private is not taken up aloud
            notes.append(self.slips.talking(asker.channel, asker.member, slip))
        if asker.server is not None:
            notes.append(
                self._state.questions.keeping(
                    asker.server,
                    asker.member,
                    answer.question.text,
                    answer.verdict,
                    took_ms=answer.took_ms,
                    articles=keys,
                    answer=slip,
                )
            )
        await self._state.together(*notes)

    def _forget_the_quiet(self, now: float) -> None:
        """Keeps the list of recent askers short."""
        if len(self._lately) > 10_000:
            limit = now - self._pace.seconds
            self._lately = {member: times for member, times in self._lately.items() if times[-1] > limit}


def _shown(answer: Answer, settings: ServerSettings) -> Answer:
    """The answer as the server wants it: where only sure ones count, an unsure one is told as none."""
    if settings.least is Verdict.ANSWERED and answer.verdict is Verdict.UNSURE:
        return replace(answer, verdict=Verdict.NOTHING, excerpts=(), more=0)
    return answer
