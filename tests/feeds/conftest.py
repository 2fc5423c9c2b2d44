from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest

from bot.articles import Limits
from bot.curation.corpus_folder import CorpusFolder
from bot.feeds.reader import FeedReader
from bot.store.state import State
from bot.web.fetching import FetchLimits, WebClient
from tests.store.conftest import Clock, postgres, running_postgres
from tests.web.server import LocalServer, local_server

__all__ = ["postgres", "running_postgres"]

TODAY = date(2025, 6, 15)


@pytest.fixture
async def server() -> AsyncIterator[LocalServer]:
    async with local_server() as running:
        yield running


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def state(tmp_path: Path, clock: Clock) -> AsyncIterator[State]:
    opened = await State.open(tmp_path / "data", now=clock)
    yield opened
    await opened.close()


@pytest.fixture
def corpus(tmp_path: Path) -> CorpusFolder:
    (tmp_path / "corpus").mkdir()
    return CorpusFolder(tmp_path / "corpus", tmp_path / "data", Limits(), lambda: TODAY)


@pytest.fixture
def reader(state: State, corpus: CorpusFolder, server: LocalServer) -> FeedReader:
    client = WebClient(private_hosts=[server.host], limits=FetchLimits(seconds=1.0))
    return FeedReader(state.feeds, corpus, client, lambda: TODAY)
