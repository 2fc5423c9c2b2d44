"""Reloads that admins start: one runs at a time, and those requested meanwhile are done together afterwards."""

from __future__ import annotations

import asyncio
import logging
import re
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol

from bot.chat.admin.audit_log import AuditLog
from bot.chat.text.markdown import to_discord
from bot.chat.text.redaction import sentence, without_folders
from bot.errors import BusyError, CancelledReloadError, ClippingsError, ShrunkError
from bot.jobs.reloads import LeftRunningError
from bot.language.interface import N_, _
from bot.library import Reload, ReloadRun

log = logging.getLogger(__name__)

SHRUNK = N_("Less than half of the archive would be left. If that is right, reload anyway.")
FORCE_SECONDS = 900.0  # a forced reload is decided by what the refused one said, not by what it said yesterday
_STARTER = re.compile(r"discord:([0-9]{1,20}):([0-9]{1,20})")
_AUTOMATIC = {
    "AUTO_RELOAD": N_("the bot itself, since the folder changed"),
    "start": N_("the bot itself, at its start"),
}


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
            return _(_AUTOMATIC.get(self.words, "")) or to_discord(self.words) or _("nobody")
        return f"<@{self.user}>" if self.server == server else _("an admin of another server")


def read_starter(recorded: str) -> Starter:
    """Reads `Starter.recorded`; anything else becomes `words`."""
    found = _STARTER.fullmatch(recorded)
    return Starter(int(found[1]), int(found[2])) if found else Starter(words=recorded)


class Reloader(Protocol):
    """Carries reloads out: the library of this process, or the process that indexes."""

    @property
    def running(self) -> ReloadRun | None:
        """The reload under way."""

    @property
    def last_run(self) -> ReloadRun | None:
        """The last reload that ended."""

    def start_reload(self, by: str, *, force: bool = False) -> ReloadRun:
        """Starts one; see `Library.start_reload`."""


class ReloadRuns:
    """Starts, joins and cancels reloads, and has changes of the folder taken in."""

    def __init__(
        self,
        reloader: Reloader,
        audit_log: AuditLog,
        *,
        leave: Callable[[], object],
        find_running: Callable[[], Awaitable[ReloadRun | None]] | None = None,
    ) -> None:
        """Takes what carries reloads out.

        Args:
            reloader: the library, or what asks another process.
            audit_log: where each reload is noted.
            leave: ends the running reload, or the showing of it, when the bot leaves.
            find_running: asks another process for the reload under way there.
        """
        self._find_running = find_running
        self._reloader = reloader
        self._leave = leave
        self._audit_log = audit_log
        self._next: Starter | None = None
        self._recording: set[asyncio.Task[None]] = set()
        self._closing = False

    @property
    def running(self) -> ReloadRun | None:
        """The running reload, whoever started it."""
        return self._reloader.running

    async def find_running(self) -> ReloadRun | None:
        """The running reload, also one in another process that nobody asked for here. Raises ClippingsError."""
        if self._find_running is not None:
            return await self._find_running()
        return self.running

    def start(self, by: Starter, *, force: bool = False) -> ReloadRun:
        """Starts a reload now.

        Raises:
            BusyError: one is running; `running` says which.
        """
        run = self._reloader.start_reload(by.recorded, force=force)
        recording = asyncio.create_task(self._record(run, by))
        self._recording.add(recording)
        recording.add_done_callback(self._recording.discard)
        return run

    def force(self, by: Starter, run_id: str) -> ReloadRun:
        """Starts the reload that was refused for shrinking again, forced.

        Raises:
            BusyError: `run_id` is not the last reload, or it ended more than `FORCE_SECONDS` ago.
        """
        last = self._reloader.last_run
        if last is None or last.id != run_id or time.monotonic() - (last.ended or 0) > FORCE_SECONDS:
            raise BusyError("That was about an earlier reload. Reload again, and decide by what it says now.")
        return self.start(by, force=True)

    def request(self, by: Starter) -> ReloadRun | None:
        """Makes a change of the folder searchable: now, or after the running reload, whoever started that.

        Returns:
            The run that takes the change in, or None where it starts later.
        """
        running = self.running
        if running is None:
            return self.start(by)
        if self._next is None:
            running.outcome.add_done_callback(lambda _over: self._start_next())
        self._next = by
        return None

    async def close(self) -> None:
        """Ends the running reload, drops the one that was to follow, and finishes the audit log."""
        self._closing = True
        self._next = None
        self._leave()
        if self._recording:
            await asyncio.wait(self._recording)

    def _start_next(self) -> None:
        following, self._next = self._next, None
        if following is None or self._closing:
            return
        try:
            self.request(following)
        except ClippingsError as error:
            log.warning("a change of the corpus waits for the next reload: %s", error)

    async def _record(self, run: ReloadRun, by: Starter) -> None:
        try:
            detail = change_counts(await run.wait(), by.server)
        except CancelledReloadError:
            detail = "cancelled"
        except LeftRunningError:
            return
        except ClippingsError as error:
            detail = f"not done: {SHRUNK if isinstance(error, ShrunkError) else without_folders(str(error))}"
        except Exception:  # logged by the library
            detail = "not done: something went wrong"
        await self._audit_log.record(by.server, by.user, "reload", detail)


def reason(error: ClippingsError) -> str:
    """Why a reload was not done, without counts, which would include other servers' articles."""
    return _(SHRUNK) if isinstance(error, ShrunkError) else sentence(error)


def change_counts(reload: Reload, server: int | None) -> str:
    """What a reload changed, as far as `server` may see it."""
    counts = reload.of(server)
    parts = (f"{counts.added:,} added", f"{counts.changed:,} changed", f"{counts.removed:,} removed")
    return ", ".join((*parts, f"{counts.skipped:,} skipped"))
