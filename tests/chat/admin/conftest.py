"""Two servers with an admin and a member each, an owner of the bot, a corpus in a real folder, the real library."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest
import simcord

from bot.chat.bot import ClippingsBot
from bot.chat.questions.rate_limit import RateLimit
from bot.chat.setup import create_bot
from bot.library import Library
from bot.store.state import State
from tests.chat.admin.house import House
from tests.store.conftest import Clock

TODAY = date(2025, 6, 15)
ARTICLES = {
    "heron.txt": " date 2020-10-28 The Heron probe landed in the Orchard crater. Mission control in Tallinn cheered.",
    "lantern.txt": " date 2021-03-04 The Lantern telescope saw its first light. Its mirror is seven metres wide.",
    "ferry.txt": " date 2022-07-09 A new ferry joins the two islands. The crossing takes forty minutes.",
    "market.txt": " date 2023-01-15 The fish market moved to the northern pier. Traders welcomed the roof.",
}


@pytest.fixture
def own_files() -> dict[str, str]:
    """Files beside the shared ones, by path: what a test file overrides."""
    return {}


@pytest.fixture
def corpus(tmp_path: Path, own_files: dict[str, str]) -> Path:
    folder = tmp_path / "corpus"
    for name, text in {**ARTICLES, **own_files}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def clock() -> Clock:
    return Clock(1_750_000_000.0)


@pytest.fixture
async def state(tmp_path: Path, clock: Clock) -> AsyncIterator[State]:
    opened = await State.open(tmp_path / "data", now=clock)
    yield opened
    await opened.close()


@pytest.fixture
async def library(tmp_path: Path, corpus: Path) -> AsyncIterator[Library]:
    opened = Library(corpus, tmp_path / "data", today=lambda: TODAY)
    await opened.open()
    yield opened
    await opened.close()


@pytest.fixture
def private_hosts() -> frozenset[str]:
    """What a test that has a web server of its own overrides."""
    return frozenset()


@pytest.fixture
def simcord_bot(library: Library, state: State, private_hosts: frozenset[str]) -> ClippingsBot:
    return create_bot(
        library, state, today=lambda: TODAY, limit=RateLimit(questions=1000), shard_count=1, private_hosts=private_hosts
    )


@pytest.fixture
def house(simcord_env: simcord.Env, simcord_bot: ClippingsBot, corpus: Path, tmp_path: Path) -> House:
    return House(simcord_env, simcord_bot, corpus, tmp_path / "data")
