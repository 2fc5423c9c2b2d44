"""Days of feeds, watches and posts, the clock moved by hand: every message that was sent is one that was due."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.chat.admin.posts.delivery import PostDelivery
from bot.store.alerts.posts import PostKind, PostPlan
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
REMEMBERED = 2  # days between two days on which something was printed in another year
DAY = 24 * 3600
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


def texts_sent(house: House, channel: Any = None) -> list[str]:
    """What the bot's messages said, in the order they were sent: those in a channel, or all."""
    path = "/messages" if channel is None else f"/channels/{channel.id}/messages"
    return [
        Seen((entry.json or {})["components"]).text
        for entry in house.env.http_requests
        if entry.method == "POST" and entry.path.endswith(path)
    ]


def questions_told(house: House) -> Counter[str]:
    """How many messages the bot has sent for each watched question, and that each quotes its topic."""
    told: Counter[str] = Counter()
    for text in texts_sent(house):
        if "New on" in text:
            name = next(name for name in NAMES.split() if f"{name} lighthouse" in text)
            assert all(name in line for line in text.splitlines() if line.startswith("The ")), text
            told[name] += 1
    return told


@pytest.fixture
def own_files(clock: Clock) -> dict[str, str]:
    """What was printed in another year on days of this month."""
    days = {day: datetime.fromtimestamp(clock.seconds + day * DAY, UTC) for day in range(0, DAYS, REMEMBERED)}
    return {f"{n}.txt": f" date 2020-{day:%m-%d} Storm {n} broke the pier of Halden." for n, day in days.items()}


class Month:
    """What comes in, and what of it is due to be sent."""

    def __init__(self, house: House, web: LocalServer) -> None:
        self._web, self._house = web, house
        self.names = NAMES.split()[:FEEDS]
        self.items: dict[str, list[Item]] = {name: [] for name in self.names}
        self.watchers: Counter[str] = Counter()
        self.told: Counter[str] = Counter()
        self.lists: list[int] = []
        self.digests: list[int] = []
        self.remembered = 0
        self._new = self._waiting = 0

    async def prepare(self) -> None:
        """Feeds without an article, watches, three kinds of posts."""
        herald, state = self._house.herald, self._house.services.state
        for name in self.names:
            url = self._web.serve(f"/{name}", rss([]), "application/rss+xml")
            await state.feeds.add(herald.id, url, name, full_text=False)
        each = min(MOST_OF_A_MEMBER, FEEDS)
        members: list[Any] = [
            herald.guild.add_member(self._house.env.create_user(f"reader{number}"))
            for number in range(-(-WATCHES // each))
        ]
        for number in range(WATCHES):
            name, member = self.names[number % FEEDS], members[number // each]
            self.watchers[name] += 1
            await state.watches.add(herald.id, member.id, f"What happened to the {name} lighthouse?")
        self.channels = [herald.guild.create_text_channel(name) for name in ("new", "weekly", "today")]
        new, weekly, today = (channel.id for channel in self.channels)
        await state.posts.set(PostPlan(herald.id, PostKind.ARTICLES, new, hourly=True))
        await state.posts.set(PostPlan(herald.id, PostKind.DIGEST, weekly, weekday=0, hour=12))
        await state.posts.set(PostPlan(herald.id, PostKind.ON_THIS_DAY, today, hour=6))
        await posts_of(self._house).note_new_articles()  # what was there before is no news
        for work in ("polling feeds", "watches", "posting"):  # the test takes their steps itself
            await self._house.services.library.supervisor.stop(work)

    def bring(self, day: int, now: float) -> None:
        """The articles of a day appear in their feeds."""
        came = 0
        for place, name in enumerate(self.names):
            if (day + place) % EVERY == 0:
                text = f"<p>The {name} lighthouse was lit again on evening {day} by its keeper.</p>"
                self.items[name].append(Item(f"{name}-{day}", f"Evening {day}", text, "2025-06-14T08:00:00Z"))
                self._web.serve(f"/{name}", rss(self.items[name]), "application/rss+xml")
                self.told[name] += self.watchers[name]
                came += 1
        self._new, self._waiting = self._new + came, self._waiting + came
        if day and self._waiting:  # the first day's wait for the next full hour
            self.lists.append(self._waiting)
            self._waiting = 0
        if day and _passed(now, weekday=0, hour=12):
            self.digests += [self._new] if self._new else []
            self._new = 0
        self.remembered += day > 0 and day % REMEMBERED == 0


def _passed(now: float, weekday: int, hour: int) -> bool:
    """Whether that hour of the week was within the day before `now`."""
    hours = (datetime.fromtimestamp(now, UTC) - timedelta(hours=back) for back in range(24))
    return any(at.weekday() == weekday and at.hour == hour for at in hours)


def _listed(text: str) -> int:
    """How many articles a list has, those included that it only counts."""
    more = re.search(r"(\d+) more: see", text)
    return text.count("Evening") + (int(more[1]) if more else 0)


def posts_of(house: House) -> PostDelivery:
    return next(cog for cog in house.bot.cogs.values() if isinstance(cog, PostDelivery))


@pytest.mark.timeout(1200)
async def test_every_message_of_a_month_is_accounted_for(watching: House, web: LocalServer, clock: Clock) -> None:
    house, month = watching, Month(watching, web)
    await month.prepare()
    for day in range(DAYS):
        month.bring(day, clock.seconds)
        await house.feeds.poll()
        while (run := house.services.library.running) is not None:
            await run.wait()
        await watches_of(house).match_new_articles()
        while await watches_of(house).send_due():
            pass
        await posts_of(house).note_new_articles()
        await posts_of(house).post_due()
        clock.seconds += DAY
    articles = sum(map(len, month.items.values()))
    assert house.services.library.status(house.herald.id).span.articles == 4 + -(-DAYS // REMEMBERED) + articles
    assert questions_told(house) == month.told
    new, weekly, today = (texts_sent(house, channel) for channel in month.channels)
    assert [_listed(text) for text in new] == month.lists
    assert [int(text.split("new article")[0].split()[-1]) for text in weekly] == month.digests
    assert len(today) == month.remembered
    assert all("Storm" in text for text in today)
    assert len(texts_sent(house)) == sum(month.told.values()) + len(new) + len(weekly) + len(today)
