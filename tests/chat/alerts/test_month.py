"""Days of feeds and watches, the clock moved by hand: every message that was sent is one that was due."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.store.alerts.watches import MOST_OF_A_MEMBER
from tests.chat.admin.house import House
from tests.chat.alerts.conftest import watches_of
from tests.chat.world import Seen
from tests.feeds.samples import Item, rss
from tests.store.conftest import Clock
from tests.web.server import LocalServer, local_server

# The whole month, which takes minutes: DAYS=30 FEEDS=20 WATCHES=200 python -m pytest tests/chat/alerts/test_month.py
DAYS, FEEDS, WATCHES = (int(os.environ.get(name, few)) for name, few in (("DAYS", 3), ("FEEDS", 3), ("WATCHES", 6)))
EVERY = 3  # days between two articles of a feed
NAMES = (
    "Arlo Brena Corvo Delfa Estro Farno Galdi Horva Ilkat Jorvi"
    " Kelso Lorna Mirza Norvo Oskal Prent Quill Rasko Selva Torvi"
)


@pytest.fixture
async def web() -> AsyncIterator[LocalServer]:
    async with local_server() as running:
        yield running


@pytest.fixture
def private_hosts(web: LocalServer) -> frozenset[str]:
    return frozenset({web.host})


async def questions_told(house: House) -> Counter[str]:
    """How many messages the bot has sent for each watched question, and that each quotes its topic."""
    told: Counter[str] = Counter()
    for entry in house.env.http_requests:
        if entry.method == "POST" and entry.path.endswith("/messages") and "New on" in str(entry.json):
            seen = Seen((entry.json or {})["components"])
            name = next(name for name in NAMES.split() if f"{name} lighthouse" in seen.text)
            assert seen.quotes
            assert all(name in quote.text for quote in seen.quotes), seen.text
            told[name] += 1
    return told


@pytest.mark.timeout(1200)
async def test_every_message_of_a_month_is_accounted_for(watching: House, web: LocalServer, clock: Clock) -> None:
    house, herald, state = watching, watching.herald, watching.services.state
    names = NAMES.split()[:FEEDS]
    items: dict[str, list[Item]] = {name: [] for name in names}
    for name in names:
        await state.feeds.add(herald.id, web.serve(f"/{name}", rss([]), "application/rss+xml"), name, full_text=False)
    each = min(MOST_OF_A_MEMBER, FEEDS)
    members: list[Any] = [
        herald.guild.add_member(house.env.create_user(f"reader{number}")) for number in range(-(-WATCHES // each))
    ]
    watchers: Counter[str] = Counter()
    for number in range(WATCHES):
        name = names[number % FEEDS]
        member = members[number // each]
        watchers[name] += 1
        await state.watches.add(herald.id, member.id, f"What happened to the {name} lighthouse?")

    due: Counter[str] = Counter()
    for day in range(DAYS):
        for place, name in enumerate(names):
            if (day + place) % EVERY == 0:
                text = f"<p>The {name} lighthouse was lit again on evening {day} by its keeper.</p>"
                items[name].append(Item(f"{name}-{day}", f"Evening {day}", text, "2025-06-14T08:00:00Z"))
                web.serve(f"/{name}", rss(items[name]), "application/rss+xml")
                due[name] += watchers[name]
        await house.feeds.poll()
        while (run := house.services.library.running) is not None:
            await run.wait()
        await watches_of(house).match_new_articles()
        while await watches_of(house).send_due():
            pass
        clock.seconds += 24 * 3600
    assert house.services.library.status(herald.id).span.articles == 4 + sum(map(len, items.values()))
    assert await questions_told(house) == due
