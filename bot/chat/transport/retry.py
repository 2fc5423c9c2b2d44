"""Retries after a broken connection, which discord.py does not make for interaction responses."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import aiohttp

T = TypeVar("T")

BROKEN = (aiohttp.ClientConnectionError, ConnectionError)
_PAUSES = (0.2, 0.8)  # seconds; together well within the three that Discord waits for an acknowledgement


async def with_retries(call: Callable[[], Awaitable[T]]) -> T:
    """Returns what `call` returns; calls it up to three times while the connection breaks before Discord's answer.

    Discord may have done the work the first time, so `call` must be idempotent.

    Raises:
        OSError, aiohttp.ClientConnectionError: the last attempt broke too.
    """
    for pause in _PAUSES:
        try:
            return await call()
        except BROKEN:
            await asyncio.sleep(pause)
    return await call()
