"""Dates in words, as a reader sees them: never digits alone, never in the reader's time zone."""

from __future__ import annotations

from datetime import date
from typing import Final

from bot.model import DateRange

_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)  # not from the locale, which the system may have set to another language


def say_day(day: date) -> str:
    """The day as "28 October 2020"."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def say_range(dates: DateRange) -> str:
    """The range as "1 to 31 October 2020", "since 1 January 2019", "up to 30 April 2021".

    "any date" where both ends are open.
    """
    first, last = dates.first, dates.last
    if first is None:
        return f"up to {say_day(last)}" if last else "any date"
    if last is None:
        return f"since {say_day(first)}"
    if first == last:
        return say_day(first)
    if first.year != last.year:
        return f"{say_day(first)} to {say_day(last)}"
    if first.month != last.month:
        return f"{first.day} {_MONTHS[first.month - 1]} to {say_day(last)}"
    return f"{first.day} to {say_day(last)}"
