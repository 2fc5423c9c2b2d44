from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from itertools import pairwise

import pytest

from bot.errors import DataError
from bot.supervision import Supervisor


async def until(holds: Callable[[], object]) -> None:
    async with asyncio.timeout(5):
        while not holds():  # noqa: ASYNC110 - nothing tells of it
            await asyncio.sleep(0.01)


async def test_a_task_that_fails_is_logged_named_as_failing_and_started_again_with_growing_pauses(
    caplog: pytest.LogCaptureFixture,
) -> None:
    supervisor = Supervisor(first_pause=0.02, longest_pause=0.05, settled=0.1)
    starts: list[float] = []

    async def stale() -> None:
        starts.append(asyncio.get_running_loop().time())
        if len(starts) < 4:
            raise OSError(116, "Stale file handle")
        await asyncio.sleep(60)

    supervisor.keep_running("following", stale)
    await until(lambda: supervisor.failing)
    assert "Stale file handle" in supervisor.failing["following"]
    await until(lambda: len(starts) == 4)
    pauses = [later - earlier for earlier, later in pairwise(starts)]
    assert pauses[0] < pauses[1]
    assert pauses[2] >= 0.05
    await until(lambda: not supervisor.failing)
    errors = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert len(errors) == 1, "the same reason is one line"
    assert "following failed and is started again" in errors[0].getMessage()
    await supervisor.close()


async def test_a_sentence_is_logged_without_a_traceback_and_a_passing_task_once(
    caplog: pytest.LogCaptureFixture,
) -> None:
    supervisor = Supervisor()

    async def fails() -> None:
        raise DataError("The disk is full.")

    async def breaks() -> None:
        raise KeyError("what")

    supervisor.run("tidying", fails())
    supervisor.run("counting", breaks())
    await until(lambda: len(caplog.records) == 2)
    assert caplog.records[0].getMessage() == "tidying failed: The disk is full."
    assert caplog.records[0].exc_info is None
    assert caplog.records[1].exc_info is not None
    assert supervisor.failing == {}
    await supervisor.close()


async def test_a_task_that_returns_or_is_stopped_is_not_started_again() -> None:
    supervisor, runs = Supervisor(first_pause=0.01), 0

    async def once() -> None:
        nonlocal runs
        runs += 1

    supervisor.keep_running("once", once)
    await asyncio.sleep(0.05)
    assert runs == 1
    forever = asyncio.Event()

    async def wait() -> None:
        await forever.wait()

    supervisor.keep_running("wait", wait)
    with pytest.raises(ValueError, match="runs already"):
        supervisor.keep_running("wait", wait)
    await supervisor.stop("wait")
    supervisor.keep_running("wait", wait)
    await supervisor.close()
