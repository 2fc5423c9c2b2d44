"""Two processes of the bot with two shards each, over real sockets: who takes which, and what happens once."""

from __future__ import annotations

import signal
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest

from tests.chat.archive import ARTICLES, write_archive
from tests.chat.gateway import TOKEN, door
from tests.reliability.running import running
from tests.store.conftest import Place
from tests.store.postgres.server import PASSWORD

# `python -m bot run` with Discord on this machine, and an identify twice a second instead of every five
PROGRAM = """
import sys
from discord.gateway import DiscordWebSocket
from discord.http import Route
from yarl import URL
from bot.chat import bot as client
from bot.cli.app import main
from bot.store import leases as turns
Route.BASE = sys.argv[1] + "/api/v10"
DiscordWebSocket.DEFAULT_GATEWAY = URL(sys.argv[1])
client.IDENTIFY_EVERY = 0.5
turns._LOOK_AGAIN = 0.1
sys.argv = ["clippings", "run"]
main()
"""


@pytest.mark.timeout(60)
async def test_two_processes_run_two_shards_each_and_tell_discord_of_the_commands_once(
    place: Place, tmp_path: Path
) -> None:
    write_archive(tmp_path / "corpus", ARTICLES)
    given: dict[str, Any] = {"DISCORD_TOKEN": TOKEN, "SHARD_COUNT": "4", "STATE_URL": place.url or ""}
    async with door() as discord, AsyncExitStack() as stack:
        started = [
            await stack.enter_async_context(running(tmp_path, discord.url, code=PROGRAM, SHARD_IDS=ids, **given))
            for ids in ("0,1", "2,3")
        ]
        for process, ids in zip(started, ("0, 1", "2, 3"), strict=True):
            await process.says(f"shards {ids} of 4", seconds=30)
        assert sorted(told["shard"] for told in discord.identified) == [[0, 4], [1, 4], [2, 4], [3, 4]]
        assert discord.syncs == 1
        for process in started:
            process.told(signal.SIGTERM)
        assert [await process.ends() for process in started] == [0, 0]
        for process in started:
            assert "ERROR" not in process.output
            assert "Traceback" not in process.output
            assert PASSWORD not in process.output
    assert (tmp_path / "data" / "state.db").exists() == (place.url is None)
