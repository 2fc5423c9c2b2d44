"""Dates in words, in the language in force, as Unicode's CLDR has them.

Discord's `<t:…>` time stamps are never used: they are shown in the reader's time zone, and a publication day has none.
English is written here, so that the terminal starts without Babel.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from bot.language.interface import _, language
from bot.language.months import MONTH_NAMES
from bot.model import Article, DateKind, DateRange, Heading

_FIRST_DAY: Final = {"fr": "1er", "it": "1º", "pt": "1º"}  # the first of a month, which CLDR writes as a plain 1
_ENGLISH: Final = MONTH_NAMES["en"]  # not from the locale, which the system may have set to another language


def say_day(day: date) -> str:
    """The day as "28 October 2020"."""
    spoken = language()
    if spoken == "en":
        return english_day(day)
    from babel.dates import format_date  # noqa: PLC0415 - English needs none of it

    return _first_day(format_date(day, "long", locale=spoken), day, spoken)


def english_day(day: date) -> str:
    """The same in English, for what is not said to the reader (citations in an English style)."""
    return f"{day.day} {_ENGLISH[day.month - 1]} {day.year}"


def say_month(day: date, *, short: bool = False) -> str:
    """The month of a day as "October 2020", or `short` as "Oct 2020"."""
    if language() == "en":
        name = _ENGLISH[day.month - 1]
        return f"{name[:3] if short else name} {day.year}"
    return _by_skeleton("yMMM" if short else "yMMMM", day)


def say_day_of_year(day: date, *, short: bool = False) -> str:
    """The day without its year as "28 October", or `short` as "28 Oct"."""
    spoken = language()
    if spoken == "en":
        name = _ENGLISH[day.month - 1]
        return f"{day.day} {name[:3] if short else name}"
    text = _by_skeleton("MMMd" if short else "MMMMd", day)
    return text if short else _first_day(text, day, spoken)


def say_moment(at: datetime) -> str:
    """A moment as "28 October 2020, 14:05 UTC"; `at` is in UTC."""
    return f"{say_day(at.date())}, {at:%H:%M} UTC"


def _by_skeleton(skeleton: str, day: date) -> str:
    """The day with the fields of a CLDR skeleton, in the language's own order."""
    from babel.dates import format_skeleton  # noqa: PLC0415 - English needs none of it

    return format_skeleton(skeleton, day, locale=language())


def _first_day(text: str, day: date, spoken: str) -> str:
    first = _FIRST_DAY.get(spoken)
    return first + text[1:] if first and day.day == 1 and text.startswith("1 ") else text


def say_range(dates: DateRange) -> str:
    """The range as "1 to 31 October 2020", "since 1 January 2019", "up to 30 April 2021".

    "any date" where both ends are open. In other languages than English both days are whole: "1. März 2020 –
    28. Oktober 2020".
    """
    first, last = dates.first, dates.last
    if first is None:
        return _("up to {day}").format(day=say_day(last)) if last else _("any date")
    if last is None:
        return _("since {day}").format(day=say_day(first))
    if first == last:
        return say_day(first)
    if language() != "en":
        return f"{say_day(first)} – {say_day(last)}"
    if first.year != last.year:
        return f"{say_day(first)} to {say_day(last)}"
    if first.month != last.month:
        return f"{first.day} {_ENGLISH[first.month - 1]} to {say_day(last)}"
    return f"{first.day} to {say_day(last)}"


def period_in_words(period: DateRange) -> str:
    """A day, a month or a year in words: "28 October 2020", "October 2020" or "2020"."""
    first, last = period.first, period.last
    if first is None or last is None or first == last:
        return say_day(first) if first else ""
    return say_month(first) if first.month == last.month else str(first.year)


def dated(day: date | None) -> str:
    """The day in words, or "undated"."""
    return _("undated") if day is None else say_day(day)


def dated_as(article: Article | Heading) -> str:
    """The day of an article with the kind of day it is: "28 October 2020", "last edited 3 May 2020", "undated"."""
    day = dated(article.date)
    edited = article.date and article.date_kind is DateKind.EDITED
    return _("last edited {day}").format(day=day) if edited else day
