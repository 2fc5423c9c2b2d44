"""Runs blocking work in threads, off the event loop."""

from __future__ import annotations

import asyncio
import contextvars
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")


def in_thread(threads: ThreadPoolExecutor, work: Callable[..., T], *given: object) -> asyncio.Future[T]:
    """Runs `work` in a thread, with the caller's context, so that its log lines have the request's id."""
    context = contextvars.copy_context()
    return asyncio.get_running_loop().run_in_executor(threads, lambda: context.run(work, *given))
