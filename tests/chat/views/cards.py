"""Answers made for a test, and their cards as Discord gets them."""

from __future__ import annotations

from datetime import date
from typing import Any

from bot.chat.questions.desk import AnsweredQuestion
from bot.chat.transport.reply import Reply
from bot.chat.views.answer import answer_card
from bot.language.interface import speaking
from bot.model import Answer, Article, DateRange, Excerpt, Question, Verdict
from bot.store.servers import ServerSettings
from tests.chat.world import Seen

DAY = date(2020, 10, 28)

WEBB = Article(
    "webb",
    "Webb leaves for its orbit",
    "The telescope left on Christmas Day. It will unfold for two weeks, and then it will cool.",
    "webb.txt",
    DAY,
    "The Orbit Herald",
    "https://orbit.example/webb",
)

SESSION = "s" * 16

SEARCHED = DateRange(date(1999, 12, 31), date(2020, 12, 31))


def card_of(answer: Answer, *, language: str = "en", keep_questions: bool = False, **given: Any) -> Reply:
    with speaking(language):
        return answer_card(AnsweredQuestion(answer, SESSION, ServerSettings(keep_questions=keep_questions)), **given)


def components_of(card: Reply) -> list[dict[str, Any]]:
    components: list[dict[str, Any]] = card.view.to_components()  # type: ignore[no-untyped-call]
    return components


def seen(card: Reply) -> Seen:
    return Seen(components_of(card))


def answer(*excerpts: Excerpt, verdict: Verdict = Verdict.ANSWERED, **given: Any) -> Answer:
    question = given.pop("question", Question("When did Webb leave?", date(2022, 8, 25), server=1))
    archive = DateRange(date(1957, 10, 5), date(2025, 1, 2))
    return Answer(question, verdict, excerpts, articles=26564, archive=archive, **given)


def excerpt(article: Article = WEBB, start: int = 0, end: int = 36, **given: Any) -> Excerpt:
    return Excerpt(article, start, end, 7.0, **given)
