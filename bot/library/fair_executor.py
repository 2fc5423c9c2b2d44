"""Threads that are shared fairly: one queue for each server, taken in turn (round-robin, as fair queueing of packets).

See J. Nagle, "On packet switches with infinite storage" (RFC 970): a server that sends a thousand pieces of work delays
itself; others wait for the pieces under way and for one of each other queue.
"""

from __future__ import annotations

import asyncio
import contextvars
import threading
from collections import Counter, OrderedDict, deque
from collections.abc import Callable, Hashable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

from bot.request import party

T = TypeVar("T")


class FairExecutor:
    """Runs work in `threads` threads. With several, one queue never has all of them while it is not alone."""

    def __init__(self, threads: int, name: str) -> None:
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix=name)
        self._threads = threads
        self._lock = threading.Lock()
        self._waiting: OrderedDict[Hashable, deque[tuple[Future[Any], Callable[[], Any]]]] = OrderedDict()
        self._running: Counter[Hashable] = Counter()

    def run(self, work: Callable[[], T], *, queue: Hashable = None) -> asyncio.Future[T]:
        """Runs `work` with the context of the caller, in turn with the work of other queues.

        Without `queue` it is the server, or the person in a direct message, that the request came from.
        """
        key = party() if queue is None else queue
        context = contextvars.copy_context()
        future: Future[T] = Future()
        with self._lock:
            self._waiting.setdefault(key, deque()).append((future, lambda: context.run(work)))
            self._start_next()
        return asyncio.wrap_future(future)

    def shutdown(self, *, wait: bool = True) -> None:
        """Cancels what waits, and with `wait` returns when what runs has ended."""
        with self._lock:
            for jobs in self._waiting.values():
                for future, _ in jobs:
                    future.cancel()
            self._waiting.clear()
        self._pool.shutdown(wait=wait)

    def _start_next(self) -> None:
        """Gives the free threads to the queues that have waited longest. The lock is held."""
        while self._waiting and self._running.total() < self._threads:
            key = self._next_queue()
            if key is None:
                return
            jobs = self._waiting.pop(key)
            future, work = jobs.popleft()
            if jobs:
                self._waiting[key] = jobs  # behind all others
            if future.set_running_or_notify_cancel():
                self._running[key] += 1
                self._pool.submit(self._carry_out, key, future, work)

    def _next_queue(self) -> Hashable:
        """The first queue that may have another thread: the last free one is kept from a queue that has all others."""
        most = max(1, self._threads - 1)
        return next((key for key in self._waiting if self._running[key] < most), None)

    def _carry_out(self, key: Hashable, future: Future[Any], work: Callable[[], Any]) -> None:
        try:
            result = work()
        except BaseException as error:  # raised where the result is awaited
            self._end(key)
            future.set_exception(error)
        else:
            self._end(key)
            future.set_result(result)

    def _end(self, key: Hashable) -> None:
        with self._lock:
            self._running[key] -= 1
            if not self._running[key]:
                del self._running[key]
            if key in self._waiting:  # behind those that came while it was served
                self._waiting.move_to_end(key)
            self._start_next()
