"""The process that builds an index: killed, cancelled, without its parent, beside another; and the errors it sends."""

from __future__ import annotations

import asyncio
import contextlib
import json
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
from bot.library import Library
from bot.library.building.build import too_small
from bot.library.building.lock import index_lock
from tests.library.building.workers import ASKED, still_the_same, workers
from tests.library.conftest import quotes

MakeLibrary = Callable[..., Library]

MANY = 1_500


def fill(corpus: Path) -> None:
    """Enough to keep a worker busy for a second or two."""
    with (corpus / "many.jsonl").open("w") as file:
        for number in range(MANY):
            text = f"Town {number} opened bridge {number * 7}. " + " ".join(f"w{n * number % 999}" for n in range(300))
            file.write(json.dumps({"id": number, "text": text, "date": "2020-10-28"}) + "\n")


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


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="needs /proc")
def test_the_lock_of_an_index_is_free_again_though_a_child_still_shares_it(tmp_path: Path) -> None:
    with index_lock(tmp_path):
        (shared,) = [int(fd.name) for fd in Path("/proc/self/fd").iterdir() if links_to(fd, tmp_path / "lock")]
        child = subprocess.Popen(["sleep", "60"], pass_fds=[shared])
    try:
        with index_lock(tmp_path), pytest.raises(BusyError), index_lock(tmp_path):
            pass
    finally:
        child.kill()
        child.wait()


def links_to(descriptor: Path, path: Path) -> bool:
    with contextlib.suppress(FileNotFoundError):  # the descriptor of the listing itself
        return descriptor.readlink() == path
    return False


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGKILL])
async def test_a_worker_dies_with_the_process_that_started_it(
    corpus: Path, tmp_path: Path, make_library: MakeLibrary, end: signal.Signals
) -> None:
    with other_process(corpus, tmp_path / "data") as process:
        fill(corpus)
        worker = start_reload(process)
        process.send_signal(end)
        process.wait()
        gone, _ = psutil.wait_procs([worker], timeout=5)
        assert gone == [worker]
    library = make_library(corpus)
    await library.open()
    await still_the_same(library)


async def test_of_two_processes_one_builds_and_the_other_is_reported(
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


def test_a_build_waits_while_old_generations_are_deleted(tmp_path: Path) -> None:
    taken, deleted = threading.Event(), threading.Event()

    def delete() -> None:
        with index_lock(tmp_path):
            taken.set()
            time.sleep(0.2)
            deleted.set()

    threading.Thread(target=delete).start()
    taken.wait()
    with pytest.raises(BusyError), index_lock(tmp_path):
        pass
    with index_lock(tmp_path, patience=5.0):
        assert deleted.is_set()
