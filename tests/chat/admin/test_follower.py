"""A bot that follows an index which another process makes: its admins' commands work, through that process."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from bot.chat.admin.corpus.reload_runs import Starter, read_starter
from bot.chat.admin.corpus.reload_view import finished_view, running_view
from bot.chat.bot import ClippingsBot
from bot.chat.questions.rate_limit import RateLimit
from bot.chat.setup import create_bot
from bot.curation.state_changes import StateChanges
from bot.curation.takedowns import Takedowns
from bot.errors import CancelledReloadError
from bot.jobs.client import IndexerAwayError, JobClient
from bot.jobs.files import DatabaseFiles
from bot.jobs.reloads import RemoteReloader
from bot.library import Library
from bot.store.state import State
from tests.chat.admin.conftest import TODAY
from tests.chat.admin.house import House, eventually
from tests.chat.admin.test_running import SLOW, run_of
from tests.chat.world import seen
from tests.store.conftest import kind, postgres, running_postgres  # noqa: F401 - fixtures

ROOT = Path(__file__).parents[3]
COMET = " date 2024-05-06 Comet Pelikan will pass the Earth in August. Astronomers expect a bright tail."


class Indexer:
    """The other process; a test may stop, kill and start it."""

    def __init__(self, folder: Path, url: str | None) -> None:
        self._command = [sys.executable, "-m", "tests.jobs.indexer", str(folder)]
        self._environment = {**os.environ, "PYTHONPATH": str(ROOT), "STATE_URL": url or ""}
        self.process: subprocess.Popen[str] | None = None

    def start(self, **environment: str) -> None:
        pipe = subprocess.PIPE
        given = {**self._environment, **environment}
        self.process = subprocess.Popen(self._command, env=given, stdin=pipe, stdout=pipe, text=True)
        assert self.process.stdout is not None
        assert self.process.stdout.readline() == "ready\n"

    def stop(self) -> None:
        if self.process is not None:
            self.process.communicate()
        self.process = None

    def start_again(self, **environment: str) -> int:
        """Waits until the process has died, and starts another; returns what it died of."""
        assert self.process is not None
        died_of = self.process.wait()
        self.stop()
        self.start(**environment)
        return died_of


@pytest.fixture
def url(request: pytest.FixtureRequest, kind: str) -> str | None:  # noqa: F811
    return request.getfixturevalue("postgres").url() if kind == "postgres" else None


@pytest.fixture
async def indexer(tmp_path: Path, corpus: Path, url: str | None) -> AsyncIterator[Indexer]:
    made = Indexer(tmp_path, url)
    await asyncio.to_thread(made.start)
    yield made
    await asyncio.to_thread(made.stop)


@pytest.fixture
async def state(tmp_path: Path, url: str | None, indexer: Indexer) -> AsyncIterator[State]:
    opened = await State.open(tmp_path / "data", url)
    yield opened
    await opened.close()


@pytest.fixture
async def library(tmp_path: Path, corpus: Path, indexer: Indexer) -> AsyncIterator[Library]:
    opened = Library(corpus, tmp_path / "data", today=lambda: TODAY, follows=True)
    await opened.open()
    yield opened
    await opened.close()


@pytest.fixture
async def state_changes(library: Library, state: State) -> AsyncIterator[StateChanges]:
    made = StateChanges(state)
    made.listeners.append(Takedowns(state, library).refresh)
    library.supervisor.keep_running("state_changes", made.run)
    yield made
    await library.supervisor.stop("state_changes")


@pytest.fixture
def simcord_bot(library: Library, state: State, state_changes: StateChanges) -> ClippingsBot:
    limit = RateLimit(questions=1000)
    return create_bot(library, state, today=lambda: TODAY, limit=limit, shard_count=1, state_changes=state_changes)


async def upload(house: House, text: str) -> Any:
    server = house.herald
    return await server.admin.slash(server.channel, "corpus add", file=("comet.txt", text.encode()))


async def test_files_are_added_removed_and_restored_there_and_quoted_here(house: House, indexer: Indexer) -> None:
    server = house.herald
    card = await upload(house, COMET)
    assert "Comet Pelikan" in seen(card).text
    await server.admin.click(card.response, label="Confirm")
    assert "Added 1 file" in seen(card).text
    assert "1 added" in seen(card).text
    assert "Pelikan" in (await house.ask(server, server.member, "When does comet Pelikan pass?")).text
    assert [path.read_text() for path in house.own_folder(server).iterdir()] == [COMET]

    for command, name in (("corpus remove", "Remove"), ("corpus restore", "")):
        (choice,) = await server.admin.autocomplete(server.channel, command, "file", "comet")
        card = await server.admin.slash(server.channel, command, file=choice["value"])
        if name:
            await server.admin.click(card.response, label=name)
            gone = await house.ask(server, server.member, "When does comet Pelikan pass?")
            assert not gone.quotes, "the takedown counts at once"
    assert "Restored" in seen(card).text
    assert "Pelikan" in (await house.ask(server, server.member, "When does comet Pelikan pass?")).text
    log = seen(await server.admin.slash(server.channel, "corpus log")).text
    assert all(log.count(word) == 1 for word in ("add —", "remove —", "restore —")), log


async def test_a_reload_here_is_done_there_and_its_report_shown_here(
    house: House, library: Library, indexer: Indexer
) -> None:
    server = house.herald
    house.write(None, "comet.txt", COMET)
    card = seen(await server.admin.slash(server.channel, "corpus reload"))
    assert "Reloaded" in card.text
    assert "1 added · 0 changed" in card.text
    async with asyncio.timeout(10):
        while (found := library.totals()) is None or found.articles < 5:  # noqa: ASYNC110 - it looks every second
            await asyncio.sleep(0.05)
    assert "5 articles" in seen(await server.admin.slash(server.channel, "corpus status")).text
    assert "nothing to export" in seen(await server.admin.slash(server.channel, "corpus export")).text.casefold()
    house.write(server, "own.txt", COMET)
    export = await server.admin.slash(server.channel, "corpus export")
    assert "1 article of this server" in seen(export).text
    for name in ("corpus remove", "corpus restore"):
        assert not (await server.admin.autocomplete(server.channel, name, "file", "zzz"))


@pytest.mark.parametrize("kind", ["sqlite"])
async def test_cancel_and_reload_anyway_reach_the_other_process(
    house: House, state: State, library: Library, state_changes: StateChanges
) -> None:
    server, reloads, owner = house.herald, house.services.reloads, house.owner
    for name in ("heron.txt", "ferry.txt", "market.txt"):
        (house.corpus / name).unlink()
    refused = await server.admin.slash(server.channel, "corpus reload")
    assert "Not reloaded yet" in seen(refused).text
    assert "owners only" in seen(await server.admin.click(refused.response, label="Reload anyway")).text
    await owner.click(refused.response, label="Reload anyway")
    assert "3 removed" in seen(refused).text

    for number in range(20):  # ten seconds to read
        house.write(None, f"slow{number}.html", SLOW)
    other = RemoteReloader(JobClient(state.jobs, DatabaseFiles(state.jobs)), library)  # that of another follower
    state_changes.listeners.append(other.heard)
    card = await house.post(server, running_view(run_of(Starter(server.id)), server.id, totals=True))
    for start in (other.start_reload, lambda by: reloads.start(read_starter(by))):
        run = start(Starter(server.id, server.admin.id).recorded)
        await asyncio.wait_for(eventually(reloads.find_running), 20)
        await server.admin.click(card, label="Cancel")
        with pytest.raises(CancelledReloadError):
            await run.wait()
    assert "No reload is running" in seen(await server.admin.click(card, label="Cancel")).text


@pytest.mark.parametrize("kind", ["sqlite"])
async def test_what_a_killed_process_was_doing_is_done_once_by_the_next(house: House, indexer: Indexer) -> None:
    server = house.herald
    await asyncio.to_thread(indexer.stop)
    await asyncio.to_thread(indexer.start, DIES="confirm", LEASE="1.5")
    card = await upload(house, COMET)

    async def two_deaths() -> list[int]:
        first = await asyncio.to_thread(indexer.start_again, DIES="reload", LEASE="1.5")
        return [first, await asyncio.to_thread(indexer.start_again)]

    deaths = asyncio.create_task(two_deaths())
    with suppress(TimeoutError):  # SimCord waits for five seconds
        await server.admin.click(card.response, label="Confirm")
    assert await deaths == [-signal.SIGKILL] * 2

    async def ended() -> bool:
        return "Reloaded" in house.edits()[-1]

    await asyncio.wait_for(eventually(ended), 60)
    assert "### Added 1 file" in house.edits()[-1]
    assert "1 added" in house.edits()[-1], "the reload that was begun again tells what it did"
    assert [path.read_text() for path in house.own_folder(server).iterdir()] == [COMET]
    assert "Pelikan" in (await house.ask(server, server.member, "When does comet Pelikan pass?")).text
    log = seen(await server.admin.slash(server.channel, "corpus log")).text
    assert (log.count("add —"), log.count("reload —")) == (1, 1), log


async def test_without_the_indexing_process_a_sentence_says_so_and_nothing_is_done_later(
    house: House, indexer: Indexer, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = house.herald
    await asyncio.to_thread(indexer.stop)
    monkeypatch.setattr(house.services.editor._client, "away_after", 0.3)  # type: ignore[attr-defined]
    card = seen(await server.admin.slash(server.channel, "corpus export"))
    assert card.text.startswith(str(IndexerAwayError())[:40])
    assert await server.admin.autocomplete(server.channel, "corpus remove", "file", "her") == []
    before = house.files()
    await asyncio.to_thread(indexer.start)
    await asyncio.sleep(0.3)
    assert house.files() == before


@pytest.mark.parametrize("kind", ["sqlite"])
async def test_a_bot_that_leaves_says_that_the_reload_goes_on(house: House, indexer: Indexer) -> None:
    await asyncio.to_thread(indexer.stop)
    reloads, server = house.services.reloads, house.herald.id
    run = reloads.start(Starter(server, house.herald.admin.id))
    await reloads.close()
    card = seen(await house.post(house.herald, finished_view(run, server, totals=False)))
    assert card.text.startswith("The reload goes on\nI am being restarted.")
    assert await house.services.state.audit.entries(server) == [], "how it ended is not known here"
