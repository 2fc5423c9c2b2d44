"""The lines below a quote."""

from __future__ import annotations

from datetime import date

from bot.chat.text.caption import caption
from bot.language.dates_in_words import day_in, say_day
from bot.model import Article, DateKind


def test_a_date_that_is_the_last_edits_says_so() -> None:
    page = Article("1", "The bridge", "", "", date(2020, 5, 3), "The Wiki", date_kind=DateKind.EDITED)
    assert caption(page, say_day) == "The bridge\n**last edited 3 May 2020** · The Wiki"
    assert "**last edited 3. Mai 2020**" in caption(page, day_in("de"))


def test_the_printed_page_and_the_author_follow_the_date() -> None:
    page = Article("1", "The bridge", "", "", date(1931, 5, 3), "The Courier", author="Ann Bo")
    assert caption(page, say_day, 4) == "The bridge\n**3 May 1931** · page 4 · The Courier · by Ann Bo"


def test_each_character_of_a_printed_article_knows_its_page() -> None:
    paper = Article("1", "Issue 12", "abcdef", "", pages=((0, 3), (2, 4), (5, 6)))
    assert [paper.page_at(offset) for offset in range(6)] == [3, 3, 4, 4, 4, 6]
    assert Article("1", "t", "abc", "", pages=((1, 1),)).page_at(0) is None
