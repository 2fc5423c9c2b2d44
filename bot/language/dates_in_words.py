"""Dates in words, in the language that a server chose for them.

Discord's `<t:…>` time stamps are never used: they are shown in the reader's time zone, and a publication day has none.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Final, TypeAlias

from bot.language.months import MONTH_NAMES
from bot.model import Article, DateKind, DateRange, Heading

SayDay: TypeAlias = Callable[[date], str]

UNDATED = "undated"

DATE_LANGUAGES: Final = {
    "en": "English",
    "de": "Deutsch",
    "es": "Español",
    "fr": "Français",
    "it": "Italiano",
    "nl": "Nederlands",
    "pt": "Português",
}
"""The languages that dates can be written in: ISO 639-1 code to the language's own name."""

_DEFAULT_PATTERN: Final = "{day} {month} {year}"
_PATTERNS: Final = {
    "de": "{day}. {month} {year}",
    "es": "{day} de {month} de {year}",
    "pt": "{day} de {month} de {year}",
}
_FIRST_DAY: Final = {"fr": "1er", "it": "1º", "pt": "1º"}  # the first of a month has a form of its own
_ENGLISH: Final = MONTH_NAMES["en"]  # not from the locale, which the system may have set to another language


def say_day(day: date) -> str:
    """The day as "28 October 2020"."""
    return f"{day.day} {_ENGLISH[day.month - 1]} {day.year}"


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
        return f"{first.day} {_ENGLISH[first.month - 1]} to {say_day(last)}"
    return f"{first.day} to {say_day(last)}"


def day_in(language: str) -> SayDay:
    """The function that writes a day in `language` (a code of `DATE_LANGUAGES`); English for an unknown code."""
    if language not in DATE_LANGUAGES or language == "en":
        return say_day
    months = MONTH_NAMES[language]
    form = _PATTERNS.get(language, _DEFAULT_PATTERN)
    first = _FIRST_DAY.get(language, "1")

    def say(day: date) -> str:
        number = first if day.day == 1 else str(day.day)
        return form.format(day=number, month=months[day.month - 1], year=day.year)

    return say


def dated(day: date | None, say: SayDay = say_day) -> str:
    """The day in words, or "undated"."""
    return UNDATED if day is None else say(day)


def dated_as(article: Article | Heading, say: SayDay = say_day) -> str:
    """The day of an article with the kind of day it is: "28 October 2020", "last edited 3 May 2020", "undated"."""
    day = dated(article.date, say)
    return f"last edited {day}" if article.date and article.date_kind is DateKind.EDITED else day


def range_in_words(dates: DateRange, say: SayDay = say_day) -> str:
    """The range in words: "1 to 31 October 2020" in English, its two days with a dash in other languages."""
    if say is say_day or dates.first is None or dates.last is None:
        return say_range(dates)
    return say(dates.first) if dates.first == dates.last else f"{say(dates.first)} – {say(dates.last)}"
