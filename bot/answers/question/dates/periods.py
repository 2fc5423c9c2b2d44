"""Days, months, seasons and years as stretches of the calendar: what a phrase names before its preposition bounds it.

Seasons are those of the northern hemisphere, and generous: they reach from the meteorological to the astronomical
count (summer is 1 June to 22 September). Whatever would leave the calendar (years 1 to 9999) does not exist.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

YEARS: Final = range(1000, 2200)  # chronicles are archives too; other four-digit numbers are numbers
COUNTS_BELOW: Final = 1600  # newspapers begin in 1605: an earlier year needs better proof that it is one
_SEASONS: Final = {  # first and last day as (month, day); winter ends in the next year
    "spring": ((3, 1), (6, 20)),
    "summer": ((6, 1), (9, 22)),
    "autumn": ((9, 1), (12, 21)),
    "winter": ((12, 1), (3, 20)),
}
_MONTHS_OF_YEAR: Final = {"early": (1, 4), "mid": (4, 9), "late": (9, 12)}
_NEW_MONTH: Final = 6  # days
_DAYS_OF_MONTH: Final = {"early": (1, 12), "mid": (9, 22), "late": (18, 31)}
_SHARES: Final = {"early": (0.0, 0.4), "mid": (0.25, 0.75), "late": (0.6, 1.0)}


class Granularity(StrEnum):
    """How finely a phrase names its time; `SPAN` is a stretch between two ends, a season or a decade."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    SPAN = "span"


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of the calendar, both ends included."""

    first: date
    last: date
    granularity: Granularity

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError(f"a period cannot end on {self.last} before it begins on {self.first}")


@dataclass(frozen=True, slots=True)
class DateParts:
    """A date as written, perhaps without its year ("28 October") or even its month (the 3 of "3 to 7 May")."""

    year: int | None = None
    month: int | None = None
    day: int | None = None

    def period(self, year: int | None = None) -> Period | None:
        """The day, month or year named; `year` stands in for a missing one. None for 31 February."""
        year = self.year or year
        if year is None or (self.day and not self.month):
            return None
        if not self.month:
            return year_of(year)
        if not self.day:
            return month_of(year, self.month)
        return day_of(year, self.month, self.day)

    def latest(self, today: date) -> Period | None:
        """The period named, the last one that has begun by `today` where the year is missing.

        A month has begun when it is a week old: on 1 December, "in December" is the one of a year ago.
        """
        if self.year is not None:
            return self.period()
        if self.month is None and self.day is not None:
            return None
        if self.day is None:
            today = shifted(today, -_NEW_MONTH)
        # Eight years hold a 29 February even around 1900 and 2100.
        periods = (self.period(today.year - back) for back in range(9))
        return next((period for period in periods if period and period.first <= today), None)


def shifted(day: date, days: int) -> date:
    """`day` moved by `days`, stopping at the ends of the calendar."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.min if days < 0 else date.max


def day_of(year: int, month: int, day: int) -> Period | None:
    """One day, or None where the calendar has no such day."""
    try:
        only = date(year, month, day)
    except ValueError:
        return None
    return Period(only, only, Granularity.DAY)


def month_of(year: int, month: int) -> Period | None:
    """One calendar month."""
    if not (date.min.year <= year <= date.max.year and 1 <= month <= 12):
        return None
    return Period(date(year, month, 1), date(year, month, monthrange(year, month)[1]), Granularity.MONTH)


def month_before(day: date, months: int) -> Period | None:
    """The calendar month that lies `months` before that of `day`."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return month_of(year, month + 1)


def year_of(year: int) -> Period | None:
    """One calendar year."""
    return years_of(year, year)


def years_of(first: int, last: int) -> Period | None:
    """All days of the years from `first` to `last`."""
    if not date.min.year <= first <= last <= date.max.year:
        return None
    return Period(date(first, 1, 1), date(last, 12, 31), Granularity.YEAR if first == last else Granularity.SPAN)


def season_of(season: str, year: int) -> Period | None:
    """A season that begins in `year`."""
    (first_month, first_day), (last_month, last_day) = _SEASONS[season]
    last_year = year + (last_month < first_month)
    if not date.min.year <= year <= last_year <= date.max.year:
        return None
    return Period(date(year, first_month, first_day), date(last_year, last_month, last_day), Granularity.SPAN)


def season_named(season: str, year: int) -> Period | None:
    """The season of `year`. The winter of 1963 may be either of two: both are in, with what lies between them."""
    last = season_of(season, year)
    first = season_of(season, year - 1) if season == "winter" else last
    return Period(first.first, last.last, Granularity.SPAN) if first and last else None


def part_of(period: Period, part: str) -> Period:
    """The early, mid or late part. Neighbouring parts overlap a little, as they do in people's mouths."""
    first, last = period.first, period.last
    if period.granularity in {Granularity.DAY, Granularity.WEEK}:
        return period
    if period.granularity is Granularity.YEAR and (first.month, last.month) == (1, 12):
        from_month, to_month = _MONTHS_OF_YEAR[part]
        return Period(
            date(first.year, from_month, 1),
            date(first.year, to_month, monthrange(first.year, to_month)[1]),
            Granularity.SPAN,
        )
    if period.granularity is Granularity.MONTH and first.day == 1 and last.day >= 28:
        from_day, to_day = _DAYS_OF_MONTH[part]
        return Period(first.replace(day=from_day), first.replace(day=min(to_day, last.day)), Granularity.SPAN)
    from_share, to_share = _SHARES[part]
    years = last.year - first.year + 1
    if years >= 4 and (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
        return Period(
            date(first.year + int(years * from_share), 1, 1),
            date(first.year + max(0, round(years * to_share) - 1), 12, 31),
            Granularity.SPAN,
        )
    length = (last - first).days
    return Period(shifted(first, int(length * from_share)), shifted(first, int(length * to_share)), Granularity.SPAN)


def nth_part(period: Period, number: int, of: int) -> Period | None:
    """The `number`th of `of` equal parts: halves and quarters of a calendar year, halves of whole years."""
    if not 1 <= number <= of or 12 % of:
        return None
    years = period.last.year - period.first.year + 1
    if period.granularity is Granularity.SPAN and years % of == 0:
        first = period.first.year + (number - 1) * years // of
        return years_of(first, first + years // of - 1)
    if period.granularity is not Granularity.YEAR:
        return None
    months = 12 // of
    first, last = (number - 1) * months + 1, number * months
    year = period.first.year
    return Period(date(year, first, 1), date(year, last, monthrange(year, last)[1]), Granularity.SPAN)


def quarter_of(day: date) -> Period:
    """The quarter of the calendar year around `day`."""
    first = day.month - (day.month - 1) % 3
    last = first + 2
    return Period(date(day.year, first, 1), date(day.year, last, monthrange(day.year, last)[1]), Granularity.SPAN)


def century(number: int) -> Period | None:
    """The 19th century: the years 1801 to 1900."""
    return years_of((number - 1) * 100 + 1, number * 100)


def week_of(day: date) -> Period:
    """Monday to Sunday around `day`."""
    monday = shifted(day, -day.weekday())
    return Period(monday, shifted(monday, 6), Granularity.WEEK)
