"""One process indexes, others follow: the same corpus, whichever engine holds it."""

from __future__ import annotations

import asyncio
import contextlib
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from bot.errors import FollowerError
from bot.library import Library
from bot.search import EMBEDDED
from bot.search.milvus import MilvusConfig
from tests.library.conftest import TODAY, quotes, write
from tests.search.engines.conftest import address

ASKED = "Who opened the bridge of Aldford?"

_INDEXER = """
import asyncio, sys
from pathlib import Path
from bot.library import Library
from bot.search import EMBEDDED
from bot.search.milvus import MilvusConfig

async def main():
    corpus, data, *milvus = sys.argv[1:]
    engine = MilvusConfig(milvus[0], collection=milvus[1]) if milvus else EMBEDDED
    library = Library(Path(corpus), Path(data), engine=engine)
    await library.open()
    print("open", flush=True)
    while await asyncio.to_thread(sys.stdin.readline):
        report = await library.reload("indexer")
        print(report.generation, report.added, report.changed, report.removed, flush=True)
    await library.close()

asyncio.run(main())
"""


@pytest.fixture(params=["embedded", "milvus"])
def place(request: pytest.FixtureRequest) -> MilvusConfig | None:
    """Where the index lies."""
    return address(request.getfixturevalue("milvus")) if request.param == "milvus" else None


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    write(folder / "a.txt", "The mayor of Aldford opened the bridge on Monday.")
    write(folder / "b.txt", "Nobody opened the bridge of Brackley.")
    return folder


@pytest.fixture
async def make(tmp_path: Path, place: MilvusConfig | None) -> AsyncIterator[Callable[..., Library]]:
    """Libraries that share one data set; those in Milvus have a data folder of their own each."""
    made: list[Library] = []

    def library(corpus: Path, *, follows: bool = False) -> Library:
        data = tmp_path / (f"data{len(made)}" if place and follows else "data")
        made.append(Library(corpus, data, today=lambda: TODAY, engine=place or EMBEDDED, follows=follows))
        made[-1].every = 0.05
        return made[-1]

    yield library
    for one in made:
        await one.close()


async def until(holds: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(20):
        while not await holds():  # noqa: ASYNC110 - the other process cannot set an event
            await asyncio.sleep(0.02)


async def test_a_follower_answers_from_what_another_process_has_just_indexed(
    corpus: Path, tmp_path: Path, place: MilvusConfig | None, make: Callable[..., Library]
) -> None:
    given = [str(corpus), str(tmp_path / "data"), *([place.uri, place.collection] if place else [])]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen([sys.executable, "-c", _INDEXER, *given], text=True, **pipes) as indexer:  # type: ignore[call-overload]  # noqa: ASYNC220
        try:
            opening = make(corpus, follows=True)
            await opening.open()  # waits for the first generation
            assert "Aldford" in (await quotes(opening, ASKED))[0]
            first = opening.current.name
            write(corpus / "a.txt", "The queen opened the bridge of Aldford a second time, on Tuesday.")
            write(corpus / "c.txt", "The bridge of Corbridge was opened by a goat.")
            assert indexer.stdout.readline() == "open\n"
            indexer.stdin.write("go\n")
            indexer.stdin.flush()
            name, *counts = await asyncio.to_thread(lambda: indexer.stdout.readline().split())
            assert counts == ["1", "1", "0"]

            async def followed() -> bool:
                return bool(opening.current.name == name)

            await until(followed)
            assert name != first
            assert "queen" in (await quotes(opening, ASKED))[0]
            assert "goat" in (await quotes(opening, "Who opened the bridge of Corbridge?"))[0]
        finally:
            with contextlib.suppress(OSError):
                indexer.stdin.close()
            indexer.wait(20)


async def test_a_follower_needs_no_corpus_and_says_who_reloads(corpus: Path, make: Callable[..., Library]) -> None:
    indexer = make(corpus)
    await indexer.open()
    follower = make(corpus, follows=True)
    await asyncio.to_thread(corpus.rename, corpus.with_name("elsewhere"))
    await follower.open()
    assert await quotes(follower, ASKED) == await quotes(indexer, ASKED)
    assert follower.status().span == indexer.status().span
    with pytest.raises(FollowerError, match="another process"):
        await follower.reload("member")
    assert follower.counters.reloads.total() == 0


async def test_what_an_answer_began_with_it_ends_with(corpus: Path, make: Callable[..., Library]) -> None:
    indexer = make(corpus)
    await indexer.open()
    follower = make(corpus, follows=True)
    await follower.open()
    before = await quotes(follower, ASKED)
    write(corpus / "a.txt", "The mayor of Aldford opened the bridge again, for the second time.")
    asked = [asyncio.create_task(quotes(follower, ASKED)) for _ in range(4)]
    await indexer.reload("test")
    answers = [await one for one in asked]
    now = await quotes(indexer, ASKED)
    assert all(one in (before, now) for one in answers)

    async def followed() -> bool:
        return follower.current.name == indexer.current.name

    await until(followed)
