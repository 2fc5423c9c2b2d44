"""Loads the first generation of a library: the last good one, or one that is built now."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from bot.errors import BusyError, ClippingsError, CorpusError, DamagedIndexError
from bot.library.build_runner import BuildRunner, OnProgress
from bot.library.building.job import BuildJob, Outcome
from bot.library.generations.loaded import LoadedGeneration
from bot.library.replica import wait_for_first
from bot.model import Progress

_log = logging.getLogger(__name__)
_SMALL = 5_000_000  # bytes read in this process while nothing is loaded yet: a worker process costs half a second more
_WAIT = 0.2  # seconds between two looks at an index that another process is making


class Openable(Protocol):
    """What opening needs of the library."""

    notice: str
    corpus: Path
    follows: bool
    every: float

    def take_generation(self, loaded: LoadedGeneration) -> None:
        """Answers from `loaded` from now on."""


@dataclass(frozen=True, slots=True)
class Opening:
    """One opening of `library`: `job` makes a build job for a name, `take` loads what a build made."""

    library: Openable
    runner: BuildRunner
    job: Callable[[str], BuildJob]
    take: Callable[[Outcome, str], Awaitable[object]]

    async def load_or_build(self) -> LoadedGeneration | None:
        """Loads the last good generation and returns it; None where it was built now. See `Library.open`."""
        if self.library.follows:
            await self._load_first()
            return None
        found = await self.runner.load_newest()
        if found is not None:
            self.library.take_generation(found)
            return found
        try:
            await self._catch_up("start", None)
        except CorpusError as error:
            _log.warning("%s", error)
            if await self.runner.run_here(replace(self.job("start"), empty=True), None):
                self.library.take_generation(await self._newest())
            self.library.notice = str(error)
        return None

    async def refresh(self, by: str, progress: OnProgress | None) -> None:
        """Brings the index up to date and loads it. See `Library.refresh`."""
        if self.library.follows:
            await self._load_first()
            return
        try:
            await self._catch_up(by, progress)
        except ClippingsError as error:
            found = await self.runner.load_newest()
            if found is None or not found.articles:
                raise
            _log.warning("%s", error)
            self.library.take_generation(found)
            self.library.notice = str(error)

    async def _load_first(self) -> None:
        self.library.take_generation(await wait_for_first(self.runner, self.library.every))

    async def _catch_up(self, by: str, progress: OnProgress | None) -> None:
        """Brings the index up to date while nothing is loaded: in this process when that is little work."""
        while True:
            try:
                outcome = await self.runner.run_here(self.job(by), progress, at_most=_SMALL)
                if outcome is None:
                    outcome = await self.runner.run_in_process(self.job(by), progress)
                await self.take(outcome, by)
            except BusyError:  # another process is building: its last index will do, or else the one that it makes
                if await self.runner.load_newest():
                    raise
                if progress:
                    progress(Progress("waiting for another process"))
                await asyncio.sleep(_WAIT)
            else:
                return

    async def _newest(self) -> LoadedGeneration:
        found = await self.runner.load_newest()
        if found is None:
            raise DamagedIndexError(f"The index of {self.library.corpus} cannot be read.")
        return found
