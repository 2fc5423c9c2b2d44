"""A small archive that a test may change or damage, the real library and state over it, and a Discord to ask in."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import simcord
from discord.gateway import DiscordWebSocket
from discord.http import Route
from yarl import URL

from bot.chat.bot import ClippingsBot
from bot.chat.questions.rate_limit import RateLimit
from bot.chat.runner import run_bot
from bot.chat.setup import create_bot
from bot.library import Library
from bot.store.state import State
from tests.chat.archive import ARTICLES, write_archive
from tests.chat.gateway import TOKEN
from tests.chat.world import World
from tests.reliability.discord_side import DiscordSide, discord_side, until
from tests.store.conftest import Clock, postgres, running_postgres  # noqa: F401 - fixtures

TODAY = date(2022, 8, 25)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    write_archive(tmp_path / "corpus", ARTICLES)
    return tmp_path / "corpus"


@pytest.fixture
async def library(tmp_path: Path, corpus: Path) -> AsyncIterator[Library]:
    opened = Library(corpus, tmp_path / "data", today=lambda: TODAY)
    await opened.open()
    yield opened
    await opened.close()


@pytest.fixture
def clock() -> Clock:
    return Clock(1_661_400_000.0)


@pytest.fixture
async def state(tmp_path: Path, clock: Clock) -> AsyncIterator[State]:
    opened = await State.open(tmp_path / "state", now=clock)
    yield opened
    await opened.close()


@pytest.fixture
def make_bot(library: Library, state: State, clock: Clock) -> Callable[..., ClippingsBot]:
    """A bot over the library and the state, as after each start of the process."""

    def make(**given: Any) -> ClippingsBot:
        wanted = {"today": lambda: TODAY, "clock": clock, "limit": RateLimit(questions=1000), "shard_count": 1}
        return create_bot(library, state, **{**wanted, **given})

    return make


@pytest.fixture
def simcord_bot(make_bot: Callable[..., ClippingsBot]) -> ClippingsBot:
    return make_bot()


@pytest.fixture
def world(simcord_env: simcord.Env) -> World:
    return World(simcord_env)


@pytest.fixture
async def side(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[DiscordSide]:
    async with discord_side() as made:
        monkeypatch.setattr(Route, "BASE", f"{made.url}/api/v10")
        monkeypatch.setattr(DiscordWebSocket, "DEFAULT_GATEWAY", URL(made.url))
        yield made


@pytest.fixture
async def bot(make_bot: Callable[..., ClippingsBot], side: DiscordSide) -> AsyncIterator[ClippingsBot]:
    """Connected, and closed afterwards."""
    made = make_bot(shard_count=None, guild_ready_timeout=0.01)
    running = asyncio.create_task(run_bot(made, TOKEN))
    await until(lambda: made.is_ready() or running.done())
    yield made
    os.kill(os.getpid(), signal.SIGTERM)
    async with asyncio.timeout(10):
        await running
