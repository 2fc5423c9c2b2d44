"""The order of the articles: by relevance, or by date among those whose evidence is near the best."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.answers.candidates.choosing import Scored
from bot.answers.candidates.features import FEATURES
from bot.model import Sort

NEAR = 0.75  # of the best article's coverage: below that, the newest would be off the topic


def ordered(scored: Scored, numbers: Sequence[int], sort: Sort) -> list[int]:
    """As asked for, best first as they come. By date, undated articles come last, and weak ones not at all."""
    if sort is Sort.RELEVANCE:
        return list(numbers)
    column = scored.windows.values[:, FEATURES.index("coverage")]
    coverage = {number: float(column[scored.best_window(number)]) for number in numbers}
    least = NEAR * max(coverage.values(), default=0.0)
    dates = {number: scored.headings[number].date for number in numbers if coverage[number] >= least}
    dated = sorted(
        (number for number, day in dates.items() if day is not None),
        key=lambda number: dates[number] or date.min,
        reverse=sort is Sort.NEWEST,
    )
    return [*dated, *(number for number, day in dates.items() if day is None)]
