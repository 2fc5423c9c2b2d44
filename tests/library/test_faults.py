"""Kills, cancellations, damage, full disks, other processes: the last good generation goes on answering."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import psutil
import pytest

from bot.errors import (
    BusyError,
    CancelledReloadError,
    ClippingsError,
    CorpusError,
    DataError,
    MissingExtraError,
)
from bot.health import Health
from bot.library import Library
from bot.library.building.build import too_small
from bot.library.building.lock import index_lock
from bot.supervision import Supervisor
from tests.library.conftest import quotes, write

MakeLibrary = Callable[..., Library]
MANY = 1_500
ASKED = "Who opened the bridge of Aldford?"


def fill(corpus: Path) -> None:
    """Enough to keep a worker busy for a second or two."""
    with (corpus / "many.jsonl").open("w") as file:
        for number in range(MANY):
            text = f"Town {number} opened bridge {number * 7}. " + " ".join(f"w{n * number % 999}" for n in range(300))
            file.write(json.dumps({"id": number, "text": text, "date": "2020-10-28"}) + "\n")


def workers(parent: int | None = None) -> list[psutil.Process]:
    found = psutil.Process(parent).children(recursive=True)
    like = [child for child in found if "bot.library.building.worker" in " ".join(child.cmdline())]
    pids = {child.pid for child in like}  # one that it has forked is called the same until it is another program
    return [child for child in like if child.ppid() not in pids]


@pytest.fixture
async def busy(corpus: Path, make_library: MakeLibrary) -> AsyncIterator[tuple[Library, asyncio.Task[object]]]:
    """A library that answers, with a long reload under way."""
    library = make_library(corpus)
    await library.open()
    fill(corpus)
    reload: asyncio.Task[object] = asyncio.create_task(library.reload("test"))
    while not (library.running and library.running.progress.stage in ("reading", "indexing")):
        assert not reload.done()
        await asyncio.sleep(0.01)
    yield library, reload
    if not reload.done():
        library.cancel()
    await asyncio.gather(reload, return_exceptions=True)


async def still_the_same(library: Library) -> None:
    assert "Aldford" in (await quotes(library, ASKED))[0]
    assert library.status().span.articles == 8
    assert library.running is None
    assert not workers()


async def test_a_killed_worker_changes_nothing_and_says_why(busy: tuple[Library, asyncio.Task[object]]) -> None:
    library, reload = busy
    (worker,) = workers()
    worker.send_signal(signal.SIGKILL)
    with pytest.raises(CorpusError, match=r"stopped by SIGKILL .*memory"):
        await reload
    await still_the_same(library)
    await library.reload("test")
    assert not list((library.data / "index").glob("*/.building-*"))
    assert library.status().span.articles == MANY + 8


async def test_a_cancelled_reload_changes_nothing(busy: tuple[Library, asyncio.Task[object]]) -> None:
    library, reload = busy
    assert library.cancel()
    with pytest.raises(CancelledReloadError):
        await reload
    await still_the_same(library)
    assert not library.cancel()


async def test_a_caller_who_is_cancelled_takes_the_worker_along(busy: tuple[Library, asyncio.Task[object]]) -> None:
    library, reload = busy
    reload.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reload
    await still_the_same(library)


async def test_closing_during_a_reload_is_quick_and_leaves_no_process(
    busy: tuple[Library, asyncio.Task[object]],
) -> None:
    library, reload = busy
    started = time.monotonic()
    await library.close()
    assert time.monotonic() - started < 5
    with pytest.raises(CancelledReloadError):
        await reload
    assert not workers()


_RELOADER = """
import asyncio, sys
from pathlib import Path
from bot.library import Library

async def main():
    library = Library(Path(sys.argv[1]), Path(sys.argv[2]))
    await library.open()
    print("open", library.status().span.articles, flush=True)
    sys.stdin.readline()
    await library.reload("child", progress=lambda news: print(news.stage, news.articles, flush=True))
    print("done", library.status().span.articles, flush=True)
    await library.close()

