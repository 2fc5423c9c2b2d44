"""Several processes over one state: what one writes the others see, and what should happen once does."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.store.state import State
from tests.store.conftest import ANNA, GAZETTE, HERALD, Place

ROOT = Path(__file__).parents[2]
SERVERS = range(1, 31)

PROGRAM = """
import asyncio, os, sys
from pathlib import Path
from bot.model import Verdict
from bot.store.state import State

async def main():
    state = await State.open(Path(os.environ["DATA"]), os.environ.get("STATE_URL") or None, now=lambda: 1.75e9)
    await state.servers.read(4101)
    print("open", flush=True)
    for line in sys.stdin:
        print(await eval(line), flush=True)
    await state.close()

async def turns(state):
    taken = [await state.audit.claim_reload(server) == 0 for server in range(1, 31)]
    return [taken, [await state.leases.acquire(f"sync:{number}", seconds=60) for number in range(1, 31)]]

async def asked(state, times):
    return [bool(await state.questions.keep(4101, 51, "Who?", Verdict.NOTHING)) for _ in range(times)].count(True)

async def lines(state):
    return await asyncio.gather(*(state.audit.add(4101, 51, "reload", str(number)) for number in range(50)))

asyncio.run(main())
"""


class Process:
    """Another process of the bot, as far as the state goes; it does what it is told and says what came of it."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    def told(self, work: str) -> None:
        assert self._process.stdin
        self._process.stdin.write(f"{work}\n".encode())

    async def says(self) -> str:
        assert self._process.stdout
        async with asyncio.timeout(30):
            return (await self._process.stdout.readline()).decode().strip()

    async def does(self, work: str) -> str:
        self.told(work)
        return await self.says()

    async def ends(self) -> int:
        assert self._process.stdin
        self._process.stdin.close()
        return await self._process.wait()


@asynccontextmanager
async def process(place: Place) -> AsyncIterator[Process]:
    given = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "DATA": str(place.data), "STATE_URL": place.url or ""}
    pipe = asyncio.subprocess.PIPE
    child = await asyncio.create_subprocess_exec(sys.executable, "-c", PROGRAM, env=given, stdin=pipe, stdout=pipe)
    started = Process(child)
    try:
        assert await started.says() == "open"
        yield started
        assert await started.ends() == 0
    finally:
        if child.returncode is None:
            child.kill()
            await child.wait()


@pytest.fixture
async def other(place: Place) -> AsyncIterator[Process]:
    async with process(place) as started:
        yield started


async def test_a_setting_that_another_process_changed_is_seen_within_seconds(state: State, other: Process) -> None:
    assert (await state.servers.read(HERALD)).excerpts == 3
    await other.does("state.servers.change(4101, excerpts=5)")
    async with asyncio.timeout(3):
        while (await state.servers.read(HERALD)).excerpts != 5:  # noqa: ASYNC110 - nothing tells us, that is the point
            await asyncio.sleep(0.05)
    await state.servers.change(HERALD, excerpts=2)
    assert "excerpts=2" in await other.does("state.servers.change(4101, private=True)"), (
        "a change begins at what is there"
    )


async def test_a_turn_is_taken_by_one_of_two_processes(place: Place, other: Process) -> None:
    async with process(place) as third:
        for each in (other, third):
            each.told("turns(state)")
        one, two = eval(await other.says()), eval(await third.says())
    for ours, theirs in zip(one, two, strict=True):
        assert [mine + yours for mine, yours in zip(ours, theirs, strict=True)] == [1] * len(SERVERS)


async def test_no_question_is_kept_after_consent_was_taken_back_in_another_process(
    state: State, other: Process
) -> None:
    await state.servers.change(HERALD, keep_questions=True)
    other.told("asked(state, 200)")
    await asyncio.sleep(0.05)
    await state.servers.change(HERALD, keep_questions=False)
    assert 0 <= int(await other.says()) <= 200
    assert await state.questions.unanswered(HERALD) == []


async def test_lines_of_two_processes_are_all_there(state: State, other: Process) -> None:
    other.told("lines(state)")
    for number in range(50, 100):
        await state.audit.add(HERALD, ANNA, "reload", str(number))
    await other.says()
    lines = await state.audit.entries(HERALD, limit=200)
    assert sorted(int(line.detail) for line in lines) == list(range(100))
    assert len({line.number for line in lines}) == 100
    assert await state.audit.entries(GAZETTE) == []
