from __future__ import annotations

from bot.store.feeds import INTERVAL, MAX_PAUSE, Feed
from bot.store.state import State
from tests.store.conftest import ANNA, GAZETTE, HERALD, Clock, Place

URL = "https://example.com/feed"


async def add(state: State, server: int | None = HERALD) -> Feed:
    feed = await state.feeds.add(server, URL, "The Herald", full_text=True)
    assert feed is not None
    return feed


async def test_a_feed_belongs_to_its_server_and_is_there_once(state: State) -> None:
    feed = await add(state)
    assert await state.feeds.add(HERALD, URL, "Again", full_text=False) is None
    shared = await add(state, None)
    assert await state.feeds.of(HERALD) == [feed]
    assert await state.feeds.of(None) == [shared]
    assert await state.feeds.of(GAZETTE) == []
    assert await state.feeds.remove(GAZETTE, feed.id) is None
    assert await state.feeds.remove(HERALD, feed.id) == feed


async def test_a_feed_is_claimed_by_one_process_at_a_time(place: Place, clock: Clock) -> None:
    one, other = await place.open(), await place.open() if place.url else None
    await add(one)
    assert len(await one.feeds.claim_due(10)) == 1
    assert await (other or one).feeds.claim_due(10) == []


async def test_the_pause_doubles_up_to_a_day_and_a_success_ends_it(state: State, clock: Clock) -> None:
    await add(state)
    for _ in range(10):
        (feed,) = await state.feeds.claim_due(1)
        clock.seconds += await state.feeds.failed(feed, "It is away.")
    assert (await state.feeds.of(HERALD))[0].pause == MAX_PAUSE
    (feed,) = await state.feeds.claim_due(1)
    await state.feeds.succeeded(feed, title="New title", etag="e", modified="m")
    (feed,) = await state.feeds.of(HERALD)
    assert (feed.title, feed.etag, feed.modified, feed.pause, feed.error) == ("New title", "e", "m", INTERVAL, "")


async def test_entries_are_kept_with_their_feed_and_go_with_it(state: State) -> None:
    feed = await add(state)
    await state.feeds.keep_entries(feed.id, {"a": "1", "b": "1"})
    await state.feeds.keep_entries(feed.id, {"a": "2"})
    assert await state.feeds.entries(feed.id) == {"a": "2", "b": "1"}
    await state.feeds.remove(HERALD, feed.id)
    assert await state.feeds.entries(feed.id) == {}
    await state.feeds.keep_entries(feed.id, {"a": "3"})
    assert await state.feeds.entries(feed.id) == {}


async def test_a_server_that_is_left_is_forgotten(state: State) -> None:
    await add(state)
    kept = await add(state, GAZETTE)
    await state.servers.change(HERALD, excerpts=5)
    await state.audit.add(HERALD, ANNA, "feed added", URL)
    await state.forget_server(HERALD)
    assert await state.feeds.of(HERALD) == []
    assert await state.feeds.of(GAZETTE) == [kept]
    assert len(await state.audit.entries(HERALD)) == 1
