"""The lines above a quote, and in lists."""

from __future__ import annotations

from datetime import date

from bot.chat.text.caption import caption
from bot.language.interface import speaking
from bot.model import Article, DateKind


def test_a_date_that_is_the_last_edits_says_so() -> None:
    page = Article("1", "The bridge", "", "", date(2020, 5, 3), "The Wiki", date_kind=DateKind.EDITED)
    assert caption(page) == "**last edited 3 May 2020** · The Wiki\nThe bridge"
    with speaking("de"):
        assert "**zuletzt bearbeitet am 3. Mai 2020**" in caption(page)


def test_the_printed_page_and_the_author_follow_the_date() -> None:
    page = Article("1", "The bridge", "", "", date(1931, 5, 3), "The Courier", author="Ann Bo")
    assert caption(page, page=4) == "**3 May 1931** · page 4 · The Courier · by Ann Bo\nThe bridge"


def test_each_character_of_a_printed_article_knows_its_page() -> None:
    paper = Article("1", "Issue 12", "abcdef", "", pages=((0, 3), (2, 4), (5, 6)))
    assert [paper.page_at(offset) for offset in range(6)] == [3, 3, 4, 4, 4, 6]
    assert Article("1", "t", "abc", "", pages=((1, 1),)).page_at(0) is None


def test_a_title_that_was_made_from_the_text_is_none_of_its_own() -> None:
    text = "The bridge is open.\nIt took\nnine years to build, said the mayor."
    assert Article("1", "Open at last", text, "").has_own_title
    for made in ("The bridge is open.", "The bridge…", "It took nine years to build, said…", ""):
        assert not Article("1", made, text, "").has_own_title, made


def test_an_article_without_a_title_says_so() -> None:
    assert caption(Article("1", "", "", "", date(1931, 5, 3))).splitlines() == ["**3 May 1931**", "untitled"]
