"""Counting what is under way, so that nothing is taken on beyond reason and nobody is left standing at the end."""

from __future__ import annotations

import asyncio
from types import TracebackType


class Work:
    """Use as a context around each piece of work; `done` waits until there is none."""

    def __init__(self) -> None:
        self.count = 0
        self._none_left = asyncio.Event()
        self._none_left.set()

    def __enter__(self) -> None:
        self.count += 1
        self._none_left.clear()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.count -= 1
        if not self.count:
            self._none_left.set()

    async def done(self) -> None:
        """Returns once nothing is under way."""
        await self._none_left.wait()
