"""What a reload takes in, and what it leaves alone."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from bot.errors import BusyError, CorpusError
from bot.library import Counts, Library, Reload
from tests.library.building.workers import workers
from tests.library.conftest import TODAY, quotes, write

MakeLibrary = Callable[..., Library]

TUNNEL = "The mayor of Ilminster opened the tunnel on Monday."


async def test_added_changed_and_removed_articles_are_counted_and_quoted_so(
    corpus: Path, make_library: MakeLibrary
) -> None:
    library = make_library(corpus)
    await library.open()
    write(corpus / "new.txt", TUNNEL)
    write(corpus / "0.txt", "The mayor of Aldford closed the ferry on Tuesday.")
    (corpus / "1.txt").unlink()
    report = await library.reload("somebody")
    assert report.of(None) == Counts(added=1, changed=1, removed=1, unchanged=6)
    assert (report.articles, report.by, report.generation) == (8, "somebody", library.current.name)
    assert (await quotes(library, "Who opened the tunnel of Ilminster?"))[0] == TUNNEL
    assert "ferry" in (await quotes(library, "What closed in Aldford?"))[0]
    assert not any("Brackley" in quote for quote in await quotes(library, "What opened in Brackley?"))
    assert (library.status().by, library.status().last) == ("somebody", report)


async def taken_in(library: Library) -> Reload:
    """The report of a reload in this process, as commands do it: half a second less than one in a worker."""
    await library.refresh()
    report = library.status().last
    assert report
    return report


async def test_files_that_did_not_change_are_not_read_again(corpus: Path, make_library: MakeLibrary) -> None:
    records = [{"id": n, "text": f"Record {n} of the archive.", "date": "2020-10-28"} for n in range(20)]
    (corpus / "many.jsonl").write_text("".join(json.dumps(record) + "\n" for record in records))
    await asyncio.sleep(2.1)  # a file as old as the clock's coarsest tick has to be believed
    library = make_library(corpus)
    await library.open()

    generation = library.current.name
    report = await taken_in(library)
    assert (report.files_read, report.unchanged, report.generation) == (0, 28, generation)

    same = corpus / "2.txt"
    before = same.stat()
    same.write_text(same.read_text().replace("the bridge", "the tunnel"))
    os.utime(same, ns=(before.st_atime_ns, before.st_mtime_ns))
    (corpus / "3.txt").touch()
    report = await taken_in(library)
    assert (report.files_read, report.of(None)) == (2, Counts(changed=1, unchanged=27))
    assert "tunnel" in (await quotes(library, "What opened in Corbridge?"))[0]

    records[7]["text"] = "Record 7 is another now."
    (corpus / "many.jsonl").write_text("".join(json.dumps(record) + "\n" for record in records))
    report = await taken_in(library)
    assert report.of(None) == Counts(changed=1, unchanged=27)


async def test_generations_that_follow_each_other_share_what_did_not_change(
    corpus: Path, make_library: MakeLibrary, tmp_path: Path
) -> None:
    records = [{"id": n, "text": f"Record {n} of the archive.", "date": "2020-10-28"} for n in range(200)]
    (corpus / "many.jsonl").write_text("".join(json.dumps(record) + "\n" for record in records))
    library = make_library(corpus)
    await library.open()
    for number in range(2):
        write(corpus / f"new{number}.txt", f"{TUNNEL} The {number}th time.")
        await taken_in(library)
    data = tmp_path / "data"
    assert len(list(data.rglob("manifest.json"))) == 3, "the replaced ones stay for ten minutes"
    texts = max(data.rglob("*.texts"), key=lambda path: path.stat().st_size)
    assert texts.stat().st_nlink == 3


async def test_touched_files_with_the_same_content_make_no_new_generation(
    corpus: Path, make_library: MakeLibrary
) -> None:
    library = make_library(corpus)
    await library.open()
    generation = library.current.name
    for number in range(8):
        (corpus / f"{number}.txt").touch()
    (corpus / "empty.txt").touch()
    report = await taken_in(library)
    assert (report.generation, report.unchanged, report.skipped) == (generation, 8, 1)
    assert [problem.path for problem in library.problems()] == ["empty.txt"]
    reopened = make_library(corpus)
    await reopened.open()
    assert [problem.path for problem in reopened.problems()] == ["empty.txt"]


async def test_files_from_the_future_are_never_trusted_but_always_right(
    corpus: Path, make_library: MakeLibrary
) -> None:
    library = make_library(corpus)
    ahead = time.time() + 1_000_000  # the clock was set back since
    os.utime(corpus / "0.txt", (ahead, ahead))
    await library.open()
    text = (corpus / "0.txt").read_text()
    (corpus / "0.txt").write_text(text.replace("the bridge", "the tunnel"))
    os.utime(corpus / "0.txt", (ahead, ahead))
    assert (await taken_in(library)).changed == 1
    assert (await taken_in(library)).unchanged == 8


async def test_an_article_that_two_files_hold_is_taken_from_the_first_path(
    tmp_path: Path, make_library: MakeLibrary
) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()

    def record(name: str) -> None:
        (corpus / name).write_text(json.dumps({"id": "x", "text": "The bridge.", "date": "2020-10-28"}))

    async def now() -> list[str]:
        await library.refresh()
        return [heading.path for heading in library.current.headings(None)]

    record("b.json")
    record("c.json")
    library = make_library(corpus)
    await library.open()
    assert [heading.path for heading in library.current.headings(None)] == ["b.json"]
    (problem,) = library.problems()
    assert problem.path == "c.json"
    assert problem.reason == "An article with its id “x” is in b.json already; it is left out."
    record("a.json")
    assert await now() == ["a.json"]
    assert [problem.path for problem in library.problems()] == ["b.json", "c.json"]
    (corpus / "a.json").unlink()
    assert await now() == ["b.json"]
    (corpus / "b.json").unlink()
    assert await now() == ["c.json"]
    assert not library.problems()


async def test_two_feeds_that_both_number_from_1_lose_no_article(tmp_path: Path, make_library: MakeLibrary) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()

    def feed(name: str, *texts: str) -> None:
        records = [{"id": number, "text": text, "date": "2020-10-28"} for number, text in enumerate(texts, start=1)]
        (corpus / name).write_text("\n".join(map(json.dumps, records)))

    def ids() -> set[str]:
        return {heading.id for heading in library.current.headings(None)}

    feed("north.jsonl", "The bridge opened.", "The mayor spoke.")
    feed("south.jsonl", "The mill burned.", "The mayor spoke.", "The river rose.")
    library = make_library(corpus)
    await library.open()
    assert ids() == {"1", "2", "3", "south.jsonl:1"}
    assert [(problem.reason, problem.skipped) for problem in library.problems()] == [
        ("An article with its id “2” is in north.jsonl already; it is left out.", True),
        (
            "1 of its ids are those of other articles in files that come first, such as “1” in north.jsonl; "
            "here the ids begin with “south.jsonl:”.",
            False,
        ),
    ]
    feed("north.jsonl", "The bridge opened.", "The mayor kept silent.")
    await library.refresh()
    assert ids() == {"1", "2", "3", "south.jsonl:1", "south.jsonl:2"}
    assert {"The mayor spoke.", "The mayor kept silent."} <= {
        library.current.article(heading.row).text for heading in library.current.headings(None)
    }
    (corpus / "north.jsonl").unlink()
    await library.refresh()
    assert ids() == {"1", "2", "3"}
    assert not library.problems()


async def test_an_article_of_the_future_is_dated_once_its_day_has_come(corpus: Path, make_library: MakeLibrary) -> None:
    days = [TODAY]
    write(corpus / "soon.txt", TUNNEL, day="2024-06-03")
    library = make_library(corpus, today=lambda: days[-1])
    await library.open()
    assert "future" in library.problems()[0].reason
    assert library.status().span.undated == 1
    days.append(date(2024, 6, 3))
    report = await taken_in(library)
    assert (report.changed, library.problems(), library.status().span.undated) == (1, [], 0)


async def test_a_server_sees_the_shared_part_and_its_own(corpus: Path, make_library: MakeLibrary) -> None:
    write(corpus / "servers/11/own.txt", "The treasurer of eleven hid the gold.")
    write(corpus / "servers/22/own.txt", "The treasurer of twentytwo hid the silver.")
    (corpus / "servers/22/broken.json").write_text("{")
    library = make_library(corpus)
    await library.open()
    report = await taken_in(library)
    asked = "What did the treasurer hide?"
    assert "gold" in (await quotes(library, asked, 11))[0]
    assert "silver" in (await quotes(library, asked, 22))[0]
    assert not any("treasurer" in quote for quote in await quotes(library, asked))
    assert [library.status(server).span.articles for server in (None, 11, 22, 33)] == [8, 9, 9, 8]
    assert [len(library.problems(server)) for server in (None, 11, 22)] == [0, 0, 1]
    assert [report.of(server).unchanged for server in (None, 11, 33)] == [8, 9, 8]
    assert (report.articles, report.of(22).skipped, report.of(11).skipped) == (10, 1, 0)


async def test_a_corpus_that_went_away_is_an_error_and_the_old_one_answers(
    corpus: Path, make_library: MakeLibrary
) -> None:
    library = make_library(corpus)
    await library.open()
    shutil.rmtree(corpus)
    with pytest.raises(CorpusError, match="There is no corpus"):
        await library.reload("test")
    assert "Aldford" in (await quotes(library, "Who opened the bridge of Aldford?"))[0]


async def test_a_second_reload_is_told_that_one_is_running(corpus: Path, make_library: MakeLibrary) -> None:
    library = make_library(corpus)
    await library.open()
    first = asyncio.create_task(library.reload("first"))
    await asyncio.sleep(0)
    assert library.running is not None
    assert library.running.by == "first"
    with pytest.raises(BusyError):
        await library.reload("second")
    await first
    assert library.running is None


@pytest.mark.parametrize(
    ("name", "content", "in_a_process"),
    [
        ("new.txt", f" date 2020-10-28 {TUNNEL}", False),
        ("new.json", json.dumps({"text": TUNNEL, "date": "2020-10-28"}), True),
        ("long.txt", f" date 2020-10-28 {TUNNEL * 3_000}", True),
    ],
)
async def test_a_little_plain_text_is_taken_in_by_the_bot_and_everything_else_by_a_process(
    name: str, content: str, in_a_process: bool, corpus: Path, make_library: MakeLibrary
) -> None:
    library = make_library(corpus)
    await library.open()
    (corpus / name).write_text(content)
    reload = asyncio.create_task(library.reload("somebody"))
    seen = []
    while not reload.done():
        seen += workers()
        await asyncio.sleep(0.01)
    assert (await reload).added == 1
    assert bool(seen) == in_a_process
    assert TUNNEL in (await quotes(library, "Who opened the tunnel of Ilminster?"))[0]


async def test_a_server_that_removes_its_articles_stops_nobodys_reload(
    corpus: Path, make_library: Callable[..., Library]
) -> None:
    own = corpus / "servers" / "4101"
    for number in range(300):
        write(own / f"{number}.txt", f"Number {number} of the storm.")
    library = make_library(corpus)
    await library.open()
    await library.reload("test")
    for file in own.iterdir():
        file.unlink()
    write(corpus / "servers" / "4102" / "quiet.txt", "The quiet lighthouse was sold.")
    report = await library.reload("test")
    assert report.of(4101).removed == 300
    assert await quotes(library, "Who sold the quiet lighthouse?", 4102)
