"""Both engines over the same articles. Milvus's is a real server, or its tests are skipped with a reason."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path

import pytest

from bot.installation import extra_command
from bot.model import Article
from bot.search import EMBEDDED, Analyzer, Edition, EmbeddedEngine, Engine
from bot.search.milvus import MilvusConfig, MilvusEngine
from tests.search.engines.server import MilvusServer

ANALYZER = Analyzer()


def _lacking() -> str:
    missing = [name for name in ("pymilvus", "milvus_lite") if find_spec(name) is None]
    return f"not installed: {', '.join(missing)} ({extra_command('dev')})" if missing else ""


@pytest.fixture(scope="package")
def milvus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MilvusServer]:
    """One server for all tests of this package, and none for those of the next."""
    if _lacking():
        pytest.skip(_lacking())
    server = MilvusServer(tmp_path_factory.mktemp("milvus"))
    yield server
    server.kill()


@pytest.fixture
def mortal(milvus: MilvusServer) -> Iterator[MilvusServer]:
    """The same server, for tests that kill it; it runs again for the next test."""
    yield milvus
    milvus.revive()


def address(server: MilvusServer) -> MilvusConfig:
    """A place of its own on the server."""
    return MilvusConfig(server.uri, collection=f"test_{secrets.token_hex(4)}")


@pytest.fixture(params=["embedded", "milvus"])
def make_engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[], Engine]]:
    """New, empty engines of one kind."""
    made: list[MilvusEngine] = []

    def make() -> Engine:
        folder = tmp_path / secrets.token_hex(4)
        if request.param == "embedded":
            return EmbeddedEngine(EMBEDDED, folder, ANALYZER)
        made.append(MilvusEngine(address(request.getfixturevalue("milvus")), folder, ANALYZER, grace=0.0))
        return made[-1]

    yield make
    for engine in made:
        engine.close()


@pytest.fixture
def engine(make_engine: Callable[[], Engine]) -> Engine:
    """A new, empty engine."""
    return make_engine()


def grown(
    engine: Engine, articles: Iterable[Article], base: Edition | None = None, keep: Sequence[int] = ()
) -> Edition:
    """The next generation, open."""
    return engine.open(engine.build(articles, base=base, keep=keep))
