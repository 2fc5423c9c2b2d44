"""A day of many servers' questions, and a model of the one process that answers them.

Servers ask as unequally as words are used (Zipf), an evening asks more than a night, and each moment's questions come
by chance (Poisson). The process has as many readers as the library has threads; because most of an answer's time is
Python's own, two at work each go slower than one alone, and how much slower is measured.
"""

from __future__ import annotations

import heapq
import math
import random
from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

HOURS = 24
PEAK_HOUR = 20


def curve() -> list[float]:
    """The share of a day's questions that each hour has: most at eight in the evening, a seventh of that at night."""
    weights = [1 + 0.75 * math.cos(2 * math.pi * (hour - PEAK_HOUR) / HOURS) for hour in range(HOURS)]
    return [weight / sum(weights) for weight in weights]


@dataclass(frozen=True, slots=True)
class Day:
    """So many servers, so many questions a server on average."""

    servers: int
    questions: float
    zipf: float = 1.0

    @property
    def total(self) -> float:
        """Questions in all."""
        return self.servers * self.questions

    def rate(self, hour: int) -> float:
        """Questions a second in that hour."""
        return self.total * curve()[hour] / 3600

    @property
    def peak(self) -> float:
        """Questions a second in the busiest hour."""
        return self.rate(PEAK_HOUR)

    def busiest(self) -> float:
        """The share of all questions that the busiest server asks."""
        return 1 / math.fsum(math.pow(rank, -self.zipf) for rank in range(1, self.servers + 1))

    def servers_asking(self, chance: random.Random) -> Iterator[int]:
        """Which server asks next, for ever; the busiest has number 1."""
        bounds = list(accumulate(math.pow(rank, -self.zipf) for rank in range(1, self.servers + 1)))
        while True:
            yield 1 + bisect(bounds, chance.random() * bounds[-1])


def arrivals(rate: float, seconds: float, chance: random.Random) -> list[float]:
    """Moments of a Poisson stream, in seconds from its begin."""
    found, now = [], chance.expovariate(rate)
    while now < seconds:
        found.append(now)
        now += chance.expovariate(rate)
    return found


def simulate(moments: Sequence[float], work: Sequence[float], *, readers: int, together: float) -> list[float]:
    """Seconds from each question's moment to its answer, first come first served.

    Args:
        moments: when each question is asked, ascending.
        work: seconds that each takes alone.
        readers: how many are answered at once.
        together: how fast each goes while all readers are at work, 1.0 being as fast as alone.
    """
    taken = [0.0] * len(moments)
    busy: list[tuple[float, int]] = []  # what is left of each, in work, beyond `done`
    waiting: list[int] = []
    now, done, first, arrived = 0.0, 0.0, 0, 0
    while arrived < len(moments) or busy:
        speed = together if len(busy) == readers else 1.0
        ends = now + (busy[0][0] - done) / speed if busy else math.inf
        comes = moments[arrived] if arrived < len(moments) else math.inf
        moment = min(ends, comes)
        done += (moment - now) * speed
        now = moment
        if ends <= comes:
            _, number = heapq.heappop(busy)
            taken[number] = now - moments[number]
        else:
            waiting.append(arrived)
            arrived += 1
        while first < len(waiting) and len(busy) < readers:
            heapq.heappush(busy, (done + work[waiting[first]], waiting[first]))
            first += 1
    return taken
