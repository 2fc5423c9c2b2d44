"""Counters of the library: answers and their latencies, reloads by how they ended."""

from __future__ import annotations

import statistics
from bisect import bisect_left
from collections import Counter, deque
from collections.abc import Iterator
from contextlib import contextmanager

from bot.errors import BusyError, CancelledReloadError, ClippingsError, ShrunkError
from bot.model import Verdict

LATENCY_BOUNDS = (
    0.002,
    0.005,
    0.01,
    0.02,
    0.05,
    0.1,
    0.2,
    0.5,
    1.0,
    2.0,
    5.0,
)  # seconds


class Counters:
    """Counts; touched on the event loop only.

    `answers` by verdict, `seconds` they took in all, `within` how many took at most each of `LATENCY_BOUNDS` (and
    one place more for the rest). `reloads` by how they ended: done, refused, cancelled, failed.
    """

    def __init__(self) -> None:
        self.answers: Counter[Verdict] = Counter()
        self.seconds = 0.0
        self.within = [0] * (len(LATENCY_BOUNDS) + 1)
        self.reloads: Counter[str] = Counter()
        self._lately: deque[float] = deque(maxlen=1_000)

    @property
    def median_ms(self) -> float | None:
        """Of the last thousand answers; None before the first."""
        return statistics.median(self._lately) * 1_000 if self._lately else None

    def answered(self, verdict: Verdict, seconds: float) -> None:
        """One more answer."""
        self.answers[verdict] += 1
        self.seconds += seconds
        self.within[bisect_left(LATENCY_BOUNDS, seconds)] += 1
        self._lately.append(seconds)

    @contextmanager
    def reload(self) -> Iterator[None]:
        """One more reload, counted by how it ends."""
        try:
            yield
        except (BusyError, ShrunkError):
            self.reloads["refused"] += 1
            raise
        except ClippingsError as error:
            self.reloads["cancelled" if isinstance(error, CancelledReloadError) else "failed"] += 1
            raise
        except BaseException:
            self.reloads["failed"] += 1
            raise
        self.reloads["done"] += 1
