"""Polls the feeds that are due, for as long as the bot runs. Several processes may: each feed is claimed by one."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

from bot.errors import ClippingsError
from bot.feeds.reader import FeedReader
from bot.store.feeds import Feed, Feeds

log = logging.getLogger(__name__)

TICK = 20.0  # seconds between two looks for feeds that are due
AT_ONCE = 4  # feeds read at the same time


class FeedPoller:
    """Runs `FeedReader.read` for every feed that is due, and calls `changed` with the number of new articles."""

    def __init__(self, feeds: Feeds, reader: FeedReader, changed: Callable[[int], Awaitable[object]]) -> None:
        self._feeds = feeds
        self._reader = reader
        self._changed = changed
        self._extra: set[asyncio.Task[None]] = set()
        self._slots = asyncio.Semaphore(AT_ONCE)

    def wake(self) -> None:
        """Polls now, beside the regular look: a feed was added."""
        task = asyncio.create_task(self._poll_safely(), name="feeds now")
        self._extra.add(task)
        task.add_done_callback(self._extra.discard)

    async def run(self) -> None:
        """Polls until it is cancelled; the supervisor starts it again after an error, and /ready names it meanwhile."""
        try:
            while True:
                await self.poll()
                await asyncio.sleep(TICK)
        finally:
            for task in self._extra:
                task.cancel()
            await asyncio.gather(*self._extra, return_exceptions=True)

    async def _poll_safely(self) -> None:
        """Polls; an error is logged, since nobody waits for this."""
        try:
            await self.poll()
        except ClippingsError as error:
            log.error("the feeds could not be polled: %s", error)
        except Exception:
            log.exception("the feeds could not be polled")

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
