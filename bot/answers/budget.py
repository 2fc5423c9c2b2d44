"""The work that one question may take: CPU time of its own thread, so that waiting and other questions cost it none."""

from __future__ import annotations

import time
from collections.abc import Callable

_SECONDS_A_TERM = 0.25e-6  # that reading, scoring and judging take for each term of a candidate article


class Budget:
    """Counts from its creation, in the thread that answers; a spent budget means answering from what was read."""

    def __init__(self, seconds: float, clock: Callable[[], float] = time.thread_time) -> None:
        self._clock = clock
        self._end = clock() + seconds

    @property
    def left(self) -> float:
        """Seconds; zero once it is spent."""
        return max(self._end - self._clock(), 0.0)

    @property
    def spent(self) -> bool:
        """Whether nothing is left."""
        return self.left == 0.0

    @property
    def terms(self) -> int:
        """How many terms of candidate articles can be read and scored in what is left."""
        return int(self.left / _SECONDS_A_TERM)
