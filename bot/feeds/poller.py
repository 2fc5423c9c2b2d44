"""Polls the feeds that are due, for as long as the bot runs. Several processes may: each feed is claimed by one."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from bot.feeds.reader import FeedReader
from bot.store.feeds import Feed, Feeds
from bot.supervision import Supervisor

TICK = 20.0  # seconds between two looks for feeds that are due
AT_ONCE = 4  # feeds read at the same time


class FeedPoller:
    """Runs `FeedReader.read` for every feed that is due, and calls `changed` with the number of new articles."""

    def __init__(
        self, feeds: Feeds, reader: FeedReader, changed: Callable[[int], Awaitable[object]], supervisor: Supervisor
    ) -> None:
        self._feeds = feeds
        self._reader = reader
        self._changed = changed
        self._supervisor = supervisor
        self._slots = asyncio.Semaphore(AT_ONCE)

    def wake(self) -> None:
        """Polls now, beside the regular look: a feed was added."""
        self._supervisor.run("polling feeds at once", self._poll_once())

    async def run(self) -> None:
        """Polls until it is cancelled; the supervisor starts it again after an error, and /ready names it meanwhile."""
        while True:
            await self.poll()
            await asyncio.sleep(TICK)

    async def _poll_once(self) -> None:
        await self.poll()

    async def poll(self) -> int:
        """Reads every feed that is due; returns how many articles are new or changed."""
        total = 0
        while due := await self._feeds.claim_due(2 * AT_ONCE):
            changed = sum(await asyncio.gather(*map(self._read, due)))
            total += changed
            if changed:
                await self._changed(changed)
        return total

    async def _read(self, feed: Feed) -> int:
        async with self._slots:
            return await self._reader.read(feed)
