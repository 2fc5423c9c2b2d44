from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.feeds.parsing import NoFeedError, feed_links, parse_feed
from tests.feeds.samples import FERRY, MARKET, Item, atom, json_feed, rss

URL = "https://herald.example/feed"
TEXT = "A new ferry joins the two islands.\nThe crossing takes forty minutes."


@pytest.mark.parametrize("feed", [rss, atom, json_feed])
def test_each_format_gives_title_text_and_the_day_in_the_feeds_own_time_zone(feed: type) -> None:
    parsed = parse_feed(feed([FERRY, MARKET]).encode(), URL)
    assert parsed.title == "The Island Herald"
    ferry = parsed.entries[0]
    assert (ferry.title, ferry.text, ferry.date, ferry.summary) == ("A new ferry", TEXT, date(2025, 6, 3), False)
    assert len(parsed.entries) == 2


def test_ids_of_two_feeds_that_count_from_one_differ() -> None:
    one, other = (parse_feed(rss([FERRY]).encode(), f"https://{host}.example/feed").entries[0] for host in "ab")
    assert one.id == "https://a.example/feed#1"
    assert one.id != other.id


def test_relative_links_are_made_absolute_and_others_dropped() -> None:
    assert parse_feed(atom([FERRY]).encode(), URL).entries[0].url == "https://herald.example/articles/1"
    script = Item("1", "A ferry", "<p>Text</p>", link="javascript:alert(1)")
    assert parse_feed(rss([script]).encode(), URL).entries[0].url == ""


def test_what_has_neither_content_nor_date_says_so() -> None:
    entry = parse_feed(
        rss([Item("1", "A ferry", "Only a summary.", published="soon", full=False)]).encode(), URL
    ).entries[0]
    assert (entry.summary, entry.date) == (True, None)


@pytest.mark.parametrize(
    "content", [b"", b"<html><body>Hello</body></html>", b"{}", b'{"version": 1}', b"[1]", b"\x00\xff", b"{" * 10_000]
)
def test_what_is_no_feed_is_reported(content: bytes) -> None:
    with pytest.raises(NoFeedError):
        parse_feed(content, URL)


def test_entities_that_would_grow_without_end_do_not() -> None:
    bomb = "<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'>" + "".join(
        f"<!ENTITY {chr(98 + n)} '{('&' + chr(97 + n) + ';') * 10}'>" for n in range(9)
    )
    parsed = parse_feed((bomb + "]>" + rss([Item("1", "&j;", "&j;")])).encode(), URL)
    assert all(len(entry.text) < 100_000 for entry in parsed.entries)


def test_a_page_names_its_feeds() -> None:
    html = (
        b"<head><link rel='stylesheet' href='x.css'><link rel=alternate type='application/rss+xml' href='/rss'></head>"
    )
    assert feed_links(html, "https://herald.example/news/") == ["https://herald.example/rss"]


@given(st.binary(max_size=300))
def test_no_bytes_break_it(content: bytes) -> None:
    try:
        parsed = parse_feed(content, URL)
    except NoFeedError:
        return
    assert all(entry.id and (entry.text or entry.url) for entry in parsed.entries)
