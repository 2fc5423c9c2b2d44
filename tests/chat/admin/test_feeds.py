"""/feeds: from an address to a quotable article, over a real web server, as an admin and a member see it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.feeds.reading_process import read_feed
from bot.store.feeds import INTERVAL
from bot.web.fetching import Page
from tests.chat.admin.house import House, eventually
from tests.chat.world import seen
from tests.feeds.samples import FERRY, MARKET, Item, rss
from tests.store.conftest import Clock
from tests.web.server import LocalServer, local_server

XML = "application/rss+xml"
BRIDGE = Item("7", "A bridge", "<p>The Halden bridge opens on Saturday with a brass band.</p>", "2025-06-14T08:00:00Z")


@pytest.fixture
async def web() -> AsyncIterator[LocalServer]:
    await asyncio.to_thread(read_feed, Page("http://a.example", rss([FERRY]).encode()))  # the process has started
    async with local_server() as running:
        yield running


@pytest.fixture
def private_hosts(web: LocalServer) -> frozenset[str]:
    return frozenset({web.host})


async def articles(house: House, number: int) -> None:
    async def enough() -> bool:
        return house.services.library.status(house.herald.id).span.articles == number

    await eventually(enough)


async def test_a_feed_is_added_and_its_articles_are_quoted_with_its_date(house: House, web: LocalServer) -> None:
    herald = house.herald
    url = web.serve("/feed", rss([BRIDGE, FERRY]), XML)
    card = seen(await herald.admin.slash(herald.channel, "feeds add", address=url))
    assert card.private
    assert "Added The Island Herald" in card.text
    assert "2 articles, from 3 June 2025 to 14 June 2025, for this server alone." in card.text
    await articles(house, 6)
    answer = await house.ask(herald, herald.member, "When does the Halden bridge open?")
    assert "The Halden bridge opens on Saturday with a brass band." in answer.text
    assert "14 June 2025" in answer.text
    other = await house.ask(house.gazette, house.gazette.member, "When does the Halden bridge open?")
    assert "brass band" not in other.text
    entries = await house.services.state.audit.entries(herald.id)
    assert {(entry.action, entry.who, entry.detail) for entry in entries} >= {("feed added", herald.admin.id, url)}


async def test_what_appears_later_comes_by_itself_and_the_list_tells_what_failed(
    house: House, web: LocalServer, clock: Clock
) -> None:
    herald = house.herald
    url = web.serve("/feed", rss([FERRY]), XML)
    await herald.admin.slash(herald.channel, "feeds add", address=url)
    await articles(house, 5)
    web.serve("/feed", rss([FERRY, MARKET]), XML)
    clock.seconds += INTERVAL
    house.feeds.wake()
    await articles(house, 6)
    web.serve("/feed", "", status=503)
    clock.seconds += INTERVAL
    house.feeds.wake()

    async def failed() -> bool:
        return bool((await house.services.state.feeds.of(herald.id))[0].error)

    await eventually(failed)
    listed = seen(await herald.admin.slash(herald.channel, "feeds list"))
    assert listed.texts[0].text.startswith("Feeds")
    assert "The Island Herald" in listed.text
    assert "The server answered 503 Service Unavailable. Tried again at" in listed.text
    assert "every 30 minutes" in listed.text


async def test_a_feed_is_removed_by_its_own_servers_admins_and_its_articles_stay(
    house: House, web: LocalServer
) -> None:
    herald, gazette = house.herald, house.gazette
    url = web.serve("/feed", rss([FERRY]), XML)
    await herald.admin.slash(herald.channel, "feeds add", address=url)
    await articles(house, 5)
    assert "on the list already" in seen(await herald.admin.slash(herald.channel, "feeds add", address=url)).text
    (feed,) = await house.services.state.feeds.of(herald.id)
    assert await gazette.admin.autocomplete(gazette.channel, "feeds remove", "feed", "") == []
    refused = seen(await gazette.admin.slash(gazette.channel, "feeds remove", feed=str(feed.id)))
    assert "no such feed among those you may change" in refused.text
    assert "No feeds" in seen(await gazette.admin.slash(gazette.channel, "feeds list")).text
    (choice,) = await herald.admin.autocomplete(herald.channel, "feeds remove", "feed", "island")
    card = seen(await herald.admin.slash(herald.channel, "feeds remove", feed=choice["value"]))
    assert "Removed The Island Herald" in card.text
    assert await house.services.state.feeds.of(herald.id) == []
    await articles(house, 5)


async def test_a_shared_feed_is_for_owners_only(house: House, web: LocalServer) -> None:
    herald = house.herald
    url = web.serve("/feed", rss([BRIDGE]), XML)
    refused = seen(await herald.admin.slash(herald.channel, "feeds add", address=url, shared=True))
    assert refused.text == "The shared part of the archive is changed by the bot's owners only."
    assert not web.requests
    card = seen(await house.owner.slash(herald.channel, "feeds add", address=url, shared=True))
    assert "for every server" in card.text
    await articles(house, 5)
    answer = await house.ask(house.gazette, house.gazette.member, "When does the Halden bridge open?")
    assert "brass band" in answer.text


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("herald.example/feed", "That is not a web address: write it like https://example.com/feed.xml."),
        ("http://127.0.0.1:1/feed", "127.0.0.1 is not on the public internet, so it is not read."),
        ("http://nowhere.invalid/", "There is no server of that name."),
    ],
)
async def test_an_address_that_cannot_be_read_is_told_in_a_sentence(house: House, address: str, sentence: str) -> None:
    herald = house.herald
    card = seen(await herald.admin.slash(herald.channel, "feeds add", address=address))
    assert (card.text, card.private) == (sentence, True)


async def test_members_cannot_touch_feeds(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("simcord.actors._check_command_access", lambda *_: None)
    herald = house.herald
    for command, options in (("add", {"address": "https://a.example/"}), ("list", {}), ("remove", {"feed": "1"})):
        card = seen(await herald.member.slash(herald.channel, f"feeds {command}", **options))
        assert card.text == "This is for members who may manage this server."
    assert await herald.member.autocomplete(herald.channel, "feeds remove", "feed", "") == []
