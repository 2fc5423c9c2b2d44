"""Two processes of the bot with two shards each, over real sockets: who takes which, and what happens once."""

from __future__ import annotations

import signal
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from tests.reliability.running import running

from .archive import ARTICLES, write_archive
from .gateway import TOKEN, door

# `python -m bot run` with Discord on this machine, and an identify twice a second instead of every five
PROGRAM = """
import sys
from discord.gateway import DiscordWebSocket
from discord.http import Route
from yarl import URL
from bot.chat import client
from bot.cli.app import main
Route.BASE = sys.argv[1] + "/api/v10"
DiscordWebSocket.DEFAULT_GATEWAY = URL(sys.argv[1])
client.IDENTIFYING = 0.5
sys.argv = ["clippings", "run"]
main()
"""


@pytest.mark.timeout(60)
async def test_two_processes_run_two_shards_each_and_tell_discord_of_the_commands_once(tmp_path: Path) -> None:
    write_archive(tmp_path / "corpus", ARTICLES)
    async with door() as discord, AsyncExitStack() as stack:
        started = [
            await stack.enter_async_context(
                running(
                    tmp_path,
                    discord.url,
                    code=PROGRAM,
                    DISCORD_TOKEN=TOKEN,
                    SHARD_COUNT="4",
                    SHARD_IDS=ids,
                )
            )
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
