"""First-stage retrieval: ranked passages for a question, grouped by article."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import exp

from bot.answers.candidates.recency import recency_lift
from bot.answers.question.reading import ParsedQuestion
from bot.answers.tuning import Tuning
from bot.model import DateRange, Passage, Question
from bot.search import Index, Query


@dataclass(frozen=True, slots=True)
class RetrievedArticle:
    """An article's row, its ranked passages, best first, and its date."""

    row: int
    passages: tuple[Passage, ...]
    date: date | None = None


def retrieve(
    index: Index, question: Question, parsed: ParsedQuestion, tuning: Tuning, dates: DateRange | None
) -> list[RetrievedArticle]:
    """Returns the articles that hold terms of the question within `dates`, best passage first."""
    terms = tuple(term.text for term in parsed.terms if term.passages)
    if not terms:
        return []
    news = dates is None and parsed.asks_for_news  # a question that names its time wants no other
    ranked = index.rank(
        Query(
            terms,
            server=question.server,
            dates=dates,
            source=question.source,
            limit=tuning.ranked_passages,
            as_of=question.as_of if news else None,
            recency=tuning.recency if news else 0.0,
            recency_days=tuning.recency_days,
        )
    )
    rows = list(dict.fromkeys(passage.article for passage in ranked))
    days = dict(zip(rows, index.dates(rows), strict=True))
    lift = (
        0.0
        if news or dates is not None
        else recency_lift(days.values(), question.as_of, index.span(question.server).dates)
    )
    before = {row for key in parsed.earlier_articles if (row := index.find(key, question.server)) is not None}
    if before or lift or parsed.preferred_dates is not None:
        factors = {row: _factor(days[row], row in before, lift, parsed, tuning) for row in rows}
        ranked = _reranked(ranked, factors)
    grouped: dict[int, list[Passage]] = {}
    for passage in ranked:
        grouped.setdefault(passage.article, []).append(passage)
    return [RetrievedArticle(row, tuple(group), days[row]) for row, group in grouped.items()]


def retrieve_openings(index: Index, question: Question, dates: DateRange, tuning: Tuning) -> list[RetrievedArticle]:
    """Returns the articles of `dates`, each with its beginning: for "What happened in July 1969?"."""
    headings = index.headings(
        question.server, source=question.source, dates=dates, newest=False, limit=tuning.candidates
    )
    return [
        RetrievedArticle(heading.row, (Passage(-1, heading.row, 0, tuning.excerpt_characters, 0.0, 0.0),), heading.date)
        for heading in headings
    ]


def _factor(day: date | None, answered_before: bool, lift: float, parsed: ParsedQuestion, tuning: Tuning) -> float:
    """The factor on an article's score for its date, and for having answered the previous question."""
    preferred = parsed.preferred_dates is not None and day in parsed.preferred_dates
    factor = (tuning.preferred_dates_boost if preferred else 1.0) * (tuning.followup_boost if answered_before else 1.0)
    if lift and day is not None and day <= parsed.day:
        factor *= 1 + tuning.recency * lift * exp(-(parsed.day - day).days / tuning.recency_days)
    return factor


def _reranked(passages: Sequence[Passage], factors: Mapping[int, float]) -> list[Passage]:
    """The passages with their scores multiplied by their article's factor, best first."""
    factor = [factors[passage.article] for passage in passages]
    moved = [
        passage if own == 1.0 else replace(passage, score=passage.score * own)
        for passage, own in zip(passages, factor, strict=True)
    ]
    return sorted(moved, key=lambda passage: -passage.score)
