"""The bar: whatever the database and Discord do, every question is acknowledged, and none is left "thinking…".

And one server's storm costs another little. STORM=200 asks as many questions as the bar says, with the state away for
15 seconds.
"""

from __future__ import annotations

import asyncio
import os
import sqlite3
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import psutil
import pytest

from bot.chat.bot import ClippingsBot
from bot.store.state import State
from tests.chat.world import Seen
from tests.reliability.discord_side import FAILED, DiscordSide, until
from tests.store.conftest import Clock
from tests.store.postgres.server import PostgresServer

HERON = "Where did the Heron probe land?"
QUOTE = "on Titan on Monday after a journey of seven years"
QUESTIONS = int(os.environ.get("STORM", "6"))
AWAY = 15.0 if QUESTIONS >= 200 else 0.5  # seconds
IN_TIME = 3.0  # seconds in which Discord wants a first answer
QUIET, HOSTILE = "1001", "1002"


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Another program holds the database."""
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    yield
    holder.execute("ROLLBACK")
    holder.close()


@contextmanager
def stopped(server: PostgresServer) -> Iterator[None]:
    """The server and its processes stand still (SIGSTOP)."""
    assert server._process is not None
    parent = psutil.Process(server._process.pid)
    processes = [parent, *parent.children(recursive=True)]
    for process in processes:
        process.suspend()
    try:
        yield
    finally:
        for process in processes:
            process.resume()


async def assert_all_answered(
    bot: ClippingsBot, side: DiscordSide, away: Callable[[], AbstractContextManager[None]]
) -> None:
    side.trouble = {"callback": [200, 200, FAILED] * QUESTIONS, "@original": [200, 200, FAILED] * QUESTIONS}
    with away():
        ends = asyncio.get_running_loop().time() + AWAY
        tokens = []
        for number in range(QUESTIONS):
            began = time.monotonic()
            tokens.append(await side.asks(7 + number, HERON))
            await until(lambda: tokens[-1] in side.deferred, seconds=IN_TIME)
            assert time.monotonic() - began < IN_TIME
        await asyncio.sleep(max(0.0, ends - asyncio.get_running_loop().time()))
    await until(lambda: not bot.inflight.count, seconds=30)
    for token in tokens:
        said = [Seen(card["components"]).text for card in side.answers[token] if card]  # {}: a deleted "thinking"
        assert QUOTE in said[-1] or said[-1].endswith("Try again in a moment."), said
        assert "…" not in said or {} in side.answers[token], "what stood in place of an answer is taken away"


@pytest.mark.timeout(120 + 2 * QUESTIONS)
async def test_no_question_is_left_thinking_while_the_state_is_locked(
    bot: ClippingsBot,
    side: DiscordSide,
    tmp_path: Path,
) -> None:
    await assert_all_answered(bot, side, lambda: locked(tmp_path / "state" / "state.db"))


class TestPostgres:
    @pytest.fixture
    async def state(self, postgres: PostgresServer, tmp_path: Path, clock: Clock) -> AsyncIterator[State]:
        opened = await State.open(tmp_path / "state", postgres.url(), now=clock)
        yield opened
        await opened.close()

    @pytest.mark.timeout(120 + 2 * QUESTIONS)
    async def test_no_question_is_left_thinking_while_postgresql_stands_still(
        self,
        bot: ClippingsBot,
        side: DiscordSide,
        postgres: PostgresServer,
    ) -> None:
        await assert_all_answered(bot, side, lambda: stopped(postgres))


async def test_a_quiet_server_is_not_kept_waiting_by_anothers_storm(bot: ClippingsBot, side: DiscordSide) -> None:
    """In seconds, beside a Discord of its own process: `python -m tests.benchmarks fairness`."""
    storm = [await side.asks(100 + number, HERON, HOSTILE) for number in range(40)]
    quiet = await side.asks(7, HERON, QUIET)
    await until(lambda: side.answers.get(quiet))
    assert side.deferred.index(quiet) < 20, "it is acknowledged while most of the storm's still wait for that"
    assert sum(token in side.answers for token in storm) < 10, "its answer is next, not behind the others"
    await until(lambda: all(token in side.answers for token in storm))
    assert {*storm, quiet} <= {*side.deferred}
