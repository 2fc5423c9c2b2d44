"""Runs builds, here or in a worker process, and opens the generations they make; one thread does the disk work."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial

from bot.articles.sandbox import ReaderPool
from bot.errors import ClippingsError
from bot.library.building.build import bring_up_to_date, tidy
from bot.library.building.job import BuildJob, Outcome
from bot.library.building.worker_client import WorkerProcess
from bot.library.generations.loaded import LoadedGeneration, load, load_newest, read_metadata
from bot.library.generations.tombstones import Takedown, hidden_rows
from bot.library.threads import in_thread
from bot.library.unused_indexes import UNUSED_DAYS, remove_unused_indexes
from bot.model import Progress
from bot.search import Engine

_log = logging.getLogger(__name__)

OnProgress = Callable[[Progress], None]
SMALL = 500  # articles: what such an archive takes in here costs answers 50 ms, and its admin no start of a process
_LITTLE = 100_000  # bytes of changed text, taken in within as little time


class BuildRunner:
    """Builds and opens generations of `engine`. Progress is reported on the event loop.

    In an archive of up to `small` articles, a little changed text is taken in by this process.
    """

    def __init__(self, engine: Engine, *, small: int = 0) -> None:
        self._engine, self._small = engine, small
        self._readers = ReaderPool()
        self._takedowns: frozenset[Takedown] = frozenset()
        self._process: WorkerProcess | None = None
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="reload")
        self._beside = ThreadPoolExecutor(1, thread_name_prefix="beside-reload")  # for what must not wait for a build

    async def run_here(
        self, job: BuildJob, on_progress: OnProgress | None, *, at_most: float = float("inf"), plain: bool = False
    ) -> Outcome | None:
        """Runs `job` in this process.

        Returns None, having done nothing, if that means reading over `at_most` bytes, or with `plain` a file that is no
        plain text.
        """
        report = _from_thread(on_progress)
        work = partial(bring_up_to_date, job, self._engine, report, self._readers, at_most=at_most, plain=plain)
        return await in_thread(self._thread, work)

    async def run(self, job: BuildJob, on_progress: OnProgress | None) -> Outcome:
        """Runs `job`: in this process where that is little work, otherwise as `run_in_process` does, which see."""
        if 0 < job.articles <= self._small:
            work = asyncio.ensure_future(self.run_here(job, on_progress, at_most=_LITTLE, plain=True))
            try:
                outcome = await asyncio.shield(work)
            except asyncio.CancelledError:
                await asyncio.gather(work, return_exceptions=True)
                raise
            if outcome is not None:
                if outcome.index is not None:  # the loaded generation again
                    outcome.index.close()
                return replace(outcome, index=None)
        return await self.run_in_process(job, on_progress)

    async def run_in_process(self, job: BuildJob, on_progress: OnProgress | None) -> Outcome:
        """Runs `job` in a worker process, which ends with this one or when the caller is cancelled.

        Raises:
            ClippingsError: see `Library.reload`.
        """
        self._process = process = WorkerProcess()
        work = in_thread(self._thread, process.run, job, _from_thread(on_progress))
        try:
            return await asyncio.shield(work)
        except asyncio.CancelledError:
            process.cancel()
            await asyncio.gather(work, return_exceptions=True)
            raise
        finally:
            self._process = None

    def cancel(self) -> bool:
        """Stops the worker process; returns whether there was one."""
        if self._process is None:
            return False
        self._process.cancel()
        return True

    async def load(self, outcome: Outcome) -> LoadedGeneration:
        """Opens the generation that a build made; see `loaded.load`."""
        return await in_thread(self._thread, load, self._engine, outcome, self._takedowns)

    async def read_metadata(self, loaded: LoadedGeneration) -> None:
        """Reads again what is stored with the generation: a reload that changed no article may change its problems."""
        loaded.about, loaded.problems = await in_thread(self._thread, read_metadata, loaded.index)

    def set_takedowns(self, takedowns: Collection[Takedown]) -> bool:
        """Says which files were removed, for all generations loaded from now on; returns whether they have changed."""
        former, self._takedowns = self._takedowns, frozenset(takedowns)
        return former != self._takedowns

    @property
    def has_takedowns(self) -> bool:
        """Whether there are any."""
        return bool(self._takedowns)

    async def hidden_rows(self, loaded: LoadedGeneration) -> frozenset[int]:
        """The rows of a generation that was loaded before which the takedowns hide."""
        return await in_thread(self._beside, hidden_rows, loaded.index, self._takedowns)

    async def load_newest(self) -> LoadedGeneration | None:
        """Opens the newest good generation, if there is one."""
        return await in_thread(self._thread, load_newest, self._engine, self._takedowns)

    async def newest(self) -> str | None:
        """The name of the newest generation, if there is one."""
        return await in_thread(self._thread, self._engine.newest)

    async def check_engine(self) -> None:
        """Asks the engine for its newest generation, beside whatever is being built. Raises EngineError."""
        await asyncio.to_thread(self._engine.newest)

    async def verify(self, loaded: LoadedGeneration) -> None:
        """Compares the generation with its checksums. Raises DamagedIndexError."""
        await in_thread(self._thread, self._engine.verify, loaded.index)

    async def tidy(self) -> None:
        """Removes generations that were replaced, unless another process builds one, and indexes that nobody uses."""
        try:
            await in_thread(self._beside, tidy, self._engine)
        except ClippingsError:
            return
        for name in await in_thread(self._beside, remove_unused_indexes, self._engine.folder):
            _log.info("the index %s was deleted: nobody has used it for %d days", name, UNUSED_DAYS)

    async def close(self) -> None:
        """Stops what is under way and closes the engine."""
        self.cancel()
        await asyncio.to_thread(self._engine.close)  # also ends waiting for a server that does not answer
        await asyncio.to_thread(self._thread.shutdown)
        await asyncio.to_thread(self._beside.shutdown)
        await asyncio.to_thread(self._readers.close)


def _from_thread(on_progress: OnProgress | None) -> OnProgress:
    """A function that a thread may call to have `on_progress` called on the event loop."""
    loop = asyncio.get_running_loop()

    def report(progress: Progress) -> None:
        if on_progress is not None:
            loop.call_soon_threadsafe(on_progress, progress)

    return report
