"""A disk that is full or read-only under a running bot, a killed reload, a clock set back: what each person sees."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import re
import resource
import subprocess
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractContextManager, asynccontextmanager, contextmanager, suppress
from pathlib import Path

import psutil
import pytest
import simcord

from bot.chat.questions.rate_limit import RateLimit
from bot.chat.setup import create_bot
from bot.errors import ExitCode
from bot.library import Library
from bot.store.state import State
from tests.chat.archive import ARTICLES, write_archive
from tests.chat.world import Seen, World, choose, seen, shown
from tests.reliability.conftest import TODAY
from tests.reliability.running import running
from tests.store.conftest import Clock

HERON = "Where did the Heron probe land?"
QUOTE = "on Titan on Monday after a journey of seven years"
NEW = '{"id": "new", "text": "The Gannet probe was launched from a ferry.", "date": "2022-08-01"}'

Trouble = Callable[[], AbstractContextManager[None]]


@pytest.fixture
def data(tmp_path: Path) -> Iterator[Path]:
    """A data folder on a file system of its own, 8 MB large, where one can be mounted; else an ordinary folder."""
    folder = tmp_path / "data"
    folder.mkdir()
    mounted = _mount("-t", "tmpfs", "-o", "size=8m", "clippings-test", str(folder))
    yield folder
    if mounted:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def _mount(*words: str) -> bool:
    if os.geteuid() != 0:
        return False
    try:
        return subprocess.run(["mount", *words], check=False, capture_output=True).returncode == 0
    except FileNotFoundError:
        return False


@pytest.fixture(params=["full", "write limit"])
def full(request: pytest.FixtureRequest, data: Path) -> Trouble:
    """Fills the disk while its context is."""
    if request.param == "write limit":  # what everybody may set, also without root: no file may grow
        return _no_file_grows
    if not data.is_mount():
        pytest.skip("needs root, to mount a small file system")
    return lambda: _full(data)


@contextmanager
def _full(data: Path) -> Iterator[None]:
    filler = data / "filler"
    with filler.open("wb", buffering=0) as file:
        for size in (1 << 16, 1 << 10, 1):
            with suppress(OSError):
                while True:
                    file.write(bytes(size))
    yield
    filler.unlink()


@contextmanager
def _no_file_grows() -> Iterator[None]:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@contextmanager
def _read_only(folder: Path) -> Iterator[None]:
    """As after a fault of the disk; for root, whom no permission binds, a mount of its own."""
    if os.geteuid() != 0:
        folders = [path for path in (folder, *folder.rglob("*")) if path.is_dir()]
        for each in folders:
            each.chmod(0o555)
        yield
        for each in folders:
            each.chmod(0o755)
    elif _mount("--bind", str(folder), str(folder)) and _mount("-o", "remount,bind,ro", str(folder)):
        yield
        subprocess.run(["umount", str(folder)], check=True)
    else:
        pytest.skip("root here may not mount")


@asynccontextmanager
async def room(folder: Path, clock: Clock | None = None) -> AsyncIterator[World]:
    """A bot whose library and state lie in `folder/data`."""
    write_archive(folder / "corpus", ARTICLES)
    library = Library(folder / "corpus", folder / "data", today=lambda: TODAY)
    state = await State.open(folder / "data", now=clock or time.time)
    await library.open()
    bot = create_bot(library, state, today=lambda: TODAY, limit=RateLimit(questions=1000), shard_count=1)
    async with simcord.run(bot) as env:
        yield World(env)
    await library.close()
    await state.close()


async def ask(world: World, question: str = HERON) -> Seen:
    return seen(await world.member.slash(world.channel, "ask", question=question))


async def reload(world: World) -> str:
    return seen(await world.admin.slash(world.channel, "corpus reload")).text


async def all_is_well_again(world: World) -> None:
    assert "1 added" in await reload(world)
    answered = await world.member.slash(world.channel, "ask", question="What launched the Gannet probe?")
    assert "launched from a ferry" in seen(answered).text
    assert "APA" in seen(await choose(world.member, shown(answered), "Cite")).text


async def test_a_full_disk_costs_no_answer_and_is_told_in_sentences(
    tmp_path: Path, full: Trouble, caplog: pytest.LogCaptureFixture
) -> None:
    async with room(tmp_path) as world:
        (tmp_path / "corpus" / "new.json").write_text(NEW)
        with full():
            answered = await world.member.slash(world.channel, "ask", question=HERON)
            changed = seen(await world.admin.slash(world.channel, "settings answers", excerpts=5))
            refused = await reload(world)
            assert QUOTE in (await ask(world)).text, "still"
        assert QUOTE in seen(answered).text
        sentence = r"The disk that holds …/state.db (is full|reports an error): nothing was changed."
        assert re.fullmatch(sentence, changed.text)
        assert re.fullmatch(sentence, refused)
        assert not [record for record in caplog.records if record.exc_info], "all of it was foreseen"
        await all_is_well_again(world)


async def test_an_index_that_became_read_only_is_reported_to_the_requester(tmp_path: Path, clock: Clock) -> None:
    async with room(tmp_path, clock) as world:
        (tmp_path / "corpus" / "new.json").write_text(NEW)
        with _read_only(tmp_path / "data" / "index"):
            told = await reload(world)
            assert QUOTE in (await ask(world)).text
        assert re.search(r"Not reloaded\nThe .*cannot be written \(.*\): Read-only file system", told)
        assert "The former articles go on answering" in told
        assert str(tmp_path) not in told, "where the files lie is nobody's business"
        clock.pass_days(1)
        await all_is_well_again(world)


async def test_a_start_on_a_read_only_data_folder_is_one_sentence_and_a_question_is_answered_all_the_same(
    tmp_path: Path, corpus: Path, library: Library
) -> None:
    await library.close()
    with _read_only(tmp_path / "data"):
        async with running(tmp_path, "run") as bot:
            assert await bot.ends(60) == ExitCode.DATA
        async with running(tmp_path, "ask", "--as-of", "2022-08-25", HERON) as asked:
            assert await asked.ends(60) == 0
    said = [line for line in bot.output.splitlines() if line.startswith("clippings: ")]
    assert len(said) == 1
    assert re.fullmatch(r"clippings: data/state.db cannot be written: .*Set DATA to a folder that can\.", said[0])
    assert "Traceback" not in bot.output
    assert "on Titan on Monday" in asked.output
    assert "cannot be written" in asked.output, "it says why it may be out of date"


async def test_the_requester_of_a_reload_reads_that_the_process_was_killed(tmp_path: Path) -> None:
    async with room(tmp_path) as world:
        with (tmp_path / "corpus" / "many.jsonl").open("w") as file:
            for number in range(5_000):
                record = {"id": number, "text": f"Bridge {number} opened. " * 20, "date": "2020-10-28"}
                file.write(json.dumps(record) + "\n")
        killing = asyncio.create_task(_kill_the_worker())
        told = await reload(world)
        assert await killing
        assert "stopped by SIGKILL (the system may have run out of memory)" in told
        assert "The former articles go on answering" in told
        assert QUOTE in (await ask(world)).text


def _workers() -> list[psutil.Process]:
    """The processes of a reload; the readers of files are others."""
    found = []
    for child in psutil.Process().children():
        with contextlib.suppress(psutil.NoSuchProcess, psutil.ZombieProcess):
            if "bot.library.building.worker" in " ".join(child.cmdline()):
                found.append(child)
    return found


async def _kill_the_worker() -> bool:
    """Kills the process of the next reload, as a system short of memory does."""
    async with asyncio.timeout(30):
        while not (workers := _workers()):  # noqa: ASYNC110 - another process tells nobody
            await asyncio.sleep(0.01)
    workers[0].kill()
    return True


async def test_a_clock_set_back_locks_nobody_out(world: World, clock: Clock, corpus: Path) -> None:
    answered = await world.member.slash(world.channel, "ask", question=HERON)
    assert "Reloaded" in await reload(world)
    clock.pass_days(-400)
    (corpus / "new.json").write_text(NEW)
    assert "1 added" in await reload(world), "not a minute's wait that lasts 400 days"
    assert "APA" in seen(await choose(world.member, shown(answered), "Cite")).text
    assert "launched from a ferry" in (await ask(world, "What launched the Gannet probe?")).text
    await world.member.send(world.channel, f"{world.me} {HERON}")
    assert "Okoye" in seen(next(world.answers())).text or QUOTE in seen(next(world.answers())).text
