"""The library over a Milvus that goes away and comes back: at the start, during a reload, between two questions."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from bot.cli import run
from bot.errors import EngineError
from bot.library import Library
from bot.search.milvus import MilvusConfig, Server
from bot.search.milvus import engine as milvus_engine
from tests.library.conftest import TODAY, quotes, write
from tests.search.engines.conftest import address
from tests.search.engines.server import MilvusServer

ASKED = "Who opened the bridge of Aldford?"


@pytest.fixture
async def library(mortal: MilvusServer, tmp_path: Path) -> AsyncIterator[Library]:
    write(tmp_path / "corpus" / "a.txt", "The mayor of Aldford opened the bridge on Monday.")
    made = Library(tmp_path / "corpus", tmp_path / "data", today=lambda: TODAY, engine=address(mortal))
    yield made
    await made.close()


async def test_a_follower_says_that_the_engine_is_away_and_goes_on_when_it_is_back(
    library: Library,
    mortal: MilvusServer,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(milvus_engine, "ASKING", 0.3)
    await library.open()
    place = library.engine
    follower = Library(tmp_path / "none", tmp_path / "data2", today=lambda: TODAY, engine=place, follows=True)
    follower.every = 0.05
    await follower.open()
    caplog.set_level(logging.WARNING)
    await asyncio.to_thread(mortal.kill)
    async with asyncio.timeout(20):
        while "cannot be reached" not in follower.notice:  # noqa: ASYNC110
            await asyncio.sleep(0.02)
    with pytest.raises(EngineError):
        await quotes(follower, ASKED)
    await asyncio.to_thread(mortal.start)
    async with asyncio.timeout(20):
        while follower.notice:  # noqa: ASYNC110
            await asyncio.sleep(0.02)
    assert "Aldford" in (await quotes(follower, ASKED))[0]
    assert caplog.text.count("the index cannot be followed") == 1
    await follower.close()


async def test_a_reload_goes_on_when_the_server_is_killed_and_comes_back(
    library: Library, mortal: MilvusServer
) -> None:
    await library.open()
    write(library.corpus / "b.txt", "The bridge of Brackley was opened by a goat.")

    def power_cut() -> None:
        mortal.kill()
        time.sleep(0.3)
        mortal.start()

    cut = asyncio.create_task(asyncio.to_thread(power_cut))
    report = await library.reload("test")
    await cut
    assert (report.added, report.unchanged) == (1, 1)
    assert "goat" in (await quotes(library, "Who opened the bridge of Brackley?"))[0]


async def test_a_lost_passage_is_noticed_at_the_start_and_the_index_built_anew(
    library: Library, mortal: MilvusServer, make_again: Callable[[], Library]
) -> None:
    await library.open()
    name = library.current.name
    assert isinstance(library.engine, MilvusConfig)
    server = Server(library.engine, 5)
    await asyncio.to_thread(server.delete, server.passages, "born >= 0")
    await asyncio.to_thread(server.close)
    again = make_again()
    await again.open()
    async with asyncio.timeout(30):
        while again.current.name == name or again.notice:  # noqa: ASYNC110
            await asyncio.sleep(0.05)
    assert "Aldford" in (await quotes(again, ASKED))[0]


@pytest.fixture
async def make_again(library: Library, tmp_path: Path) -> AsyncIterator[Callable[[], Library]]:
    """The bot started once more over the same folders."""
    made: list[Library] = []

    def make() -> Library:
        made.append(Library(library.corpus, library.data, today=lambda: TODAY, engine=library.engine))
        return made[-1]

    yield make
    for one in made:
        await one.close()


async def test_a_start_waits_for_a_server_that_is_away(
    mortal: MilvusServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    corpus = tmp_path / "corpus"
    write(corpus / "a.txt", "The mayor of Aldford opened the bridge on Monday.")
    monkeypatch.setattr(milvus_engine, "ASKING", 0.3)
    monkeypatch.setattr(run, "_PAUSE", 0.2)
    library = Library(corpus, tmp_path / "data", today=lambda: TODAY, engine=address(mortal))
    mortal.kill()
    opening = asyncio.create_task(run._until_there(library.open))
    while "Trying again" not in caplog.text:  # noqa: ASYNC110 - only the log tells
        await asyncio.sleep(0.05)
    assert not opening.done()
    await asyncio.to_thread(mortal.start)
    await asyncio.wait_for(opening, 60)
    assert "Aldford" in (await quotes(library, ASKED))[0]
    await library.close()
