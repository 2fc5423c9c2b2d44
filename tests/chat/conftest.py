"""A small archive, a bot over it, and a Discord to ask it in."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import simcord
from hypothesis import settings

from bot.chat.bot import ClippingsBot
from bot.chat.questions.rate_limit import RateLimit
from bot.chat.setup import create_bot
from bot.library import Library
from bot.store.state import State
from tests.chat.archive import ARTICLES, SECRET, write_archive
from tests.chat.world import World

settings.register_profile("unhurried", deadline=None)  # two cores are shared with whatever else runs
settings.load_profile("unhurried")

TODAY = date(2022, 8, 25)
UNHURRIED = RateLimit(questions=1000)


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the archive in `corpus` and its index in `data`, made once."""
    folder = tmp_path_factory.mktemp("shelf")
    write_archive(folder / "corpus", [*ARTICLES, SECRET])
    asyncio.run(_index(folder))
    return folder


async def _index(folder: Path) -> None:
    library = Library(folder / "corpus", folder / "data", today=lambda: TODAY)
    await library.open()
    await library.close()


@pytest.fixture
async def library(shelf: Path) -> AsyncIterator[Library]:
    """The archive, open. It is shared: a test that changes it takes `own_library`."""
    opened = Library(shelf / "corpus", shelf / "data", today=lambda: TODAY)
    await opened.open()
    yield opened
    await opened.close()


@pytest.fixture
async def own_library(tmp_path: Path) -> AsyncIterator[Library]:
    """An archive that the test may change."""
    write_archive(tmp_path / "corpus", ARTICLES)
    opened = Library(tmp_path / "corpus", tmp_path / "data", today=lambda: TODAY)
    await opened.open()
    yield opened
    await opened.close()


@pytest.fixture
async def state(tmp_path: Path) -> AsyncIterator[State]:
    opened = await State.open(tmp_path / "state")
    yield opened
    await opened.close()


@pytest.fixture
def make_bot(library: Library, state: State) -> Callable[..., ClippingsBot]:
    def make(**given: Any) -> ClippingsBot:
        over = given.pop("library", library)
        return create_bot(over, state, **{"today": lambda: TODAY, "limit": UNHURRIED, "shard_count": 1, **given})

    return make


@pytest.fixture
def simcord_bot(make_bot: Callable[..., ClippingsBot]) -> ClippingsBot:
    return make_bot()


@pytest.fixture
def world(simcord_env: simcord.Env) -> World:
    return World(simcord_env)
