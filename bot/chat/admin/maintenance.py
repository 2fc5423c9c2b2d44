"""What is done without anybody asking: what is past its time removed, and the folder watched where that is wanted."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from discord.ext import commands, tasks

from bot.chat.admin.audit_log import note
from bot.chat.admin.corpus.reload_runs import told
from bot.chat.admin.services import open_office
from bot.errors import ClippingsError
from bot.library import Reload
from bot.library.folder_watch import watch

if TYPE_CHECKING:
    from bot.chat.bot import ClippingsBot

log = logging.getLogger(__name__)

SWEPT = 50 * 60.0  # seconds for which no other process sweeps the state again: not quite the hour of its own
QUIET = 5.0  # seconds without a change: a copy of many files is one reload


class Upkeep(commands.Cog):
    """Sweeps once an hour. With `auto_reload`, reloads when the folder has changed and is quiet again."""

    def __init__(self, bot: ClippingsBot, *, auto_reload: bool = False, quiet: float = QUIET) -> None:
        self.bot = bot
        self._auto_reload = auto_reload
        self._quiet = quiet
        self._watching: asyncio.Task[None] | None = None
        self._notes: set[asyncio.Task[bool]] = set()

    async def cog_load(self) -> None:
        """Begins both."""
        self.sweep.start()
        if self._auto_reload:
            self._watching = asyncio.create_task(self._watch())

    async def cog_unload(self) -> None:
        """Ends both."""
        self.sweep.cancel()
        if self._watching is not None:
            self._watching.cancel()
            await asyncio.wait({self._watching})

    @tasks.loop(hours=1)
    async def sweep(self) -> None:
        """Retention: kept questions, buttons, the log, the trash, uploads that nobody confirmed."""
        desk = open_office(self.bot)
        try:
            first = await self.bot.state.turns.take("sweep", seconds=SWEPT)
            gone = await self.bot.state.sweep() if first else 0  # one state for all, but each machine has its files
            gone += await asyncio.to_thread(desk.corpus.sweep)
            gone += await asyncio.to_thread(desk.uploads.sweep)
        except (ClippingsError, OSError) as error:
            log.warning("what is past its time could not be removed: %s", error)
        else:
            log.debug("swept: %d", gone)

    async def _watch(self) -> None:
        try:
            await watch(self.bot.library, quiet=self._quiet, reloaded=self._noted)
        except ClippingsError as error:
            log.error("AUTO_RELOAD does not work: %s", error)

    def _noted(self, outcome: Reload | ClippingsError) -> None:
        detail = f"not done: {outcome}" if isinstance(outcome, ClippingsError) else told(outcome, None)
        writing = asyncio.create_task(note(self.bot, None, None, "reload", detail))
        self._notes.add(writing)
        writing.add_done_callback(self._notes.discard)
