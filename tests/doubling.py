"""Shows that work grows linearly with its input: doubling the input at most triples its time, and its memory."""

from __future__ import annotations

import gc
import time
import tracemalloc
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

TRIPLED = 3.0  # a doubled input costs twice as much; the rest is room for a noisy machine
_MEASURABLE = 0.008  # seconds of CPU; below, a doubling says nothing
_ENOUGH = 0.25  # seconds of CPU at which the doublings end


def assert_linear(make: Callable[[int], T], work: Callable[[T], object], *, start: int = 1_000, most: int) -> float:
    """Doubles the input from `start` to `most`, or until `work` takes long enough; returns the last CPU seconds.

    `make` builds an input of about so many characters; only `work` is measured, in CPU time of this thread.
    """
    size, before = start, 0.0
    while True:
        given = make(size)
        took = cpu_seconds(work, given, times=1)
        if before >= _MEASURABLE and took > TRIPLED * before:  # once more, both: a pause of the machine is no proof
            before, took = (cpu_seconds(work, text) for text in (make(size // 2), given))
            assert took <= TRIPLED * before, f"{size // 2:,}: {before:.3f} s, {size:,}: {took:.3f} s"
        if size >= most or took > _ENOUGH:
            break
        size, before = min(2 * size, most), took
    if size > 4 * start:
        half, whole = _peak_bytes(work, make(size // 4)), _peak_bytes(work, make(size // 2))
        assert whole <= TRIPLED * half + 100_000, f"{size // 4:,}: {half:,} bytes, {size // 2:,}: {whole:,} bytes"
    return took


def cpu_seconds(work: Callable[[T], object], given: T, *, times: int = 3) -> float:
    """The least CPU time of this thread that `work` takes, of so many runs; without a garbage collection, which goes
    through everything that the other tests have left."""
    collects = gc.isenabled()
    gc.disable()
    try:
        return min(_one_run(work, given) for _ in range(times))
    finally:
        if collects:
            gc.enable()


def _one_run(work: Callable[[T], object], given: T) -> float:
    started = time.thread_time()
    work(given)
    return time.thread_time() - started


def _peak_bytes(work: Callable[[T], object], given: T) -> int:
    tracemalloc.start()
    try:
        work(given)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
