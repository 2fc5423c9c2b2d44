"""Polls the feeds that are due, for as long as the bot runs. Several processes may: each feed is claimed by one."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

from bot.feeds.reader import FeedReader
from bot.store.feeds import Feed, Feeds

log = logging.getLogger(__name__)

TICK = 20.0  # seconds between two looks for feeds that are due
AT_ONCE = 4  # feeds read at the same time
MAX_TICK = 600.0  # seconds; the pause between two looks doubles up to this while the state database fails


class FeedPoller:
    """Runs `FeedReader.read` for every feed that is due, and tells `changed` how many articles that brought."""

    def __init__(self, feeds: Feeds, reader: FeedReader, changed: Callable[[int], Awaitable[object]]) -> None:
        self._feeds = feeds
        self._reader = reader
        self._changed = changed
        self._wake = asyncio.Event()
        self._slots = asyncio.Semaphore(AT_ONCE)

    def wake(self) -> None:
        """Looks for due feeds now: one was added."""
        self._wake.set()

    async def run(self) -> None:
        """Polls until it is cancelled. An unexpected error is logged, and the next look comes later."""
        pause = TICK
        while True:
            try:
                await self.poll()
                pause = TICK
            except Exception:  # a background task must not end silently
                log.exception("feeds could not be polled; the next try is in %.0f s", pause * 2)
                pause = min(MAX_TICK, pause * 2)
            self._wake.clear()
            try:
                async with asyncio.timeout(pause):
                    await self._wake.wait()
            except TimeoutError:
                continue

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
