"""Statistics of the questions kept in one month."""

from __future__ import annotations

import re
import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.errors import ClippingsError
from bot.language.dates_in_words import say_day
from bot.language.figures import say_number, say_share
from bot.language.interface import _
from bot.model import Verdict
from bot.store.questions import KeptQuestion

DAYS = 30
_MONTH = re.compile(r"\s*([0-9]{4})-([0-9]{1,2})\s*")


class WrongMonthError(ClippingsError):
    """The text typed is not a month."""


@dataclass(frozen=True, slots=True)
class Day:
    """The number of questions on one day, by verdict."""

    day: date
    answered: int
    unsure: int
    nothing: int


@dataclass(frozen=True, slots=True)
class Month:
    """Questions per day, shares of the verdicts, and answer times in ms."""

    days: tuple[Day, ...]
    questions: int
    answered: float
    unsure: float
    nothing: float
    median_ms: float
    p95_ms: float

    @property
    def last(self) -> date:
        """The last day."""
        return self.days[-1].day

    def in_words(self) -> str:
        """The chart in words, as its alternative text."""
        busiest = max(self.days, key=lambda day: day.answered + day.unsure + day.nothing)
        most = busiest.answered + busiest.unsure + busiest.nothing
        return _(
            "Questions a day from {first} to {last}: {count} in all, most on {busiest} ({most}); {answered} answered, "
            "{unsure} unsure, {nothing} found nothing; half of the answers took less than {median} ms."
        ).format(
            first=say_day(self.days[0].day),
            last=say_day(self.last),
            count=say_number(self.questions),
            busiest=say_day(busiest.day),
            most=say_number(most),
            answered=say_share(self.answered),
            unsure=say_share(self.unsure),
            nothing=say_share(self.nothing),
            median=say_number(self.median_ms),
        )


def month_before(today: date, typed: str | None) -> tuple[date, date]:
    """The first day of the month typed, or of the last 30 days, and the day after the last one.

    Raises:
        WrongMonthError: the text typed is not a month.
    """
    if typed is None:
        return today - timedelta(days=DAYS - 1), today + timedelta(days=1)
    found = _MONTH.fullmatch(typed)
    if found is None or not 1 <= int(found[2]) <= 12 or int(found[1]) < 2000:
        raise WrongMonthError("Write the month like 2025-03.")
    first = date(int(found[1]), int(found[2]), 1)
    return first, (first + timedelta(days=31)).replace(day=1)


def count_month(questions: Sequence[KeptQuestion], first: date, before: date) -> Month:
    """Statistics of `questions`, asked from `first` up to but not on `before`."""
    verdicts = Counter((question.asked.date(), question.verdict) for question in questions)
    days = []
    for number in range((before - first).days):
        day = first + timedelta(days=number)
        days.append(Day(day, *(verdicts[day, v] for v in (Verdict.ANSWERED, Verdict.UNSURE, Verdict.NOTHING))))
    every = max(1, len(questions))
    times = sorted(question.took_ms for question in questions) or [0.0]
    return Month(
        days=tuple(days),
        questions=len(questions),
        answered=sum(day.answered for day in days) / every,
        unsure=sum(day.unsure for day in days) / every,
        nothing=sum(day.nothing for day in days) / every,
        median_ms=statistics.median(times),
        p95_ms=times[int(0.95 * (len(times) - 1))],
    )
