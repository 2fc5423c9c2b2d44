"""The program as systemd runs it: a process with its environment, its output, and signals."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import psutil

ROOT = Path(__file__).parents[2]


class Running:
    """A process whose output is kept as it comes."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process
        self.output = ""
        self._reading = asyncio.create_task(self._read())

    async def _read(self) -> None:
        assert self.process.stdout
        async for line in self.process.stdout:
            self.output += line.decode()

    async def says(self, text: str, seconds: float = 60) -> None:
        """Waits until the output holds `text`."""
        async with asyncio.timeout(seconds):
            while text not in self.output:
                assert not self._reading.done(), self.output
                await asyncio.sleep(0.02)

    def workers(self) -> list[psutil.Process]:
        """The processes of its reloads."""
        children = psutil.Process(self.process.pid).children(recursive=True)
        return [child for child in children if child.status() != psutil.STATUS_ZOMBIE]

    async def works(self, seconds: float = 60) -> psutil.Process:
        """Waits until a reload's process is at work."""
        async with asyncio.timeout(seconds):
            while not (found := self.workers()):
                assert not self._reading.done(), self.output
                await asyncio.sleep(0.02)
        return found[0]

    async def ends(self, seconds: float = 10) -> int:
        """Its exit code, within the ten seconds that Docker and we give it."""
        async with asyncio.timeout(seconds):
            code = await self.process.wait()
        await self._reading
        return code

    def told(self, number: signal.Signals) -> None:
        """Sends a signal."""
        self.process.send_signal(number)


@asynccontextmanager
async def running(
    folder: Path, *words: str, code: str | None = None, user: int | None = None, **environment: str
) -> AsyncIterator[Running]:
    """`python -m bot <words>` in `folder` with nothing of the developer's environment; or the program `code`."""
    kept = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8"}
    given: Sequence[str] = ["-m", "bot"] if code is None else ["-c", code]
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *given,
        *words,
        cwd=folder,
        env={**kept, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1", "HOME": str(folder), **environment},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        user=user,
    )
    started = Running(process)
    try:
        yield started
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
        await started._reading
