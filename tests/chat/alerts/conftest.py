from __future__ import annotations

import pytest

from bot.chat.alerts.watch_delivery import WatchDelivery
from tests.chat.admin.conftest import clock, corpus, house, library, own_files, private_hosts, simcord_bot, state
from tests.chat.admin.house import House

__all__ = ["clock", "corpus", "house", "library", "own_files", "private_hosts", "simcord_bot", "state"]


def watches_of(house: House) -> WatchDelivery:
    """What matches and sends; tests take its steps themselves, since SimCord's clock stands still."""
    return next(cog for cog in house.bot.cogs.values() if isinstance(cog, WatchDelivery))


@pytest.fixture
async def watching(house: House) -> House:
    """The Herald's admins have turned watches on."""
    herald = house.herald
    await herald.admin.slash(herald.channel, "settings members", watches=True)
    await watches_of(house).match_new_articles()  # what was there before is no news
    return house
