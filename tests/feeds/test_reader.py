"""One feed read from a real server into a real folder, and asked for again only as far as it changed."""

from __future__ import annotations

import subprocess
import sys
import time
from typing import Any

import pytest

from bot.curation.corpus_folder import CorpusFolder
from bot.feeds import reader as reading
from bot.feeds.reader import FeedReader
from bot.feeds.reading_process import read_feed
from bot.store.feeds import INTERVAL, LEASE, MAX_PAUSE, Feed
from bot.store.state import State
from bot.web.fetching import Page
from bot.web.guards import WebError
from tests.feeds.samples import FERRY, MARKET, Item, rss
from tests.store.conftest import GAZETTE, HERALD, Clock
from tests.web.server import LocalServer

XML = "application/rss+xml"


async def add(state: State, url: str, **given: Any) -> Feed:
    feed = await state.feeds.add(given.pop("server", HERALD), url, "Feed", **{"full_text": False, **given})
    assert feed is not None
    return feed


async def poll(state: State, reader: FeedReader) -> int:
    """Reads what is due; returns how many articles were new or changed."""
    return sum([await reader.read(feed) for feed in await state.feeds.claim_due(10)])


def texts(corpus: CorpusFolder, scope: int = HERALD) -> dict[str, str]:
    return {article.title: article.text for article in corpus.articles(scope)}


async def test_entries_become_articles_of_the_server_with_the_feeds_date_and_source(
    state: State, reader: FeedReader, corpus: CorpusFolder, server: LocalServer
) -> None:
    feed = await add(state, server.serve("/feed", rss([FERRY, MARKET]), XML))
    assert await poll(state, reader) == 2
    ferry, market = corpus.articles(HERALD)
    assert (ferry.title, str(ferry.date), ferry.source) == ("A new ferry", "2025-06-03", "The Island Herald")
    assert market.id == f"{feed.url}#2"
    assert not list(corpus.articles(GAZETTE))
    assert (await state.feeds.of(HERALD))[0].title == "The Island Herald"


async def test_an_unchanged_feed_is_not_sent_again_and_only_changes_are_written(
    state: State, reader: FeedReader, corpus: CorpusFolder, server: LocalServer, clock: Clock
) -> None:
    await add(state, server.serve("/feed", rss([FERRY]), XML))
    assert await poll(state, reader) == 1
    assert await poll(state, reader) == 0, "it is not due"
    clock.seconds += INTERVAL
    before = {file.path: file.mtime_ns for file in corpus.files(HERALD)}
    assert await poll(state, reader) == 0
    assert server.requests[-1].headers["If-None-Match"]
    assert {file.path: file.mtime_ns for file in corpus.files(HERALD)} == before
    server.serve("/feed", rss([MARKET, Item("1", FERRY.title, "<p>The ferry is late.</p>")]), XML)
    clock.seconds += INTERVAL
    assert await poll(state, reader) == 2
    assert texts(corpus)["A new ferry"] == "The ferry is late."


async def test_articles_stay_when_the_feed_forgets_them_or_is_removed(
    state: State, reader: FeedReader, corpus: CorpusFolder, server: LocalServer, clock: Clock
) -> None:
    feed = await add(state, server.serve("/feed", rss([FERRY]), XML))
    await poll(state, reader)
    server.serve("/feed", rss([MARKET]), XML)
    clock.seconds += INTERVAL
    await poll(state, reader)
    assert await state.feeds.remove(GAZETTE, feed.id) is None, "another server's"
    assert await state.feeds.remove(HERALD, feed.id) is not None
    assert set(texts(corpus)) == {"A new ferry", "The fish market"}


async def test_a_failing_feed_is_left_alone_for_twice_as_long_each_time_and_recovers(
    state: State, reader: FeedReader, server: LocalServer, clock: Clock
) -> None:
    await add(state, server.serve("/feed", "", status=500))
    pauses = []
    for _ in range(9):
        assert await poll(state, reader) == 0
        (feed,) = await state.feeds.of(HERALD)
        pauses.append(feed.pause)
        clock.seconds += feed.pause
    assert pauses[:3] == [2 * INTERVAL, 4 * INTERVAL, 8 * INTERVAL]
    assert pauses[-1] == MAX_PAUSE
    assert "answered 500" in feed.error
    server.serve("/feed", rss([FERRY]), XML)
    assert await poll(state, reader) == 1
    (feed,) = await state.feeds.of(HERALD)
    assert (feed.pause, feed.error) == (INTERVAL, "")


async def test_a_server_that_asks_for_a_pause_gets_it(state: State, reader: FeedReader, server: LocalServer) -> None:
    await add(state, server.serve("/feed", "", status=429, headers={"Retry-After": "7200"}))
    await poll(state, reader)
    assert (await state.feeds.of(HERALD))[0].pause == 7200


