"""Real processes over one state: one polls each feed, and where it is killed another takes over."""

from __future__ import annotations

import asyncio
import signal
import time
from pathlib import Path

from bot.store.feeds import INTERVAL, LEASE
from bot.store.state import State
from tests.feeds.samples import FERRY, MARKET, rss
from tests.reliability.running import running
from tests.store.postgres.server import PostgresServer
from tests.web.server import LocalServer

XML = "application/rss+xml"
PROCESS = "import asyncio, sys; from tests.feeds.polling_process import main; asyncio.run(main(*sys.argv[1:]))"
HANGS = 60.0  # seconds


async def asked(server: LocalServer, path: str, times: int) -> None:
    async with asyncio.timeout(30):
        while server.asked(path) < times:  # noqa: ASYNC110 - the server tells nobody
            await asyncio.sleep(0.02)


async def test_a_killed_process_is_followed_by_another_and_what_is_new_is_quoted_within_a_minute(
    tmp_path: Path, postgres: PostgresServer, server: LocalServer
) -> None:
    (tmp_path / "corpus").mkdir()
    state = await State.open(tmp_path / "own", postgres.url())
    feed = server.serve("/feed", rss([FERRY]), XML, seconds=HANGS)
    await state.feeds.add(None, feed, "Feed", full_text=False)
    await state.close()
    words = server.host, "Where did the fish market move?"
    url = postgres.url()
    async with (
        running(tmp_path, str(tmp_path), "one", *words, code=PROCESS, STATE_URL=url, TICK="0.1") as one,
        running(tmp_path, str(tmp_path), "two", *words, code=PROCESS, STATE_URL=url, TICK="0.1") as two,
    ):
        await one.says("ready")
        await two.says("ready")
        await asked(server, "/feed", 1)
        reader, other = (one, two) if "reading" in one.output else (two, one)
        server.serve("/feed", rss([FERRY]), XML)
        reader.told(signal.SIGKILL)
        assert await reader.ends() == -signal.SIGKILL
        (tmp_path / "ahead").write_text(str(LEASE))
        await other.says("1 new: ")
        assert server.asked("/feed") == 2, "each poll by one of the two"
        server.serve("/feed", rss([FERRY, MARKET]), XML)
        began = time.monotonic()
        (tmp_path / "ahead").write_text(str(LEASE + INTERVAL))
        await other.says(f"1 new: {MARKET.html.removeprefix('<p>').removesuffix('</p>')}", seconds=60)
        assert time.monotonic() - began < 60