asyncio.run(main())
"""


@contextlib.contextmanager
def other_process(corpus: Path, data: Path) -> Iterator[subprocess.Popen[str]]:
    """Another bot on the same folders, open and waiting for a line to reload."""
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen([sys.executable, "-c", _RELOADER, str(corpus), str(data)], text=True, **pipes) as process:  # type: ignore[call-overload]
        try:
            assert process.stdout.readline().startswith("open")
            yield process
        finally:
            process.kill()


def start_reload(process: subprocess.Popen[str]) -> psutil.Process:
    assert process.stdin
    assert process.stdout
    process.stdin.write("go\n")
    process.stdin.flush()
    while not process.stdout.readline().startswith(("reading", "indexing")):
        pass
    (worker,) = workers(process.pid)
    return worker


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGKILL])
async def test_a_worker_dies_with_the_process_that_started_it(
    corpus: Path, tmp_path: Path, make_library: MakeLibrary, end: signal.Signals
) -> None:
    with other_process(corpus, tmp_path / "data") as process:
        fill(corpus)
        worker = start_reload(process)
        process.send_signal(end)
        process.wait()
        worker.wait(5)
    library = make_library(corpus)
    await library.open()
    await still_the_same(library)


async def test_of_two_processes_one_builds_and_the_other_is_told(
    corpus: Path, tmp_path: Path, make_library: MakeLibrary
) -> None:
    with other_process(corpus, tmp_path / "data") as process:
        fill(corpus)
        library = make_library(corpus)
        await library.open()
        worker = start_reload(process)
        worker.suspend()  # else it may be done before ours has started
        with pytest.raises(BusyError, match="Another process"):
            await library.reload("test")
        one_shot = make_library(corpus)
        await one_shot.refresh()
        assert "Another process" in one_shot.notice
        assert "Aldford" in (await quotes(one_shot, ASKED))[0]
        worker.resume()
        assert process.stdout
        assert process.stdout.read().splitlines()[-1] == f"done {MANY + 8}"
        assert "Aldford" in (await quotes(library, ASKED))[0]
        assert library.status().span.articles == 8
        report = await library.reload("test")
    assert report.unchanged == report.articles == MANY + 8


async def test_the_first_index_is_waited_for_when_another_process_makes_it(
    corpus: Path, make_library: MakeLibrary
) -> None:
    library = make_library(corpus)
    root = library.data / "index"
    waiting = make_library(corpus)
    with index_lock(next(iter([waiting._root]))):
        opening = asyncio.create_task(library.open())
        await asyncio.sleep(0.5)
        assert not opening.done()
    await opening
    await still_the_same(library)
    assert len(list(root.glob("*/g*"))) == 1


@pytest.mark.parametrize("harm", ["cut", "flip", "format", "missing"])
async def test_a_damaged_generation_is_named_and_built_anew(
    corpus: Path, make_library: MakeLibrary, caplog: pytest.LogCaptureFixture, harm: str
) -> None:
    first = make_library(corpus)
    await first.open()
    folder = next((first.data / "index").glob("*/g*"))
    await first.close()
    largest = max((file for file in folder.iterdir() if file.name != "manifest.json"), key=lambda f: f.stat().st_size)
    if harm == "cut":
        os.truncate(largest, largest.stat().st_size // 2)
    elif harm == "flip":
        content = bytearray(largest.read_bytes())
        content[len(content) // 2] ^= 0xFF
        largest.write_bytes(content)
    elif harm == "format":
        manifest = folder / "manifest.json"
        manifest.write_text(manifest.read_text().replace("format", "former"))
    else:
        largest.unlink()
    library = make_library(corpus)
    await library.open()
    for _ in range(250):  # a flipped byte of an article is found just after the start
        if library.current.name != folder.name:
            break
        await asyncio.sleep(0.02)
    await still_the_same(library)
    assert folder.name in caplog.text
    assert library.current.name != folder.name


async def test_a_lost_manifest_costs_a_full_reading_and_nothing_else(corpus: Path, make_library: MakeLibrary) -> None:
    library = make_library(corpus)
    await library.open()
    (corpus / "0.txt").touch()
    await library.refresh()
    (amended,) = (library.data / "index").glob("*/*.files")
    amended.write_text("{")
    await library.refresh()
    assert library.status().last.unchanged == 8  # type: ignore[union-attr]
    await still_the_same(library)


async def test_a_full_disk_is_told_and_the_old_corpus_answers(corpus: Path, make_library: MakeLibrary) -> None:
    library = make_library(corpus)
    await library.open()
    write(corpus / "new.txt", "The mayor of Ilminster opened the tunnel. " * 100)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, hard))  # the worker inherits it: no file beyond 1,000 bytes
    try:
        with pytest.raises(DataError, match="cannot be written"):
            await library.reload("test")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    await still_the_same(library)
    assert (await library.reload("test")).added == 1


async def test_a_data_folder_that_is_none_is_told(corpus: Path, tmp_path: Path, make_library: MakeLibrary) -> None:
    (tmp_path / "data").write_text("a file")
    with pytest.raises(DataError, match="cannot be written"):
        await make_library(corpus).open()


async def test_an_empty_corpus_lets_a_bot_start_and_says_what_to_do(tmp_path: Path, make_library: MakeLibrary) -> None:
    (corpus := tmp_path / "corpus").mkdir()
    library = make_library(corpus)
    await library.open()
    assert str(corpus) in library.notice
    assert "Put .txt files into it" in library.notice
    assert await quotes(library, ASKED) == []
    with pytest.raises(CorpusError, match="holds no articles"):
        await make_library(corpus).refresh()
    write(corpus / "0.txt", "The mayor of Aldford opened the bridge.")
    assert (await library.reload("test")).added == 1
    assert library.notice == ""
    assert "Aldford" in (await quotes(library, ASKED))[0]


async def test_a_missing_corpus_lets_a_bot_start_but_stops_a_question(
    tmp_path: Path, make_library: MakeLibrary
) -> None:
    library = make_library(tmp_path / "nowhere")
    await library.open()
    assert "nowhere" in library.notice
    with pytest.raises(CorpusError, match="elsewhere"):
        await make_library(tmp_path / "elsewhere").refresh()


async def test_a_corpus_that_went_away_is_answered_from_its_last_index_with_a_notice(
    corpus: Path, make_library: MakeLibrary
) -> None:
    await make_library(corpus).open()
    shutil.move(corpus, corpus.with_name("moved"))
    library = make_library(corpus)
    await library.refresh()
    assert "There is no corpus" in library.notice
    await still_the_same(library)


async def test_no_secret_is_in_the_workers_environment(
    busy: tuple[Library, asyncio.Task[object]], monkeypatch: pytest.MonkeyPatch
) -> None:
    library, reload = busy
    library.cancel()
    await asyncio.gather(reload, return_exceptions=True)
    for name in ("DISCORD_TOKEN", "MILVUS_TOKEN", "STATE_URL"):
        monkeypatch.setenv(name, "secret")
    again = asyncio.create_task(library.reload("test"))
    while not workers():
        assert not again.done()
        await asyncio.sleep(0.01)
    (worker,) = workers()
    assert "secret" not in worker.environ().values()
    library.cancel()
    await asyncio.gather(again, return_exceptions=True)


async def test_an_index_that_cannot_be_changed_is_still_answered_from(corpus: Path, make_library: MakeLibrary) -> None:
    first = make_library(corpus)
    await first.open()
    (lock,) = (first.data / "index").glob("*/lock")
    lock.unlink()
    lock.mkdir()
    write(corpus / "new.txt", "The mayor of Ilminster opened the tunnel.")
    library = make_library(corpus)
    await library.refresh()
    assert "cannot be written" in library.notice
    await still_the_same(library)
    with pytest.raises(DataError):
        await first.reload("test")


async def test_closing_while_old_generations_are_read_leaves_nothing_behind(
    corpus: Path, make_library: MakeLibrary
) -> None:
    library = make_library(corpus)
    await library.open()
    go_on = threading.Event()
    slow = asyncio.create_task(library.use(lambda index: (go_on.wait(0.7), index.article(0).text)[1]))
    await asyncio.sleep(0)
    write(corpus / "0.txt", "The mayor of Ilminster opened the tunnel.")
    await library.refresh()
    await library.close()
    assert "opened" in await slow


async def test_a_follower_outlives_a_folder_that_fails_and_is_not_ready_meanwhile(
    corpus: Path, make_library: MakeLibrary
) -> None:
    indexer = make_library(corpus)
    await indexer.open()
    supervisor = Supervisor(first_pause=0.05, longest_pause=0.1, settled=0.3)
    follower = make_library(corpus, follows=True, supervisor=supervisor)
    follower.every = 0.05
    await follower.open()
    health = Health(follower)
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, hard))  # nothing can be opened: any error that is not ours
    try:
        await until(lambda: health.ready().get("following the index") is False)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    assert await quotes(follower, "Who opened the bridge of Aldford?"), "the last generation answers on"
    write(corpus / "new.txt", "The queen of Ilkley opened the bridge on Sunday.")
    await indexer.reload("test")
    await until(lambda: follower.current.name == indexer.current.name)
    await until(lambda: "following the index" not in health.ready())


@pytest.mark.parametrize(
    "error",
    [
        MissingExtraError("SEARCH_ENGINE=milvus", "milvus"),
        too_small(4711, 3),
        DataError("The disk is full."),
        CorpusError("There is no corpus."),
    ],
)
def test_every_error_arrives_on_the_other_side_of_the_pipe_as_it_was(error: ClippingsError) -> None:
    again = ClippingsError.from_json(json.loads(json.dumps(error.to_json())))
    assert (type(again), str(again), vars(again)) == (type(error), str(error), vars(error))


def test_every_error_that_there_is_can_be_sent() -> None:
    for kind in every_kind(ClippingsError):
        error = kind.__new__(kind)
        error.args = ("A sentence.",)
        again = ClippingsError.from_json(error.to_json())
        assert str(again) == "A sentence."


def every_kind(kind: type[ClippingsError]) -> list[type[ClippingsError]]:
    return [kind, *(each for below in kind.__subclasses__() for each in every_kind(below))]


async def until(holds: Callable[[], object]) -> None:
    async with asyncio.timeout(15):
        while not holds():  # noqa: ASYNC110 - nothing tells of it
            await asyncio.sleep(0.02)