async def test_two_processes_never_read_one_feed_at_once(state: State, server: LocalServer, clock: Clock) -> None:
    await add(state, server.serve("/feed", rss([FERRY]), XML))
    assert len(await state.feeds.claim_due(10)) == 1
    assert await state.feeds.claim_due(10) == []
    clock.seconds += LEASE
    assert len(await state.feeds.claim_due(10)) == 1, "the process that had it is gone"


@pytest.mark.parametrize("bad", ["<html>no feed</html>", "<rss><channel><item>", ""])
async def test_what_is_no_feed_any_more_is_an_error_with_a_sentence(
    state: State, reader: FeedReader, server: LocalServer, bad: str
) -> None:
    await add(state, server.serve("/feed", bad))
    assert await poll(state, reader) == 0
    (feed,) = await state.feeds.of(HERALD)
    assert bad.startswith("<rss") or "no feed at that address" in feed.error


async def test_full_text_is_read_from_the_page_where_the_feed_has_a_summary(
    state: State,
    reader: FeedReader,
    corpus: CorpusFolder,
    server: LocalServer,
    monkeypatch: pytest.MonkeyPatch,
    clock: Clock,
) -> None:
    monkeypatch.setattr(reading, "PAGE_PAUSE", 0.0)
    monkeypatch.setattr(reading, "MAX_PAGES", 2)
    body = "".join(f"<p>The whole story of the ferry, part {part}, is printed here.</p>" for part in range(20))
    links = [server.serve(f"/{n}", f"<html><body><article>{body}</article></body></html>") for n in range(3)]
    items = [Item(str(n), f"Ferry {n}", "A summary.", link=link, full=False) for n, link in enumerate(links)]
    await add(state, server.serve("/feed", rss(items), XML), full_text=True)
    assert await poll(state, reader) == 2
    assert "part 19, is printed here" in texts(corpus)["Ferry 0"]
    clock.seconds += INTERVAL
    assert await poll(state, reader) == 1, "the pages over the limit follow at the next poll"
    assert len(texts(corpus)) == 3


async def test_a_site_is_added_by_its_front_page(reader: FeedReader, server: LocalServer) -> None:
    feed = server.serve("/feed", rss([FERRY]), XML)
    page = server.serve("/", "<head><link rel='alternate' type='application/rss+xml' href='/feed'></head>")
    url, parsed = await reader.look(page)
    assert (url, parsed.title) == (feed, "The Island Herald")
    with pytest.raises(WebError, match="no feed at that address"):
        await reader.look(server.serve("/plain", "<p>Nothing here</p>"))


async def test_a_record_that_somebody_edited_or_broke_by_hand_is_left(
    state: State, reader: FeedReader, corpus: CorpusFolder, server: LocalServer, clock: Clock
) -> None:
    await add(state, server.serve("/feed", rss([FERRY]), XML))
    await poll(state, reader)
    (file,) = corpus.files(HERALD)
    file.real.write_bytes(file.real.read_bytes() + b"not JSON\n")
    server.serve("/feed", rss([Item("3", "Third\u2028", "<p>A third\u2028 article.</p>", FERRY.published)]), XML)
    clock.seconds += INTERVAL
    await poll(state, reader)
    assert b"not JSON\n" in file.real.read_bytes()
    assert len(texts(corpus)) == 2


def test_a_hostile_feed_costs_the_bot_nothing_and_is_told_and_the_next_one_is_read(server: LocalServer) -> None:
    """In the bot's own process, one of 20 kB held Python's lock for 4 s; twice as much, eight times as long."""
    hostile = Page(server.host, rss([Item("1", "A", "<a " * 300_000)]).encode(), XML)
    page = Page(server.host, rss([FERRY]).encode(), XML)
    assert read_feed(page).entries[0].title == "A new ferry"
    began = time.process_time()
    with pytest.raises(WebError, match="too much time or memory"):
        read_feed(hostile, seconds=0.3)
    assert time.process_time() - began < 0.2
    assert read_feed(page).entries[0].title == "A new ferry"


def test_a_limit_that_the_operator_has_set_lower_stays() -> None:
    lower = 400_000_000
    code = f"""
import resource
resource.setrlimit(resource.RLIMIT_AS, ({lower}, {lower}))
from bot.feeds.child import main
main()
import sys
print(resource.getrlimit(resource.RLIMIT_AS)[0], file=sys.stderr)
"""
    ended = subprocess.run([sys.executable, "-c", code], input=b"", capture_output=True, check=True)
    assert ended.stderr.split() == [b"400000000"]
