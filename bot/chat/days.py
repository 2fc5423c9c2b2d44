"""Dates in words, in the language that a server chose for them. Never Discord's `<t:…>`: it moves with the reader."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TypeAlias

from bot.answers.dates import say_day, say_range
from bot.model import DateRange

SayDay: TypeAlias = Callable[[date], str]

UNDATED = "undated"
_MONTHS = {
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
}
_FORMS = {"de": "{day}. {month} {year}", "es": "{day} de {month} de {year}", "pt": "{day} de {month} de {year}"}
_FIRST_DAY = {"fr": "1er", "it": "1º", "pt": "1º"}  # the first of a month has a form of its own


def day_in(language: str) -> SayDay:
    """How a day is said in `language` ("de"); English for one that is not known."""
    if language not in _MONTHS:
        return say_day
    months = _MONTHS[language].split()
    form = _FORMS.get(language, "{day} {month} {year}")
    first = _FIRST_DAY.get(language, "1")

    def say(day: date) -> str:
        number = first if day.day == 1 else str(day.day)
        return form.format(day=number, month=months[day.month - 1], year=day.year)

    return say


def dated(day: date | None, say: SayDay = say_day) -> str:
    """The day in words, or "undated"."""
    return UNDATED if day is None else say(day)


def range_in_words(dates: DateRange, say: SayDay = say_day) -> str:
    """The range in words: "1 to 31 October 2020" in English, its two days with a dash in other languages."""
    if say is say_day or dates.first is None or dates.last is None:
        return say_range(dates)
    return say(dates.first) if dates.first == dates.last else f"{say(dates.first)} – {say(dates.last)}"
