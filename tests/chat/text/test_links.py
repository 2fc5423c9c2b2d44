"""A link button leads to the quoted sentence, and never makes Discord refuse the message."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.text.links import URL_LIMIT, link_to

QUOTE = "Our son Jack - born to Chrissy & John, in October - would always be loved by his two siblings, she said."


def test_the_link_leads_to_the_first_and_last_words_of_the_quotation() -> None:
    link = link_to("https://news.example/a?b=c", QUOTE)
    assert link is not None
    page, _, fragment = link.partition("#:~:text=")
    first, _, last = fragment.partition(",")
    assert page == "https://news.example/a?b=c"
    assert unquote(first) == "Our son Jack - born to"
    assert unquote(last) == "by his two siblings, she said."
    assert "-" not in fragment
    assert "&" not in fragment


def test_a_short_quotation_is_named_whole() -> None:
    assert link_to("https://news.example/a", "Jack would be loved.") == (
        "https://news.example/a#:~:text=Jack%20would%20be%20loved."
    )


def test_words_of_two_paragraphs_are_never_taken_as_one_run() -> None:
    link = link_to("https://news.example/a", "A headline\n\nThen the story went on for many more words than that.")
    assert link == "https://news.example/a#:~:text=A%20headline,for%20many%20more%20words%20than%20that."


def test_a_page_with_a_fragment_keeps_it() -> None:
    assert link_to("http://news.example/a#top:~:text=x", "Two words") == (
        "http://news.example/a#top:~:text=Two%20words"
    )


def test_a_long_address_gets_fewer_words_then_none_then_no_link() -> None:
    address = "https://news.example/"
    assert "text=Our%20son," in str(link_to(address + "a" * 452, QUOTE))
    assert link_to(address + "a" * 490, QUOTE) == address + "a" * 490
    assert link_to(address + "a" * 500, QUOTE) is None


@pytest.mark.parametrize(
    "url",
    [
        *(
            "",
            "news.example/a",
            "javascript:alert(1)",
            "ftp://news.example/a",
            "https://",
            "https://user:pw@news.example/",
        ),
        *("http://[::1/", "https://localhost/", "https://exa mple.com/", "https://x.y:99999/", "discord://x.example"),
        "https://-.example/",
    ],
)
def test_an_address_that_a_button_should_not_hold_gives_no_link(url: str) -> None:
    assert link_to(url, QUOTE) is None


def test_addresses_beyond_ascii_are_encoded() -> None:
    assert link_to("https://bücher.example/é à", "x") == "https://xn--bcher-kva.example/%C3%A9%20%C3%A0#:~:text=x"


@given(st.text(max_size=60).map(lambda rest: "https://news.example/" + rest), st.text(max_size=700))
def test_every_link_is_plain_ascii_and_fits(url: str, quotation: str) -> None:
    link = link_to(url, quotation)
    if link is not None:
        assert link.isascii()
        assert link.isprintable()
        assert " " not in link
        assert len(link) <= URL_LIMIT
        assert urlsplit(link).hostname == "news.example"
