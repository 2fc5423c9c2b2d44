"""A removed file is quoted no more, in any process, before any reload; an added one is found within two seconds."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from datetime import date
from pathlib import Path

import pytest

from bot.curation.takedowns import Takedowns
from bot.library import Library, Takedown
from bot.model import Article, DateRange, Question, Span
from bot.store.state import State

TODAY = date(2024, 6, 1)
ASKED = Question("Who opened the bridge of Aldford?", TODAY)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    for number, town in enumerate(("Aldford", "Brackley", "Corbridge", "Dunster")):
        (folder / f"{number}.txt").write_text(
            f" date 2020-10-2{number} The mayor of {town} opened the bridge on Monday."
        )
    return folder


@pytest.fixture
async def libraries(corpus: Path, tmp_path: Path) -> AsyncIterator[list[Library]]:
    made = [Library(corpus, tmp_path / "data", today=lambda: TODAY, follows=follows) for follows in (False, True)]
    for library in made:
        library.every = 0.05
        await library.open()
    yield made
    for library in made:
        await library.close()


@pytest.fixture
async def states(tmp_path: Path) -> AsyncIterator[list[State]]:
    made = [await State.open(tmp_path / "data") for _ in range(2)]
    yield made
    for state in made:
        await state.close()


async def until(holds: Callable[[], object], seconds: float) -> None:
    async with asyncio.timeout(seconds):
        while not holds():  # noqa: ASYNC110 - nothing tells of it
            await asyncio.sleep(0.02)


async def quotes(library: Library) -> list[str]:
    return [excerpt.text for excerpt in (await library.ask(ASKED)).excerpts]


async def test_a_removed_file_is_no_longer_quoted_in_any_process(
    corpus: Path, libraries: list[Library], states: list[State]
) -> None:
    here, there = (Takedowns(state, library) for state, library in zip(states, libraries, strict=True))
    assert "Aldford" in (await quotes(libraries[1]))[0]
    (corpus / "0.txt").unlink()
    await here.add(None, "0.txt")
    assert all("Aldford" not in quote for quote in await quotes(libraries[0])), "at once where it was removed"
    waiting = time.monotonic()
    await states[1].wait_for_change(5)
    await there.refresh()
    assert time.monotonic() - waiting < 1.5
    assert all("Aldford" not in quote for quote in await quotes(libraries[1])), "though it has not been reloaded"
    key = Article("0.txt", "", "", "0.txt").key
    for library in libraries:
        index = library.current
        assert index.find(key, None) is None
        assert [heading.id for heading in index.headings(None, limit=2, newest=False)] == ["1.txt", "2.txt"]
        assert [heading.id for heading in index.titles("mayor", None)] == ["3.txt", "2.txt", "1.txt"]
        assert len(index.matching(("mayor",), None).rows) == 3
        dates = DateRange(date(2020, 10, 21), date(2020, 10, 23))
        assert index.span(None) == library.status().span == Span(articles=3, passages=3, undated=0, dates=dates)


async def test_a_build_that_had_listed_the_file_before_shows_it_no_more_either(
    corpus: Path, libraries: list[Library]
) -> None:
    removed = time.time_ns() + 60 * 10**9  # the reload below lists the file before
    await libraries[0].take_down([Takedown(None, "0.txt", removed)])
    (corpus / "new.txt").write_text(" date 2020-11-01 The queen of Ilkley opened the bridge.")
    await libraries[0].reload("test")
    assert all("Aldford" not in quote for quote in await quotes(libraries[0]))
    await libraries[0].take_down([])
    assert "Aldford" in (await quotes(libraries[0]))[0]


async def test_answering_processes_no_longer_quote_it_either(corpus: Path, tmp_path: Path) -> None:
    library = Library(corpus, tmp_path / "data", today=lambda: TODAY, workers=2)
    await library.open()
    assert "Aldford" in (await quotes(library))[0]
    await library.take_down([Takedown(None, "0.txt", time.time_ns())])
    assert all("Aldford" not in quote for quote in await quotes(library))
    await library.close()


async def test_a_restored_file_is_quoted_again(corpus: Path, libraries: list[Library], states: list[State]) -> None:
    takedowns = Takedowns(states[0], libraries[0])
    await takedowns.add(None, "0.txt")
    assert all("Aldford" not in quote for quote in await quotes(libraries[0]))
    assert libraries[0].status().span.articles == 3
    await takedowns.lift(None, "0.txt")
    assert libraries[0].status().span.articles == 4
    assert "Aldford" in (await quotes(libraries[0]))[0]
    await takedowns.add(None, "0.txt")
    (corpus / "new.txt").write_text(" date 2020-11-01 The queen of Ilkley opened the bridge.")
    await libraries[0].reload("test")
    assert "Aldford" in (await quotes(libraries[0]))[0], "the file was listed after the takedown: it is there again"
