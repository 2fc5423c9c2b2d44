"""The loops that poll feeds, match watches and post: an error in one is seen by /ready, and it is started again."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial

import pytest

from bot.chat.admin.feeds_command import FeedsCog
from bot.chat.admin.posts import delivery
from bot.chat.admin.posts.delivery import PostDelivery
from bot.chat.alerts import watch_delivery
from bot.chat.alerts.watch_delivery import WatchDelivery
from bot.feeds import poller
from bot.health import Health
from bot.store.database import Connection
from bot.supervision import Supervisor
from tests.chat.admin.house import House


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not holds():  # noqa: ASYNC110 - nothing tells of it
            await asyncio.sleep(0.01)


async def test_a_loop_that_fails_makes_the_bot_unready_until_it_runs_again(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (poller, watch_delivery, delivery):
        monkeypatch.setattr(module, "TICK", 0.01)
    library, database = house.services.library, house.services.state._database
    await library.supervisor.close()
    library.supervisor = Supervisor(first_pause=0.01, longest_pause=0.05, settled=0.1)
    for cog in house.bot.cogs.values():
        if isinstance(cog, FeedsCog | WatchDelivery | PostDelivery):
            await cog.cog_load()
    health = Health(library)
    health.connected = lambda: True
    assert health.ready() == {"library": True, "discord": True}
    for table, work in (("feeds", "polling feeds"), ("watches", "watches"), ("posts", "posting")):
        await database.write(partial(_rename, table, "gone"))
        await until(lambda work=work: work in library.supervisor.failing)  # type: ignore[misc]
        assert health.ready() == {"library": True, "discord": True, work: False}
        await database.write(partial(_rename, "gone", table))
        await until(lambda: not library.supervisor.failing)
        assert health.ready() == {"library": True, "discord": True}
    await library.supervisor.close()


def _rename(table: str, to: str, connection: Connection) -> None:
    connection.execute(f"ALTER TABLE {table} RENAME TO {to}")
