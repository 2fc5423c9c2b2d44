"""Reloads that admins start: one runs at a time, and those requested meanwhile are done together afterwards."""

from __future__ import annotations

import asyncio
import logging
import re
from dataclasses import dataclass

from bot.chat.admin.audit_log import AuditLog
from bot.chat.text.markdown import to_discord
from bot.chat.text.redaction import sentence
from bot.errors import BusyError, CancelledReloadError, ClippingsError, ShrunkError
from bot.library import Library, Reload
from bot.store.state import State

log = logging.getLogger(__name__)

SHRUNK = "Less than half of the archive would be left. If that is right, reload anyway."
EVERY = 60.0  # seconds between two reloads that one server's admins may cause
_POLL = 0.2  # seconds between two looks at a reload that was started elsewhere
_STARTER = re.compile(r"discord:([0-9]{1,20}):([0-9]{1,20})")
_AUTOMATIC = {"AUTO_RELOAD": "the bot itself, since the folder changed", "start": "the bot itself, at its start"}


@dataclass(frozen=True, slots=True)
class Starter:
    """Who started a reload: a member of a server, or what `words` say where there is no user."""

    server: int | None = None
    user: int | None = None
    words: str = ""

    @property
    def recorded(self) -> str:
        """As the library's `by` records it."""
        return self.words if self.user is None else f"discord:{self.server}:{self.user}"

    def shown_in(self, server: int) -> str:
        """Markdown: a mention in the member's own server, and no name in any other."""
        if self.user is None:
            return _AUTOMATIC.get(self.words) or to_discord(self.words) or "nobody"
        return f"<@{self.user}>" if self.server == server else "an admin of another server"


def read_starter(recorded: str) -> Starter:
    """Reads `Starter.recorded`; anything else becomes `words`."""
    found = _STARTER.fullmatch(recorded)
    return Starter(int(found[1]), int(found[2])) if found else Starter(words=recorded)


@dataclass(frozen=True, slots=True)
class ReloadRun:
    """A reload, running or finished, and who started it."""

    starter: Starter
    task: asyncio.Task[Reload]


class ReloadRuns:
    """Starts, joins and cancels reloads of the library."""

    def __init__(self, library: Library, state: State, audit_log: AuditLog) -> None:
        self._library = library
        self._state = state
        self._audit_log = audit_log
        self._latest: ReloadRun | None = None
        self._next: Starter | None = None
        self._timers: dict[int | None, asyncio.TimerHandle] = {}
        self._closing = False

    @property
    def running(self) -> ReloadRun | None:
        """The running reload, also one that the bot itself started."""
        if self._latest is not None and not self._latest.task.done():
            return self._latest
        running = self._library.running
        if running is None:
            return None
        self._latest = ReloadRun(read_starter(running.by), asyncio.create_task(self._join()))
        return self._latest

    @property
    def shrunk(self) -> bool:
        """Whether the last reload was refused because the corpus would shrink by more than half."""
        task = None if self._latest is None else self._latest.task
        return task is not None and task.done() and not task.cancelled() and isinstance(task.exception(), ShrunkError)

    def start(self, by: Starter, *, force: bool = False) -> ReloadRun:
        """Starts a reload now.

        Raises:
            BusyError: one is running; `running` says which.
        """
        if self.running is not None:
            raise BusyError("A reload is running already.")
        self._latest = ReloadRun(by, asyncio.create_task(self._reload(by, force)))
        self._latest.task.add_done_callback(self._finished)
        return self._latest

    async def request(self, by: Starter) -> ReloadRun | None:
        """Makes a change of the folder searchable: now, after the running reload, or when the server may reload again.

        Returns:
            The run that takes the change in, or None where it starts later.
        """
        wait = 0.0 if by.server is None else await self._state.audit.claim_reload(by.server, every=EVERY)
        if wait > 0:
            if by.server not in self._timers:
                self._timers[by.server] = asyncio.get_running_loop().call_later(wait, self._start_or_queue, by)
            return None
        if self.running is not None:
            self._next = by
            return None
        return self.start(by)

    def cancel(self) -> None:
        """Stops the running reload, if any; the old corpus goes on answering."""
        self._library.cancel()

    async def close(self) -> None:
        """Cancels the running reload and drops those that were to follow."""
        self._closing = True
        self._next = None
        for timer in self._timers.values():
            timer.cancel()
        run = self._latest
        if run is not None and not run.task.done():
            self.cancel()
            await asyncio.wait({run.task})

    def _start_or_queue(self, by: Starter) -> None:
        self._timers.pop(by.server, None)
        if self.running is not None:
            self._next = by
        elif not self._closing:
            self.start(by)

    async def _reload(self, by: Starter, force: bool) -> Reload:
        try:
            reload = await self._library.reload(by.recorded, force=force)
        except CancelledReloadError:
            await self._audit_log.record(by.server, by.user, "reload", "cancelled")
            raise
        except ClippingsError as error:
            await self._audit_log.record(by.server, by.user, "reload", f"not done: {reason(error)}")
            raise
        await self._audit_log.record(by.server, by.user, "reload", change_counts(reload, by.server))
        return reload

    async def _join(self) -> Reload:
        while self._library.running is not None:  # noqa: ASYNC110 - a reload started elsewhere notifies nobody here
            await asyncio.sleep(_POLL)
        last = self._library.status().last
        if last is None:
            raise CancelledReloadError("The reload did not finish; the former articles go on answering.")
        return last

    def _finished(self, task: asyncio.Task[Reload]) -> None:
        if not task.cancelled() and (error := task.exception()) is not None and not isinstance(error, ClippingsError):
            log.error("a reload failed", exc_info=error)
        following, self._next = self._next, None
        if following is not None and not self._closing:
            self.start(following)


def reason(error: ClippingsError) -> str:
    """Why a reload was not done, without counts, which would include other servers' articles."""
    return SHRUNK if isinstance(error, ShrunkError) else sentence(error)


def change_counts(reload: Reload, server: int | None) -> str:
    """What a reload changed, as far as `server` may see it."""
    counts = reload.of(server)
    parts = (f"{counts.added:,} added", f"{counts.changed:,} changed", f"{counts.removed:,} removed")
    return ", ".join((*parts, f"{counts.skipped:,} skipped"))
