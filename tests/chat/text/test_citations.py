"""Citations that can be pasted as they are."""

from __future__ import annotations

from datetime import date

from bot.chat.text.citations import citations
from bot.model import Article, DateKind

JACK = Article(
    id="1",
    title="Chrissy Teigen returns",
    text="",
    path="",
    date=date(2020, 10, 28),
    source="The Herald",
    url="https://news.example/jack",
)


def test_the_three_styles() -> None:
    assert dict(citations(JACK)) == {
        "Plain": "“Chrissy Teigen returns”, The Herald, 28 October 2020. https://news.example/jack",
        "APA": "Chrissy Teigen returns. (2020, October 28). The Herald. https://news.example/jack",
        "MLA": "“Chrissy Teigen returns.” The Herald, 28 Oct. 2020, https://news.example/jack.",
    }


def test_what_an_article_does_not_have_leaves_no_trace() -> None:
    bare = Article(id="1", title="Who was\nfirst?", text="", path="")
    assert dict(citations(bare)) == {
        "Plain": "“Who was first?”, undated.",
        "APA": "Who was first? (n.d.).",
        "MLA": "“Who was first?” n.d.",
    }


def test_an_author_stands_where_each_style_puts_one_and_an_edit_is_called_one() -> None:
    wiki = Article("1", "The bridge", "", "", date(2020, 5, 3), "The Wiki", author="Ann Bo", date_kind=DateKind.EDITED)
    assert dict(citations(wiki)) == {
        "Plain": "Ann Bo, “The bridge”, The Wiki, last edited 3 May 2020.",
        "APA": "Ann Bo. (2020, May 3). The bridge. The Wiki.",
        "MLA": "Ann Bo. “The bridge.” The Wiki, 3 May 2020.",
    }


def test_an_article_without_a_title_is_cited_by_its_whole_first_sentence() -> None:
    sentence = "The James Webb Space Telescope, the largest ever sent into space, was on its way on Saturday night."
    made = dict(citations(Article("w", sentence[:70] + "…", sentence + " It went well.", "w.txt", date(2021, 12, 26))))
    assert all(sentence.rstrip(".") in each for each in made.values())
    assert not any("…" in each for each in made.values())
