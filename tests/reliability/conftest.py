"""A small archive that a test may change or damage, the real library and state over it, and a Discord to ask in."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import simcord

from bot.chat.bot import ClippingsBot
from bot.chat.questions.rate_limit import RateLimit
from bot.chat.setup import create_bot
from bot.library import Library
from bot.store.state import State
from tests.chat.archive import ARTICLES, write_archive
from tests.chat.world import World
from tests.store.conftest import Clock

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
