"""The articles worth reading for a question: ranked passages, grouped by article, the same news once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.answers.question.reading import Asked
from bot.answers.tuning import Tuning
from bot.model import DateRange, Passage, Question
from bot.search import Index, Query


@dataclass(frozen=True, slots=True)
class Found:
    """An article's row and its ranked passages, best first."""

    row: int
    passages: tuple[Passage, ...]


def find(index: Index, question: Question, asked: Asked, tuning: Tuning, dates: DateRange | None) -> list[Found]:
    """Returns the articles that hold terms of the question within `dates`, best passage first."""
    terms = tuple(term.text for term in asked.terms if term.passages)
    if not terms:
        return []
    timed = dates is not None  # a question that names its time wants no other
    ranked = index.rank(
        Query(
            terms,
            server=question.server,
            dates=dates,
            source=question.source,
            limit=tuning.passages,
            as_of=None if timed else question.as_of,
            recency=0.0 if timed else tuning.recency,
            recency_days=tuning.recency_days,
        )
    )
    first = {row for key in asked.follows if (row := index.find(key, question.server)) is not None}
    if first or asked.around is not None:
        ranked = _moved(ranked, lambda row: _factor(index.heading(row).date, row in first, asked, tuning))
    grouped: dict[int, list[Passage]] = {}
    for place, passage in enumerate(ranked):
        if place < tuning.read or passage.article not in grouped:
            grouped.setdefault(passage.article, []).append(passage)
    return [Found(row, tuple(group)) for row, group in grouped.items()]


def openings(index: Index, question: Question, dates: DateRange, tuning: Tuning) -> list[Found]:
    """Returns the articles of `dates`, each with its beginning: for "What happened in July 1969?"."""
    headings = index.headings(
        question.server, source=question.source, dates=dates, newest=False, limit=tuning.candidates
    )
    return [Found(heading.row, (Passage(-1, heading.row, 0, tuning.characters, 0.0, 0.0),)) for heading in headings]


def _factor(day: date | None, follows: bool, asked: Asked, tuning: Tuning) -> float:
    """What the asker's situation puts on an article's score: a time that is preferred, an article just read."""
    preferred = asked.around is not None and day in asked.around
    return (tuning.soft_dates if preferred else 1.0) * (tuning.follows if follows else 1.0)


def _moved(passages: Sequence[Passage], factor: Callable[[int], float]) -> list[Passage]:
    """The passages with their scores times their article's `factor`, best first."""
    factors = {row: factor(row) for row in {passage.article for passage in passages}}
    moved = [replace(passage, score=passage.score * factors[passage.article]) for passage in passages]
    return sorted(moved, key=lambda passage: -passage.score)
