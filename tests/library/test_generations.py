"""How generations are swapped: each answer comes from one, and one stays open until its last reader has left."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.library import Library, Reload
from bot.model import Progress
from bot.search import Index, Query
from tests.library.conftest import TODAY, TOWNS, quotes, write

MakeLibrary = Callable[..., Library]

TUNNEL = "The mayor of Ilminster opened the tunnel on Monday."


async def taken_in(library: Library) -> Reload:
    """The report of a reload in this process, as commands do it: half a second less than one in a worker."""
    await library.refresh()
    report = library.status().last
    assert report
    return report


def ranked(index: Index) -> list[list[tuple[str, int, int, float]]]:
    """Everything that a few questions find, with the exact scores."""
    questions = ["mayor bridge", "Aldford", "tunnel", "Monday million", "ferry closed Tuesday"]
    found = [index.rank(Query(tuple(index.analyzer.terms(question)))) for question in questions]
    return [[(index.article(hit.article).id, hit.start, hit.end, hit.bm25) for hit in hits] for hits in found]


async def test_after_many_reloads_every_score_is_a_fresh_builds(
    corpus: Path, make_library: MakeLibrary, tmp_path: Path
) -> None:
    library = make_library(corpus)
    await library.open()
    for step in range(3):
        write(
            corpus / f"step{step}.txt", f"The tunnel of step {step} opened on a Monday, the mayor said. " * (step + 1)
        )
        write(corpus / f"{step}.txt", f"The ferry closed on Tuesday {step}.")
        (corpus / f"{step + 4}.txt").unlink()
        await library.refresh()
    fresh = Library(corpus, tmp_path / "other", today=lambda: TODAY)
    await fresh.open()
    assert ranked(library.current) == ranked(fresh.current)
    assert library.status().span == fresh.status().span
    await fresh.close()


async def test_questions_during_swaps_are_each_answered_from_one_generation(
    corpus: Path, make_library: MakeLibrary
) -> None:
    library = make_library(corpus)
    await library.open()
    answers: list[tuple[str, str]] = []
    over = asyncio.Event()

    def read(index: Index) -> tuple[str, str]:
        (hit, *_) = index.rank(Query(tuple(index.analyzer.terms("edition"))))
        time.sleep(0.01)
        return index.name, index.article(hit.article).text

    async def ask() -> None:
        while not over.is_set():
            answers.append(await library.use(read))

    write(corpus / "edition.txt", "Edition zero of the paper.")
    names = {(await library.reload("test")).generation: "Edition zero of the paper."}
    askers = [asyncio.create_task(ask()) for _ in range(4)]
    for edition in ("one", "two"):
        text = f"Edition {edition} of the paper."
        write(corpus / "edition.txt", text)
        names[(await library.reload("test")).generation] = text
    over.set()
    await asyncio.gather(*askers)
    assert {name for name, _ in answers} >= set(list(names)[:-1])
    assert all(text == names[name] for name, text in answers)


async def test_a_generation_stays_until_its_last_reader_has_left(
    corpus: Path, make_library: MakeLibrary, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.search.embedded.engine.GRACE", 0.0)
    library = make_library(corpus)
    await library.open()
    reading, go_on = threading.Event(), threading.Event()

    def read_slowly(index: Index) -> str:
        reading.set()
        go_on.wait(20)
        return index.article(0).text

    slow = asyncio.create_task(library.use(read_slowly))
    await asyncio.to_thread(reading.wait)
    folder = next((library.data / "index").glob("*/g*"))
    write(corpus / "0.txt", TUNNEL)
    await library.reload("test")
    assert folder.is_dir()
    go_on.set()
    assert "opened the bridge" in await slow
    for _ in range(100):
        if not folder.exists():
            break
        await asyncio.sleep(0.02)
    assert not folder.exists()


async def test_an_asker_who_gives_up_leaves_the_generation_in_order(corpus: Path, make_library: MakeLibrary) -> None:
    library = make_library(corpus)
    await library.open()
    go_on = threading.Event()
    slow = asyncio.create_task(library.use(lambda index: (go_on.wait(20), index.article(0))))
    await asyncio.sleep(0.05)
    slow.cancel()
    with pytest.raises(asyncio.CancelledError):
        await slow
    write(corpus / "0.txt", TUNNEL)
    await library.reload("test")
    go_on.set()
    assert (await quotes(library, "Who opened the tunnel of Ilminster?"))[0] == TUNNEL


async def test_progress_arrives_on_the_loop_and_the_loop_is_never_kept_waiting(
    tmp_path: Path, make_library: MakeLibrary
) -> None:
    corpus = tmp_path / "many.jsonl"
    with corpus.open("w") as file:
        for number in range(3_000):
            text = f"Town {number} opened bridge {number * 7}. " + " ".join(f"w{n * number % 999}" for n in range(150))
            file.write(json.dumps({"id": number, "text": text, "date": "2020-10-28"}) + "\n")
    library = make_library(corpus)
    await library.open()
    corpus.write_text(corpus.read_text().replace("opened", "closed"))
    told: list[tuple[int, Progress]] = []
    longest = [0.0]

    async def beat() -> None:
        while True:
            last = time.perf_counter()
            await asyncio.sleep(0.005)
            longest[0] = max(longest[0], time.perf_counter() - last)

    heart = asyncio.create_task(beat())
    report = await library.reload("test", progress=lambda news: told.append((threading.get_ident(), news)))
    heart.cancel()
    assert (report.changed, report.articles) == (3_000, 3_000)
    assert {thread for thread, _ in told} == {threading.get_ident()}
    assert told[0][1].stage == "scanning"
    assert told[-1][1].articles > 0
    assert longest[0] < 0.25  # 0.05 on a machine that does nothing else


async def test_the_library_answers_many_at_once_and_tells_how_fast(corpus: Path, make_library: MakeLibrary) -> None:
    library = make_library(corpus)
    await library.open()
    found = await asyncio.gather(*[quotes(library, f"Who opened the bridge of {town}?") for town in TOWNS])
    assert all(town in quotes_[0] for town, quotes_ in zip(TOWNS, found, strict=True))
    status = library.status()
    assert status.answers == len(TOWNS)
    assert status.median_ms is not None
    assert status.rss > 10_000_000
    assert status.bytes_on_disk > 1_000
