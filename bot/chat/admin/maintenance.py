"""Background work: expired data is deleted every hour, and with AUTO_RELOAD the corpus folder is watched."""

from __future__ import annotations

import asyncio
import logging

from discord.ext import commands

from bot.chat.admin.corpus.reload_runs import change_counts
from bot.chat.admin.membership import forget_left_servers
from bot.chat.admin.services import AdminServices
from bot.errors import ClippingsError
from bot.library import Reload
from bot.library.folder_watch import BY, watch

log = logging.getLogger(__name__)

_SWEEP = "deleting expired data"
SWEEP_EVERY = 3600.0  # seconds
SWEEP_LEASE = 50 * 60.0  # seconds in which no other process sweeps the state: a little less than the hour


class MaintenanceCog(commands.Cog):
    """Deletes expired data once an hour. With `auto_reload`, reloads when files in the folder have changed."""

    def __init__(self, services: AdminServices, *, auto_reload: bool = False) -> None:
        self._services = services
        self._auto_reload = auto_reload
        self._supervisor = services.library.supervisor

    async def cog_load(self) -> None:
        """Starts both tasks."""
        for name in (_SWEEP, BY):
            await self._supervisor.stop(name)  # of an earlier bot over this library
        self._supervisor.keep_running(_SWEEP, self._sweep_hourly)
        self._services.state_changes.listeners.append(self._services.answer_jobs)
        if self._auto_reload:
            self._supervisor.keep_running(BY, self._watch)

    async def cog_unload(self) -> None:
        """Ends both tasks, and what reads uploads."""
        await self._supervisor.stop(_SWEEP)
        await self._supervisor.stop(BY)
        self._services.state_changes.listeners.remove(self._services.answer_jobs)
        self._services.close()

    async def _sweep_hourly(self) -> None:
        while True:
            await self.sweep()
            await asyncio.sleep(SWEEP_EVERY)

    async def sweep(self) -> None:
        """Deletes expired questions, sessions, audit log entries, trash and unconfirmed uploads."""
        services = self._services
        try:
            first = await services.state.leases.acquire("sweep", seconds=SWEEP_LEASE)
            deleted = (
                await services.state.sweep() if first else 0
            )  # the state is shared by all processes, the files are not
            if not services.library.follows:  # its own files, and those of servers that were left
                await forget_left_servers(services)
                deleted += await asyncio.to_thread(services.corpus.sweep)
                deleted += await asyncio.to_thread(services.uploads.sweep)
            await services.library.tidy()
        except (ClippingsError, OSError) as error:
            log.warning("expired data could not be deleted: %s", error)
        else:
            log.debug("expired entries deleted: %d", deleted)

    async def _watch(self) -> None:
        await watch(self._services.library, reloaded=self._record)

    def _record(self, outcome: Reload | ClippingsError) -> None:
        detail = f"not done: {outcome}" if isinstance(outcome, ClippingsError) else change_counts(outcome, None)
        self._supervisor.run("the audit log", self._write(detail))

    async def _write(self, detail: str) -> None:
        await self._services.audit_log.record(None, None, "reload", detail)
