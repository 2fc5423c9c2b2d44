"""Counts what is under way: interactions, so that the bot leaves cleanly; questions, so that the queue has an end."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from types import TracebackType

from bot.errors import ClippingsError


class LeavingError(ClippingsError):
    """The bot is being stopped or restarted, and takes on nothing new."""

    def __init__(self) -> None:
        super().__init__("I am being restarted. Please try again in a minute.")


class Inflight:
    """A counter used as a context manager around each piece of work; `idle` waits until the count is zero."""

    def __init__(self, pace: Callable[[int], None] = lambda _member: None) -> None:
        """`pace` is told of each command and press of a member, and raises for one who sends too many."""
        self._pace = pace
        self.count = 0
        self.closed = False
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

    def require_open(self) -> None:
        """Raises LeavingError once the bot is leaving."""
        if self.closed:
            raise LeavingError

    def admit(self, member: int) -> None:
        """Takes on one more command or press of this member. Raises LeavingError, or what `pace` raises."""
        self.require_open()
        self._pace(member)

    def close(self) -> None:
        """Takes on nothing new from now on: the bot is leaving."""
        self.closed = True

    async def idle(self) -> None:
        """Returns once nothing is under way."""
        await self._idle.wait()
