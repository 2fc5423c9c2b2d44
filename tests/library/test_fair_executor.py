"""Threads shared by servers: a storm of one delays another by the piece of work under way, and no more."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.library import Library
from bot.library.fair_executor import FairExecutor
from bot.request import set_party


async def test_another_queue_is_next_however_long_the_first_is() -> None:
    executor = FairExecutor(1, "test")
    order: list[str] = []
    begun, held = threading.Event(), threading.Event()

    def work() -> None:
        begun.set()
        held.wait()
        order.append("hostile")

    hostile = [executor.run(work, queue=1) for _ in range(50)]
    await asyncio.to_thread(begun.wait)
    quiet = executor.run(lambda: order.append("quiet"), queue=2)
    held.set()
    await quiet
    assert order.index("quiet") == 1, "behind the piece of work under way alone"
    await asyncio.gather(*hostile)
    executor.shutdown()


async def test_a_thread_stays_free_for_others() -> None:
    executor = FairExecutor(2, "test")
    held = threading.Event()
    hostile = [executor.run(held.wait, queue=1) for _ in range(5)]
    assert await asyncio.wait_for(executor.run(lambda: "at once", queue=2), 5) == "at once"
    held.set()
    await asyncio.gather(*hostile)
    executor.shutdown()


async def test_work_is_queued_by_the_party_of_the_request_and_its_errors_are_the_callers() -> None:
    executor = FairExecutor(1, "test")
    set_party(7)
    with pytest.raises(ZeroDivisionError):
        await executor.run(lambda: 1 // 0)
    assert await executor.run(lambda: "still works") == "still works"
    executor.shutdown()


async def test_work_that_nobody_waits_for_any_more_is_not_begun() -> None:
    executor = FairExecutor(1, "test")
    held, begun = threading.Event(), threading.Event()
    first = executor.run(held.wait, queue=1)
    second = executor.run(begun.set, queue=1)
    second.cancel()
    await asyncio.sleep(0)
    held.set()
    await first
    await executor.run(lambda: None, queue=1)
    assert not begun.is_set()
    executor.shutdown()


async def test_a_slow_look_up_keeps_nobody_else_waiting(make_library: Callable[..., Library], corpus: Path) -> None:
    library = make_library(corpus)
    await library.open()
    gate = threading.Event()
    slow = asyncio.create_task(library.use(lambda _: gate.wait(10)))
    async with asyncio.timeout(5):
        assert await library.use(lambda index: index.name)
    assert not slow.done()
    gate.set()
    await slow
