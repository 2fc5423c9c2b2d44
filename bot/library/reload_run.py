"""A reload from its start to its outcome."""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import Callable
from datetime import UTC, datetime

from bot.library.building.reports import Reload
from bot.model import Progress


class ReloadRun:
    """One reload under way or over: its id, who started it, when (UTC), how far it is, and how it ended.

    `outcome` is a future: the report, or the error that the reload ended with. It is never cancelled, so waiting for it
    is safe for any number of callers (through `asyncio.shield`). Once it is done, the new generation answers.
    """

    def __init__(self, by: str, *, force: bool, cancel: Callable[[], bool]) -> None:
        self.id = secrets.token_hex(8)
        self.by = by
        self.force = force
        self.started = datetime.now(UTC)
        self.progress = Progress("starting")
        self.outcome: asyncio.Future[Reload] = asyncio.get_running_loop().create_future()
        self.outcome.add_done_callback(lambda done: done.exception())  # retrieved, also when nobody waits
        self.ended: float | None = None  # monotonic seconds
        self._cancel = cancel

    @property
    def done(self) -> bool:
        """Whether it is over."""
        return self.outcome.done()

    def cancel(self) -> bool:
        """Stops it; the outcome becomes `CancelledReloadError`. Returns whether there was anything to stop."""
        return not self.done and self._cancel()

    def end(self, outcome: Reload | Exception) -> None:
        """Sets the outcome; only the code that carries the reload out calls this."""
        self.ended = time.monotonic()
        if isinstance(outcome, Exception):
            self.outcome.set_exception(outcome)
        else:
            self.outcome.set_result(outcome)

    async def wait(self) -> Reload:
        """Returns the report, or raises what the reload ended with; cancelling the caller leaves the reload running."""
        return await asyncio.shield(self.outcome)

    async def wait_or_cancel(self) -> Reload:
        """As `wait`, but cancelling the caller cancels the reload."""
        try:
            return await self.wait()
        except asyncio.CancelledError:
            self.cancel()
            await asyncio.wait({self.outcome})
            raise
