"""Counts what is under way: interactions, so that the bot leaves cleanly; questions, so that the queue has an end."""

from __future__ import annotations

import asyncio
from types import TracebackType


class Inflight:
    """A counter used as a context manager around each piece of work; `idle` waits until the count is zero."""

    def __init__(self) -> None:
        self.count = 0
        self._idle = asyncio.Event()
        self._idle.set()

    def __enter__(self) -> None:
        self.count += 1
        self._idle.clear()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.count -= 1
        if not self.count:
            self._idle.set()

    async def idle(self) -> None:
        """Returns once nothing is under way."""
        await self._idle.wait()
