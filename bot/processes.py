"""Further processes that compute for the bot, so that it goes on meanwhile: for answers, and for pictures."""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor, wait
from functools import partial
from typing import TypeVar

T = TypeVar("T")

_log = logging.getLogger(__name__)


class WorkerProcesses:
    """Starts up to `count` processes when they are first needed. Its methods block; threads may call them."""

    def __init__(
        self,
        count: int,
        prepare: Callable[..., None] | None = None,
        *given: object,
        rests_after: float | None = None,
    ) -> None:
        """Each process calls `prepare(*given)` before anything else; all end `rests_after` seconds without a call."""
        self._count = count
        self._rests_after = rests_after
        self._timer: threading.Timer | None = None
        self._initializer = partial(_start, prepare, *given)
        self._free = threading.BoundedSemaphore(count)
        self._lock = threading.Lock()
        self._executor: ProcessPoolExecutor | None = None
        self._starting: list[Future[None]] = []

    def call(self, work: Callable[..., T], *given: object) -> T | None:
        """What `work(*given)` returns in one of the processes, or raises.

        None where all are busy or still starting, which is not waited for, or where the process ended unexpectedly: the
        caller does the work itself.
        """
        if not self._free.acquire(blocking=False):
            return None
        executor, is_ready = self._started()
        try:
            if not is_ready:
                return None
            return executor.submit(work, *given).result()
        except BrokenExecutor:
            _log.error("A process that computes for the bot has ended unexpectedly; new ones are started")
            with self._lock:
                if self._executor is executor:
                    self._executor = None
            executor.shutdown(wait=False)
            return None
        finally:
            self._free.release()
            self._rest_later()

    def start(self) -> None:
        """Starts the processes, and returns when they take calls."""
        self._started()
        wait(self._starting)

    def close(self) -> None:
        """Ends the processes when they have done what they were asked."""
        with self._lock:
            executor, self._executor = self._executor, None
        if executor is not None:
            executor.shutdown()

    def _rest_later(self) -> None:
        if self._rests_after is None:
            return
        with self._lock:
            if self._timer is not None:
                self._timer.cancel()
            self._timer = threading.Timer(self._rests_after, self._rest)
            self._timer.daemon = True
            self._timer.start()

    def _rest(self) -> None:
        taken = [self._free.acquire(blocking=False) for _ in range(self._count)]
        if all(taken):
            self.close()
        for _ in range(sum(taken)):
            self._free.release()

    def _started(self) -> tuple[ProcessPoolExecutor, bool]:
        """The processes, and whether all of them take calls."""
        with self._lock:
            if self._executor is None:
                context = multiprocessing.get_context("spawn")
                self._executor = ProcessPoolExecutor(self._count, context, initializer=self._initializer)
                self._starting = [self._executor.submit(_take_a_call) for _ in range(self._count)]
            return self._executor, all(each.done() for each in self._starting)


def _take_a_call() -> None:
    pass


def _start(prepare: Callable[..., None] | None, *given: object) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a Ctrl-C at the terminal is for the bot, which then ends this
    threading.Thread(target=_end_with_the_bot, daemon=True).start()
    if prepare is not None:
        prepare(*given)


def _end_with_the_bot() -> None:
    """Ends this process with the bot: one that was killed closes no pipe that it would notice."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
