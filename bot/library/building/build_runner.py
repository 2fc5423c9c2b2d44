"""The one reload at a time that a library may have under way, and the thread for its disk work."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime

from bot.errors import BusyError, ClippingsError
from bot.library.building.build import bring_up_to_date, tidy
from bot.library.building.job import Order, Outcome
from bot.library.building.worker_client import Process
from bot.library.loaded import Live, load, load_newest, look
from bot.library.status import Running
from bot.library.threads import in_thread
from bot.model import Progress
from bot.search import Engine

Tell = Callable[[Progress], None]


class Rebuilder:
    """Brings the index of `engine` up to date, and opens its generations."""

    def __init__(self, engine: Engine) -> None:
        self.running: Running | None = None
        self._engine = engine
        self._process: Process | None = None
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="reload")

    async def here(self, order: Order, progress: Tell | None, *, at_most: float = float("inf")) -> Outcome | None:
        """Carries out `order` in this process; None, and nothing done, when it means reading over `at_most` bytes."""
        tell = self._teller(progress)
        return await in_thread(self._thread, lambda: bring_up_to_date(order, self._engine, tell, at_most=at_most))

    async def apart(self, order: Order, progress: Tell | None) -> Outcome:
        """Carries out `order` in a process of its own, which ends with this one or when the caller is cancelled.

        Raises:
            BusyError: one is running.
            ClippingsError: see `Library.reload`.
        """
        if self.running is not None:
            raise BusyError("A reload is running already; wait for it, or cancel it.")
        self.running = Running(order.by, datetime.now(UTC), Progress("starting"))
        self._process = process = Process()
        work = in_thread(self._thread, process.run, order, self._teller(progress))
        try:
            return await asyncio.shield(work)
        except asyncio.CancelledError:
            process.cancel()
            await asyncio.gather(work, return_exceptions=True)
            raise
        finally:
            self.running = self._process = None

    def cancel(self) -> bool:
        """Stops the process under way; whether there was one."""
        if self._process is None:
            return False
        self._process.cancel()
        return True

    async def load(self, outcome: Outcome) -> Live:
        """Opens what a reload made; see `live.load`."""
        return await in_thread(self._thread, load, self._engine, outcome)

    async def look_again(self, live: Live) -> None:
        """Takes in what a reload that changed no article has found out otherwise: problems, mostly."""
        live.about, live.problems = await in_thread(self._thread, look, live.index)

    async def load_newest(self) -> Live | None:
        """Opens the newest good generation, if there is one."""
        return await in_thread(self._thread, load_newest, self._engine)

    async def newest(self) -> str | None:
        """The name of the newest generation, if there is one."""
        return await in_thread(self._thread, self._engine.newest)

    async def verify(self, live: Live) -> None:
        """Raises DamagedIndexError when a byte of the generation is not as it was written."""
        await in_thread(self._thread, self._engine.verify, live.index)

    async def tidy(self) -> None:
        """Removes all generations but the newest, unless another process is at work on them."""
        try:
            await in_thread(self._thread, tidy, self._engine)
        except ClippingsError:
            return

    async def close(self) -> None:
        """Stops what is under way, and lets go of the engine."""
        self.cancel()
        await asyncio.to_thread(self._engine.close)  # also ends waiting for a server that is away
        await asyncio.to_thread(self._thread.shutdown)

    def _teller(self, progress: Tell | None) -> Tell:
        """Passes progress from a thread to the event loop."""
        loop = asyncio.get_running_loop()

        def told(news: Progress) -> None:
            if self.running is not None:
                self.running = replace(self.running, progress=news)
            if progress is not None:
                progress(news)

        def tell(news: Progress) -> None:
            loop.call_soon_threadsafe(told, news)

        return tell
