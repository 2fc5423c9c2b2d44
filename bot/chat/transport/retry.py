"""The wire to Discord breaks now and then. What may safely be said twice is said again, since discord.py does not."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import aiohttp

T = TypeVar("T")

BROKEN = (aiohttp.ClientConnectionError, ConnectionError)
_PAUSES = (0.2, 0.8)  # seconds; together well within the three that Discord waits for an acknowledgement


async def persistently(call: Callable[[], Awaitable[T]]) -> T:
    """The outcome of `call`, which is made again when the connection breaks before Discord's answer is back.

    Discord may have done the work the first time, so `call` must be one that does no harm twice.
    """
    for pause in _PAUSES:
        try:
            return await call()
        except BROKEN:
            await asyncio.sleep(pause)
    return await call()
