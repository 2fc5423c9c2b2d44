"""Dates in words, in the languages a server can choose."""

from __future__ import annotations

from datetime import date

import pytest

from bot.language.dates_in_words import dated, say_day, say_range
from bot.language.interface import LANGUAGES, speaking
from bot.model import DateRange

FIRST, OTHER = date(2020, 3, 1), date(2020, 10, 28)


@pytest.mark.parametrize(
    ("language", "first", "other"),
    [
        ("en", "1 March 2020", "28 October 2020"),
        ("de", "1. März 2020", "28. Oktober 2020"),
        ("es", "1 de marzo de 2020", "28 de octubre de 2020"),
        ("fr", "1er mars 2020", "28 octobre 2020"),
        ("it", "1º marzo 2020", "28 ottobre 2020"),
        ("nl", "1 maart 2020", "28 oktober 2020"),
        ("pt", "1º de março de 2020", "28 de outubro de 2020"),
    ],
)
def test_a_day_is_said_in_the_servers_language(language: str, first: str, other: str) -> None:
    assert language in LANGUAGES
    with speaking(language):
        assert (say_day(FIRST), say_day(OTHER)) == (first, other)


def test_an_article_without_a_date_says_so() -> None:
    assert dated(None) == "undated"


def test_a_range_is_said_in_words() -> None:
    assert say_range(DateRange(date(2020, 10, 1), date(2020, 10, 31))) == "1 to 31 October 2020"
    assert say_range(DateRange(date(2020, 12, 1), date(2021, 2, 28))) == "1 December 2020 to 28 February 2021"
    assert say_range(DateRange(date(2021, 3, 1), date(2021, 6, 30))) == "1 March to 30 June 2021"
    assert say_range(DateRange()) == "any date"
    with speaking("de"):
        assert say_range(DateRange(FIRST, OTHER)) == "1. März 2020 – 28. Oktober 2020"
        assert say_range(DateRange(FIRST, None)) == "seit 1. März 2020"
    with speaking("nl"):
        assert say_range(DateRange(OTHER, OTHER)) == "28 oktober 2020"
