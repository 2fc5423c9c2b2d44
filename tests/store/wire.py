"""A wire between the bot and its database that can be cut at the worst moment."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

BEFORE, AFTER = "before", "after"


class Wire:
    """Carries bytes both ways. `cut` names where the next COMMIT is lost: before it arrives, or its answer after."""

    def __init__(self, port: int) -> None:
        self.cut = ""
        self.cuts = 0
        self.port = 0
        self._to = port
        self._server: asyncio.Server | None = None
        self._carrying: set[asyncio.StreamWriter] = set()

    async def open(self) -> None:
        self._server = await asyncio.start_server(self._carry, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def close(self) -> None:
        """Cuts every connection and lets no new one through."""
        assert self._server
        self._server.close()
        for end in list(self._carrying):
            end.transport.abort()
        await self._server.wait_closed()
        await asyncio.sleep(0.05)

    async def _carry(self, bot_reads: asyncio.StreamReader, bot: asyncio.StreamWriter) -> None:
        database_reads, database = await asyncio.open_connection("127.0.0.1", self._to)
        self._carrying |= {bot, database}
        back = asyncio.create_task(self._back(database_reads, bot))
        with suppress(ConnectionError):
            while data := await bot_reads.read(65_536):
                if self.cut and b"COMMIT" in data:
                    where, self.cut = self.cut, ""
                    self.cuts += 1
                    if where == AFTER:
                        back.cancel()
                        database.write(data)
                        await database.drain()
                        await database_reads.read(1)
                    break
                database.write(data)
                await database.drain()
        for end in (bot, database):
            end.transport.abort()
        self._carrying -= {bot, database}
        back.cancel()
        await asyncio.gather(back, return_exceptions=True)

    async def _back(self, reads: asyncio.StreamReader, writes: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):
            while data := await reads.read(65_536):
                writes.write(data)
                await writes.drain()
        writes.transport.abort()


@asynccontextmanager
async def wire_to(port: int) -> AsyncIterator[Wire]:
    made = Wire(port)
    await made.open()
    try:
        yield made
    finally:
        await made.close()
