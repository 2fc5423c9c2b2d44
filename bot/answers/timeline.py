"""A histogram of the articles on a topic over time, by day, month or year, each bar with its best headline."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

import numpy as np

from bot.answers.question.dates import read_range, without
from bot.model import DateRange, Heading, Question
from bot.search import Index

MOST_BARS = 62  # two months of days; more are counted by the next larger unit
PEAKS = 3
ENOUGH = 5  # articles with all words of the topic, below which some of its words will do
NEARLY = 0.5  # of the best score: what an article with only some words needs


class Unit(StrEnum):
    """What one bar stands for."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Bar:
    """The articles of one day, month or year, and the heading of the one that fits best (None: no article)."""

    dates: DateRange
    count: int
    best: Heading | None = None


@dataclass(frozen=True, slots=True)
class Bars:
    """The timeline of a topic: every bar from the first article to the last, empty ones included."""

    topic: str
    unit: Unit
    bars: tuple[Bar, ...]

    @property
    def total(self) -> int:
        """All articles."""
        return sum(bar.count for bar in self.bars)

    @property
    def peaks(self) -> list[Bar]:
        """The tallest bars, tallest first, of equal ones the earlier: one of a single article only if all are."""
        least = min(2, max((bar.count for bar in self.bars), default=0))
        return sorted((bar for bar in self.bars if bar.count >= least), key=lambda bar: -bar.count)[:PEAKS]


def count_bars(index: Index, question: Question) -> Bars:
    """The timeline of what `question` speaks of, within its dates. No bars: nothing dated matches."""
    topic, dates = _topic(question, index.analyzer.language)
    dated = [(heading, score) for heading, score in _matching(index, topic, question, dates) if heading.date]
    if not dated:
        return Bars(topic, Unit.DAY, ())
    days = [heading.date for heading, _ in dated if heading.date]
    unit = _unit(min(days), max(days))
    found: dict[date, list[tuple[Heading, float]]] = {}
    for heading, score in dated:
        assert heading.date is not None
        found.setdefault(_period(heading.date, unit), []).append((heading, score))
    return Bars(
        topic, unit, tuple(_bar(first, unit, found.get(first, ())) for first in _every(min(days), max(days), unit))
    )


def in_bar(index: Index, question: Question, dates: DateRange, limit: int) -> list[Heading]:
    """The articles of one bar, those that fit best first."""
    topic, _ = _topic(question, index.analyzer.language)
    found = sorted(_matching(index, topic, question, dates), key=lambda match: -match[1])
    return [heading for heading, _ in found[:limit]]


def _topic(question: Question, language: str) -> tuple[str, DateRange | None]:
    """The question without its date phrase, and the dates in force."""
    phrase = None if question.any_date else read_range(question.text, question.as_of, language)
    given = DateRange(question.since, question.until) if question.since or question.until else None
    if phrase is None:
        return question.text, given
    return without(question.text, phrase) or question.text, given or phrase.range


def _matching(index: Index, topic: str, question: Question, dates: DateRange | None) -> Iterator[tuple[Heading, float]]:
    """Articles with all words of the topic; where they are few, also those that come close with some."""
    terms = list(dict.fromkeys(index.analyzer.terms(topic)))
    matches = index.matching(terms, question.server, dates=dates, source=question.source, every=True)
    if len(matches.rows) < ENOUGH:
        matches = index.matching(terms, question.server, dates=dates, source=question.source)
        if len(matches.rows):
            close = matches.scores >= NEARLY * np.max(matches.scores)
            matches = matches._replace(rows=matches.rows[close], scores=matches.scores[close])
    for row, score in zip(matches.rows.tolist(), matches.scores.tolist(), strict=True):
        yield index.heading(row), score


def _unit(first: date, last: date) -> Unit:
    if (last - first).days < MOST_BARS:
        return Unit.DAY
    months = (last.year - first.year) * 12 + last.month - first.month
    return Unit.MONTH if months < MOST_BARS else Unit.YEAR


def _period(day: date, unit: Unit) -> date:
    if unit is Unit.DAY:
        return day
    return day.replace(day=1) if unit is Unit.MONTH else day.replace(month=1, day=1)


def _every(first: date, last: date, unit: Unit) -> Iterator[date]:
    """The first day of every period from `first` to `last`."""
    period = _period(first, unit)
    while period <= last:
        yield period
        end = _dates(period, unit).last
        if end is None or end == date.max:
            return
        period = end + timedelta(days=1)


def _dates(period: date, unit: Unit) -> DateRange:
    """The days of the period that begins with `period`."""
    if unit is Unit.DAY:
        return DateRange(period, period)
    if unit is Unit.MONTH:
        return DateRange(period, period.replace(day=monthrange(period.year, period.month)[1]))
    return DateRange(period, period.replace(month=12, day=31))


def _bar(period: date, unit: Unit, found: Sequence[tuple[Heading, float]]) -> Bar:
    best = max(found, key=lambda match: match[1], default=None)
    return Bar(_dates(period, unit), len(found), best[0] if best else None)
