"""Leases: of several processes that share a state, one does what must not be done twice."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress

from bot.errors import DataError
from bot.store.database import Connection, Database

_KIND = "once"  # beside the other kinds of memory; swept with them when it is past
_LOOK_AGAIN = 0.5  # seconds


class Leases:
    """Leases by name. One that is not given back ends by itself, so a process that dies with it holds nobody up.

    That is so also where the clock is set back meanwhile: a lease that ends later than twice its time from now was
    taken by another clock, and counts no more. Processes may differ by as much as a lease is long.
    """

    def __init__(self, database: Database, now: Callable[[], float]) -> None:
        self._database = database
        self._now = now

    async def acquire(self, name: str, *, seconds: float) -> bool:
        """Takes the lease for so many seconds; False while this or another process holds it."""
        now = self._now()
        row = (_KIND, name, "", "null", int(now + seconds), int(now), int(now + 2 * seconds))

        def work(connection: Connection) -> bool:
            taken = connection.execute(
                "INSERT INTO memory (kind, key, owner, value, expires) VALUES (?, ?, ?, ?, ?) ON CONFLICT (kind, key)"
                " DO UPDATE SET expires = excluded.expires WHERE memory.expires <= ? OR memory.expires > ?",
                row,
            )
            return taken.rowcount == 1

        return await self._database.write(work)

    async def wait(self, name: str, *, seconds: float) -> None:
        """Waits until the lease is free, and takes it."""
        while not await self.acquire(name, seconds=seconds):  # noqa: ASYNC110 - another process tells nothing
            await asyncio.sleep(_LOOK_AGAIN)

    @asynccontextmanager
    async def held(self, name: str, *, seconds: float) -> AsyncIterator[None]:
        """Holds the lease inside the context; `seconds` is when it ends if the process dies."""
        await self.wait(name, seconds=seconds)
        try:
            yield
        finally:
            with suppress(DataError):  # then it ends by itself
                await self.release(name)

    async def release(self, name: str) -> None:
        """Releases the lease."""

        def work(connection: Connection) -> None:
            connection.execute("DELETE FROM memory WHERE kind = ? AND key = ?", (_KIND, name))

        await self._database.write(work)
