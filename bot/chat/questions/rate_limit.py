"""How fast members may ask, and how many questions the bot takes on at once."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from bot.errors import ClippingsError

_MOST_MEMBERS = 10_000  # above that many, members who have not asked lately are forgotten


class RateLimitedError(ClippingsError):
    """A member asks faster than one can read; the sentence says how long to wait."""


@dataclass(frozen=True, slots=True)
class RateLimit:
    """One member may ask `questions` within `seconds`; `queue` may wait in all."""

    questions: int = 6
    seconds: float = 20.0
    queue: int = 500


class RateLimiter:
    """A sliding window for each member: the times of their latest questions."""

    def __init__(self, limit: RateLimit, clock: Callable[[], float]) -> None:
        self._limit = limit
        self._clock = clock
        self._asked: dict[int, deque[float]] = {}

    def take(self, member: int) -> None:
        """Counts one question of `member`.

        Raises:
            RateLimitedError: they have asked too many lately.
        """
        now = self._clock()
        times = self._asked.setdefault(member, deque())
        while times and not now - self._limit.seconds < times[0] <= now:  # past, or the clock was set back
            times.popleft()
        if len(times) >= self._limit.questions:
            wait = max(1, math.ceil(times[0] + self._limit.seconds - now))
            raise RateLimitedError(
                (
                    "That is a lot at once. Please wait {count} second.",
                    "That is a lot at once. Please wait {count} seconds.",
                ),
                count=wait,
            )
        times.append(now)
        if len(self._asked) > _MOST_MEMBERS:
            self._forget_before(now - self._limit.seconds)

    def _forget_before(self, time: float) -> None:
        self._asked = {member: times for member, times in self._asked.items() if times and times[-1] > time}
