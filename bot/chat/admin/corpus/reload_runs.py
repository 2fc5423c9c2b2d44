"""The reload that is running: one at a time, whoever asked for it; those asked for meanwhile follow as one."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.chat.admin.audit_log import note
from bot.chat.admin.corpus.starters import Starter, starter
from bot.chat.text.redaction import sentence
from bot.errors import BusyError, CancelledReloadError, ClippingsError, ShrunkError
from bot.library import Reload

if TYPE_CHECKING:
    from bot.chat.bot import ClippingsBot

log = logging.getLogger(__name__)

LITTLE_LEFT = "Less than half of the archive would be left. If that is right, reload anyway."
EVERY = 60.0  # seconds between two reloads that one server's admins may cause
_LOOK = 0.2  # seconds between two looks at a reload that was started elsewhere


@dataclass(frozen=True, slots=True)
class Run:
    """A reload under way or over, and who asked for it."""

    starter: Starter
    task: asyncio.Task[Reload]


class Reloads:
    """Starts, follows up and cancels reloads of the bot's library."""

    def __init__(self, bot: ClippingsBot) -> None:
        self._bot = bot
        self._latest: Run | None = None
        self._wanted: Starter | None = None
        self._timers: dict[int | None, asyncio.TimerHandle] = {}
        self._closing = False

    @property
    def running(self) -> Run | None:
        """The reload under way, also one that the bot itself started."""
        if self._latest is not None and not self._latest.task.done():
            return self._latest
        running = self._bot.library.running
        if running is None:
            return None
        self._latest = Run(starter(running.by), asyncio.create_task(self._witness()))
        return self._latest

    @property
    def shrunk(self) -> bool:
        """Whether the last reload was not done because much of the corpus would be gone."""
        task = None if self._latest is None else self._latest.task
        return task is not None and task.done() and not task.cancelled() and isinstance(task.exception(), ShrunkError)

    def start(self, by: Starter, *, force: bool = False) -> Run:
        """Starts a reload now.

        Raises:
            BusyError: one is running; `running` says which.
        """
        if self.running is not None:
            raise BusyError("A reload is running already.")
        self._latest = Run(by, asyncio.create_task(self._work(by, force)))
        self._latest.task.add_done_callback(self._over)
        return self._latest

    async def soon(self, by: Starter) -> Run | None:
        """Makes a change of the folder quotable: now, after the reload that runs, or when the server's minute is over.

        Returns the run that will show it, or None where it has yet to begin.
        """
        wait = 0.0 if by.server is None else await self._bot.state.audit.may_reload(by.server, every=EVERY)
        if wait > 0:
            if by.server not in self._timers:
                self._timers[by.server] = asyncio.get_running_loop().call_later(wait, self._later, by)
            return None
        if self.running is not None:
            self._wanted = by
            return None
        return self.start(by)

    def cancel(self) -> None:
        """Stops the reload under way, if any; the old corpus goes on answering."""
        self._bot.library.cancel()

    async def close(self) -> None:
        """Cancels what runs and forgets what was to follow."""
        self._closing = True
        self._wanted = None
        for timer in self._timers.values():
            timer.cancel()
        run = self._latest
        if run is not None and not run.task.done():
            self.cancel()
            await asyncio.wait({run.task})

    def _later(self, by: Starter) -> None:
        self._timers.pop(by.server, None)
        if self.running is not None:
            self._wanted = by
        elif not self._closing:
            self.start(by)

    async def _work(self, by: Starter, force: bool) -> Reload:
        try:
            reload = await self._bot.library.reload(by.noted, force=force)
        except CancelledReloadError:
            await note(self._bot, by.server, by.user, "reload", "cancelled")
            raise
        except ClippingsError as error:
            await note(self._bot, by.server, by.user, "reload", f"not done: {reason(error)}")
            raise
        await note(self._bot, by.server, by.user, "reload", told(reload, by.server))
        return reload

    async def _witness(self) -> Reload:
        while self._bot.library.running is not None:  # noqa: ASYNC110 - the end of another's reload tells nobody
            await asyncio.sleep(_LOOK)
        last = self._bot.library.status().last
        if last is None:
            raise CancelledReloadError("The reload did not come to its end; the former articles go on answering.")
        return last

    def _over(self, task: asyncio.Task[Reload]) -> None:
        if not task.cancelled() and (error := task.exception()) is not None and not isinstance(error, ClippingsError):
            log.error("a reload failed", exc_info=error)
        wanted, self._wanted = self._wanted, None
        if wanted is not None and not self._closing:
            self.start(wanted)


def reason(error: ClippingsError) -> str:
    """Why a reload was not done, without counts: they would be of every server's articles."""
    return LITTLE_LEFT if isinstance(error, ShrunkError) else sentence(error)


def told(reload: Reload, server: int | None) -> str:
    """What a reload changed, as far as the server may know."""
    counts = reload.of(server)
    parts = (f"{counts.added:,} added", f"{counts.changed:,} changed", f"{counts.removed:,} removed")
    return ", ".join((*parts, f"{counts.skipped:,} skipped"))
