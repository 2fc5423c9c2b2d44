"""What systemd hears over its socket, received as systemd receives it."""

from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest

from bot.health.service_manager import ServiceManager


@pytest.fixture(params=["path", "abstract"])
def listener(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[socket.socket, str]]:
    """A socket as systemd makes it, and what NOTIFY_SOCKET says of it."""
    name = str(tmp_path / "notify") if request.param == "path" else f"@clippings-test-{tmp_path.name}-{id(request)}"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as receiver:
        receiver.bind(f"\0{name[1:]}" if name[0] == "@" else name)
        receiver.setblocking(False)
        yield receiver, name


def heard(receiver: socket.socket) -> list[str]:
    lines: list[str] = []
    with suppress(BlockingIOError):
        while True:
            lines += receiver.recv(4096).decode().splitlines()
    return lines


async def until(receiver: socket.socket, line: str) -> list[str]:
    """All that is heard up to `line`."""
    lines: list[str] = []
    async with asyncio.timeout(10):
        while line not in lines:
            lines += heard(receiver)
            await asyncio.sleep(0.005)
    return lines


@asynccontextmanager
async def watched(manager: ServiceManager, parts: dict[str, bool]) -> AsyncIterator[None]:
    task = asyncio.create_task(manager.watch(lambda: parts))
    yield
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def test_it_is_ready_once_everything_is_there_and_says_so_once(listener: tuple[socket.socket, str]) -> None:
    receiver, name = listener
    parts = {"library": True, "discord": False}
    async with watched(ServiceManager({"NOTIFY_SOCKET": name, "WATCHDOG_USEC": "20000"}), parts):
        before = await until(receiver, "STATUS=Waiting for discord")
        parts["discord"] = True
        after = await until(receiver, "STATUS=Answering")
        later = [line for _ in range(3) for line in await until(receiver, "WATCHDOG=1")]
    assert "READY=1" not in before
    assert "READY=1" in after
    assert set(later) == {"WATCHDOG=1"}


async def test_a_discord_that_is_away_does_not_hold_up_the_boot(listener: tuple[socket.socket, str]) -> None:
    receiver, name = listener
    manager = ServiceManager({"NOTIFY_SOCKET": name, "WATCHDOG_USEC": "20000"}, patience=0.05)
    async with watched(manager, {"library": True, "discord": False}):
        assert "STATUS=Answering" not in await until(receiver, "READY=1")


async def test_what_was_not_taken_is_said_again(listener: tuple[socket.socket, str], tmp_path: Path) -> None:
    receiver, name = listener
    manager = ServiceManager({"NOTIFY_SOCKET": name, "WATCHDOG_USEC": "2000"})
    while manager.tell("WATCHDOG=1"):
        pass  # until the queue of the socket is full
    async with watched(manager, {"library": True}):
        await asyncio.sleep(0.05)
        assert "READY=1" in await until(receiver, "READY=1")


async def test_an_event_loop_that_stands_still_feeds_no_watchdog(listener: tuple[socket.socket, str]) -> None:
    receiver, name = listener
    async with watched(ServiceManager({"NOTIFY_SOCKET": name, "WATCHDOG_USEC": "20000"}), {}):
        await until(receiver, "WATCHDOG=1")
        heard(receiver)
        time.sleep(0.1)  # noqa: ASYNC251 - standing still is the case
        assert heard(receiver) == []


async def test_without_systemd_nothing_is_sent_and_nothing_waits() -> None:
    await asyncio.wait_for(ServiceManager({}).watch(dict), 1)
    assert not ServiceManager({"NOTIFY_SOCKET": "/nowhere/at/all"}).tell("READY=1")
