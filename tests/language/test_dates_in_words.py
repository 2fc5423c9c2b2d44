"""Dates in words, in the languages a server can choose."""

from __future__ import annotations

from datetime import date

import pytest

from bot.language.dates_in_words import DATE_LANGUAGES, dated, day_in, range_in_words
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
    assert language in DATE_LANGUAGES
    assert (day_in(language)(FIRST), day_in(language)(OTHER)) == (first, other)


def test_an_article_without_a_date_says_so() -> None:
    assert dated(None) == "undated"


def test_a_range_is_said_in_words() -> None:
    assert range_in_words(DateRange(date(2020, 10, 1), date(2020, 10, 31))) == "1 to 31 October 2020"
    assert range_in_words(DateRange(FIRST, OTHER), day_in("de")) == "1. März 2020 – 28. Oktober 2020"
    assert range_in_words(DateRange(OTHER, OTHER), day_in("nl")) == "28 oktober 2020"
