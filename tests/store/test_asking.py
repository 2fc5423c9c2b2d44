"""Asking in Discord while the state database is away."""

from __future__ import annotations

import logging
from datetime import date
from pathlib import Path

import pytest
import simcord

from bot.chat.setup import create_bot
from bot.library import Library
from tests.chat.archive import ARTICLES, write_archive
from tests.chat.world import World, choose, seen, shown
from tests.store.conftest import Place, on_postgres
from tests.store.postgres.server import PASSWORD, PostgresServer
from tests.store.wire import wire_to

HERON = "Where did the Heron probe land?"


@on_postgres
async def test_while_the_state_is_away_the_archive_answers_and_afterwards_its_buttons_work_again(
    postgres: PostgresServer, place: Place, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    write_archive(tmp_path / "corpus", ARTICLES)
    library = Library(tmp_path / "corpus", tmp_path / "data", today=lambda: date(2022, 8, 25))
    await library.open()
    async with wire_to(postgres.port) as wire:
        place.url = postgres.url(port=wire.port)
        state = await place.open(wait=0.2)
        async with simcord.run(create_bot(library, state, shard_count=1)) as env:
            world = World(env)
            assert seen(await world.member.slash(world.channel, "ask", question=HERON)).quotes
            await wire.close()
            with caplog.at_level(logging.WARNING):
                result = await world.member.slash(world.channel, "ask", question=HERON)
            assert seen(result).quotes
            assert "the session of an answer could not be kept" in caplog.text
            assert PASSWORD not in caplog.text
            assert "Heron" not in caplog.text
            await wire.open()
            await env.advance_time(1.1)  # between two looks for the server
            result = await world.member.slash(world.channel, "ask", question=HERON)
            assert "too old" not in seen(await choose(world.member, shown(result), "Cite")).text
        await place.close()
    await library.close()
