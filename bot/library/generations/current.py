"""The generation that answers now: its readers, its replacement, and what happens to the one before."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import TypeVar

from bot.library.fair_executor import FairExecutor
from bot.library.generations.loaded import LoadedGeneration
from bot.search import Index

T = TypeVar("T")


class CurrentGeneration:
    """Holds the loaded generation; one that was replaced is retired after its last reader. Used on one event loop."""

    def __init__(self, retire: Callable[[LoadedGeneration], None]) -> None:
        self.loaded: LoadedGeneration | None = None
        self._retire = retire

    @property
    def now(self) -> LoadedGeneration:
        """The loaded generation. Raises RuntimeError before the library is open."""
        if self.loaded is None:
            raise RuntimeError("the library is not open")
        return self.loaded

    def replace(self, loaded: LoadedGeneration) -> None:
        """Makes `loaded` the generation that answers, in one assignment."""
        old, self.loaded = self.loaded, loaded
        if old is not None and not old.readers:
            self._retire(old)

    def read(self, threads: FairExecutor, read: Callable[[Index], T]) -> Coroutine[None, None, T]:
        """Calls `read` with the generation in a thread; it stays open until `read` returns, also when cancelled."""
        loaded = self.now
        loaded.readers += 1
        loop = asyncio.get_running_loop()

        def reading() -> T:
            try:
                return read(loaded.readable)
            finally:
                loop.call_soon_threadsafe(self._end_read, loaded)

        work = threads.run(reading)
        work.add_done_callback(lambda done: done.cancelled() or done.exception())  # retrieved, also when nobody waits
        return _shielded(work)

    async def hide(self, hidden_rows: Callable[[LoadedGeneration], Awaitable[frozenset[int]]]) -> None:
        """Leaves rows out of the generation that answers, also if that is another by the time they are known."""
        while (loaded := self.loaded) is not None:
            rows = await hidden_rows(loaded)
            if loaded is self.loaded:
                loaded.hidden = rows
                return

    def close(self) -> None:
        """Closes the generation."""
        if self.loaded is not None:
            self.loaded.close()
            self.loaded = None

    def _end_read(self, loaded: LoadedGeneration) -> None:
        loaded.readers -= 1
        if loaded is not self.loaded and not loaded.readers:
            self._retire(loaded)


async def _shielded(work: asyncio.Future[T]) -> T:
    return await asyncio.shield(work)
