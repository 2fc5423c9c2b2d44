"""A process that does not index: it answers from the generation that another one makes, and takes up the next."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import Protocol

from bot.errors import ClippingsError
from bot.library.building.build_runner import Rebuilder
from bot.library.loaded import Live

EVERY = 3.0  # seconds between two looks: one small request, or one folder listed
_log = logging.getLogger(__name__)


class Follows(Protocol):
    """What is told of a new generation, and of an engine that is away: "" once it is back."""

    def take_up(self, live: Live) -> None:
        """`live` answers from now on."""

    def say(self, sentence: str) -> None:
        """A sentence for admins while something is wrong."""


async def first(rebuilder: Rebuilder, every: float) -> Live:
    """The newest generation; waits for the first one to be made."""
    told = False
    while (found := await rebuilder.load_newest()) is None:
        if not told:
            _log.warning("There is no index yet; waiting for the process that makes it.")
            told = True
        await asyncio.sleep(every)
    return found


async def follow(rebuilder: Rebuilder, now: Callable[[], Live], told: Follows, every: float) -> None:
    """Looks every few seconds, for ever; an engine that is away is told of once, and once when it is back."""
    away = False
    while True:
        await asyncio.sleep(every)
        try:
            name = await rebuilder.newest()
            if name is not None and name != now().index.name:
                found = await rebuilder.load_newest()
                if found is not None and found.index.name != now().index.name:
                    told.take_up(found)
                    _log.info("following generation %s: %d articles", found.index.name, found.articles)
                elif found is not None:
                    found.close()
        except ClippingsError as error:
            if not away:
                _log.warning("the index cannot be followed: %s", error)
            away = True
            told.say(str(error))
        else:
            if away:
                told.say("")
            away = False
