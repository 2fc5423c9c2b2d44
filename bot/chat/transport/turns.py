"""Turns: what one server's members ask for at once does not keep another's waiting.

Of one server's requests few are acknowledged at once while another's is under way, and what takes the processor for
long is computed in a queue for each server.
"""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from functools import partial
from typing import TypeVar

from bot.language.interface import language, speaking
from bot.library.fair_executor import FairExecutor
from bot.processes import WorkerProcesses
from bot.request import party

T = TypeVar("T")

_ALONE, _BESIDE = 8, 2  # acknowledgements at once: Discord takes about 50 ms for each, and a connection
_PATIENCE = 1.0  # seconds, of the three that Discord waits for an acknowledgement
_COMPUTING = FairExecutor(2, "compute")  # one server has one of these threads
DRAWING = WorkerProcesses(1, rests_after=60.0)


def compute(work: Callable[..., T], *given: object) -> asyncio.Future[T]:
    """Runs what takes the processor for tenths of a second (a picture, a grouping) in a thread, servers in turn."""
    return _COMPUTING.run(partial(work, *given))


def compute_apart(work: Callable[..., T], *given: object) -> asyncio.Future[T]:
    """The same in a process of its own: matplotlib keeps Python's lock for up to 60 ms at a time."""

    def attempt() -> T:
        made = DRAWING.call(_speaking, language(), work, *given)
        return work(*given) if made is None else made

    return _COMPUTING.run(attempt)


def _speaking(spoken: str, work: Callable[..., T], *given: object) -> T:
    with speaking(spoken):
        return work(*given)


class Turns:
    """Gives turns to the parties (see `bot.request.party`), each in the order of its requests. Used on one event loop.

    A party has at most `alone` turns at once, and `beside` while another's request is under way. Whoever has waited
    `patience` seconds goes ahead.
    """

    def __init__(self, alone: int = _ALONE, beside: int = _BESIDE, patience: float = _PATIENCE) -> None:
        self._alone, self._beside, self._patience = alone, beside, patience
        self._under_way: Counter[int] = Counter()
        self._turns: Counter[int] = Counter()
        self._waiting: dict[int, deque[asyncio.Future[None]]] = {}

    @property
    def is_idle(self) -> bool:
        """Whether nothing is counted of any party."""
        return not (self._under_way or self._turns or self._waiting)

    @contextmanager
    def under_way(self) -> Iterator[None]:
        """Counts a request of the party as under way."""
        key = party()
        self._under_way[key] += 1
        try:
            yield
        finally:
            self._less(self._under_way, key)
            if len(self._under_way) <= 1:
                self._start_waiting()

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Waits for a turn of the party whose request is under way, and holds it inside."""
        key = party()
        if key in self._waiting or self._turns[key] >= self._most(key):
            await self._wait(key)
        self._turns[key] += 1
        try:
            yield
        finally:
            self._less(self._turns, key)
            self._start_waiting()

    async def _wait(self, key: int) -> None:
        mine: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(key, deque()).append(mine)
        try:
            await asyncio.wait({mine}, timeout=self._patience)
        finally:
            if not mine.done():
                self._waiting[key].remove(mine)
                if not self._waiting[key]:
                    del self._waiting[key]

    def _most(self, key: int) -> int:
        return self._alone if all(other == key for other in self._under_way) else self._beside

    def _start_waiting(self) -> None:
        for key, waiting in list(self._waiting.items()):
            for _ in range(min(len(waiting), max(0, self._most(key) - self._turns[key]))):
                waiting.popleft().set_result(None)
            if not waiting:
                del self._waiting[key]

    @staticmethod
    def _less(counts: Counter[int], key: int) -> None:
        counts[key] -= 1
        if not counts[key]:
            del counts[key]


TURNS = Turns()
