"""The articles worth reading for a question: ranked passages, grouped by article, the same news once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.answers.reading import Asked
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
    passages = index.rank(
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
    if asked.around is not None:
        passages = _preferred(index, passages, asked.around, tuning.soft_dates)
    grouped: dict[int, list[Passage]] = {}
    for passage in passages:
        grouped.setdefault(passage.article, []).append(passage)
    return [Found(row, tuple(group)) for row, group in grouped.items()]


def _preferred(index: Index, passages: Sequence[Passage], around: DateRange, factor: float) -> list[Passage]:
    """Moves passages of articles dated within `around` up by `factor`."""
    days: dict[int, date | None] = {row: index.heading(row).date for row in {passage.article for passage in passages}}
    moved = [
        replace(passage, score=passage.score * factor) if days[passage.article] in around else passage
        for passage in passages
    ]
    return sorted(moved, key=lambda passage: -passage.score)
