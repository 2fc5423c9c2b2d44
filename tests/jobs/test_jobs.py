"""Jobs between processes: done once, whoever takes them, dies over them or is away."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest

from bot.articles import Limits
from bot.curation.corpus_folder import CorpusFolder
from bot.curation.editor import LocalEditor
from bot.curation.uploads import Uploads
from bot.errors import CorpusError, ShrunkError
from bot.jobs.client import IndexerAwayError, IndexerDiedError, JobClient
from bot.jobs.corpus import RemoteEditor, corpus_handlers
from bot.jobs.files import DatabaseFiles, FolderFiles, JobFiles
from bot.jobs.taker import Handler, JobTaker, Work
from bot.store.jobs import LEASE
from bot.store.state import State
from bot.supervision import Supervisor
from tests.store.conftest import HERALD, Clock, Place

TODAY = date(2025, 6, 15)


@pytest.fixture
async def supervisor() -> AsyncIterator[Supervisor]:
    made = Supervisor()
    yield made
    await made.close()


@pytest.fixture
async def asking(place: Place) -> State:
    return await place.open()


async def look(*who: JobClient | JobTaker) -> None:
    """What `StateChanges` does in each process."""
    while True:
        for one in who:
            await one.heard()
        await asyncio.sleep(0.01)


def files_of(place: Place, state: State) -> JobFiles:
    return DatabaseFiles(state.jobs) if place.url else FolderFiles(place.data / "jobs")


async def test_each_job_is_done_once_by_one_of_three_processes(
    place: Place,
    asking: State,
    supervisor: Supervisor,
) -> None:
    done: list[int] = []

    async def double(work: Work) -> int:
        number = work.job.payload["number"]
        done.append(number)
        (content,) = await work.read_files()
        work.result_files = [content * 2]
        await asyncio.sleep(0.01)
        return int(number) * 2

    client = JobClient(asking.jobs, files_of(place, asking))
    takers = []
    for _ in range(3):
        state = await place.open()
        takers.append(JobTaker(state.jobs, files_of(place, state), {"double": double}, supervisor))
    supervisor.run("state_changes", look(client))
    for taker in takers:
        supervisor.run("state_changes", look(taker))
    results = await asyncio.gather(
        *(client.ask("double", {"number": number}, files=[b"%d" % number]) for number in range(12))
    )
    assert sorted(done) == list(range(12))
    assert [result.value for result in results] == [2 * number for number in range(12)]
    assert [result.files for result in results] == [[b"%d" % number * 2] for number in range(12)]
    await asyncio.sleep(0)
    assert not list((place.data / "jobs").glob("*")), "what is over is deleted"


async def refuse(_: Work) -> None:
    raise ShrunkError("Less than half would be left.")


async def break_down(_: Work) -> None:
    raise ZeroDivisionError("internals")


async def test_what_goes_wrong_there_is_said_here(place: Place, asking: State, supervisor: Supervisor) -> None:
    handlers: dict[str, Handler] = {"refuse": refuse, "break": break_down}
    files = DatabaseFiles(asking.jobs)
    client = JobClient(asking.jobs, files, away_after=0.05)
    taker = JobTaker(asking.jobs, files, handlers, supervisor)
    supervisor.run("state_changes", look(client, taker))
    with pytest.raises(ShrunkError, match="Less than half"):
        await client.ask("refuse", {})
    with pytest.raises(Exception, match="its log has more") as raised:
        await client.ask("break", {})
    assert "internals" not in str(raised.value)
    with pytest.raises(Exception, match="of another version"):
        await client.ask("unheard of", {})


async def test_who_is_away_or_dies_is_told_and_nothing_happens_later(
    place: Place,
    asking: State,
    supervisor: Supervisor,
    clock: Clock,
) -> None:
    client = JobClient(asking.jobs, DatabaseFiles(asking.jobs), away_after=0.05, died_after=0.1)
    supervisor.run("state_changes", look(client))
    with pytest.raises(IndexerAwayError, match="away, so nothing was changed"):
        await client.ask("remove", {})
    assert await asking.jobs.take("late") is None
    waiting = asyncio.create_task(client.ask("remove", {}))
    async with asyncio.timeout(5):
        while await asking.jobs.take("dying") is None:  # noqa: ASYNC110 - another process tells nothing
            await asyncio.sleep(0.01)
    with pytest.raises(IndexerDiedError):
        await waiting
    clock.seconds += LEASE
    assert await asking.jobs.take("started again") is None


async def test_a_process_that_leaves_gives_its_jobs_back(
    place: Place,
    asking: State,
    supervisor: Supervisor,
) -> None:
    begun = asyncio.Event()

    async def long(_: Work) -> None:
        begun.set()
        await asyncio.sleep(60)

    async def short(_: Work) -> str:
        return "done"

    files = DatabaseFiles(asking.jobs)
    client = JobClient(asking.jobs, files)
    leaving = Supervisor()
    first = JobTaker(asking.jobs, files, {"work": long}, leaving)
    asked = asyncio.create_task(client.ask("work", {}))
    while not begun.is_set():
        await first.heard()
        await asyncio.sleep(0.01)
    await leaving.close()
    supervisor.run("state_changes", look(client, JobTaker(asking.jobs, files, {"work": short}, supervisor)))
    assert (await asked).value == "done"


async def test_a_change_that_is_asked_for_again_after_a_death_is_made_once(tmp_path: Path) -> None:
    own = tmp_path / "corpus" / "servers" / str(HERALD)
    own.mkdir(parents=True)
    (own / "a.txt").write_text("One article.")
    folder = CorpusFolder(tmp_path / "corpus", tmp_path / "data", Limits(), lambda: TODAY)
    editor = LocalEditor(folder, uploads := Uploads(folder, tmp_path / "data"))
    path = f"servers/{HERALD}/a.txt"
    assert [await editor.remove(HERALD, path, key="1") for _ in range(2)] == [path, path]
    (entry,) = await editor.trashed(HERALD)
    assert [await editor.restore(HERALD, entry.name, key="2") for _ in range(2)] == [path, path]
    assert await editor.trashed(HERALD) == []
    with pytest.raises(CorpusError):
        await editor.restore(HERALD, entry.name, key="3")
    for _ in range(2):
        await editor.stage("12345678", "b.txt", b"Another article, all new.", HERALD, articles=1)
    assert [file.name for file in await editor.staged("12345678")] == ["b.txt"]
    added = [await editor.confirm("12345678", "b.txt", HERALD, key="4") for _ in range(2)]
    assert added == [f"servers/{HERALD}/b.txt"] * 2
    assert [await editor.delete(HERALD, added[0], key="5") for _ in range(2)] == added
    assert sorted(path.name for path in own.iterdir()) == ["a.txt"]
    editor.close()
    uploads.close()


async def test_a_remote_editor_returns_what_the_local_one_does(
    place: Place,
    asking: State,
    supervisor: Supervisor,
    tmp_path: Path,
) -> None:
    own = tmp_path / "corpus" / "servers" / str(HERALD)
    own.mkdir(parents=True)
    name = "long-" * 40 + ".txt"
    (own / name).write_text(" date 2024-05-06 One article.")
    folder = CorpusFolder(tmp_path / "corpus", tmp_path / "data", Limits(), lambda: TODAY)
    local = LocalEditor(folder, uploads := Uploads(folder, tmp_path / "data"))
    files = files_of(place, asking)
    client = JobClient(asking.jobs, files)
    supervisor.run("state_changes", look(client, JobTaker(asking.jobs, files, corpus_handlers(local), supervisor)))
    remote = RemoteEditor(client)
    (found,) = await remote.matching([HERALD, None], "long", 25)
    assert [found] == await local.matching([HERALD, None], "long", 25)
    assert len(found.value) < 100
    assert await remote.find([HERALD], found.value) == found
    assert await remote.find([HERALD], "other") is None
    assert await remote.export(HERALD, 1_000_000) == await local.export(HERALD, 1_000_000)
    await remote.stage("12345678", "b.txt", b"Another article, all new.", HERALD, articles=1)
    await remote.set_date("12345678", "b.txt", date(2024, 5, 7))
    assert await remote.staged("12345678") == await local.staged("12345678")
    with pytest.raises(CorpusError, match="must end in"):
        await remote.stage("12345678", "b.exe", b"x", HERALD, articles=1)
    await remote.remove(HERALD, found.path)
    assert await remote.trashed(HERALD) == await local.trashed(HERALD)
    local.close()
    uploads.close()
