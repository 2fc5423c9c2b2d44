"""The preview's page at one more address of this machine: SimCord serves it on 127.0.0.1 alone.

A container whose network is bridged is reached at its own address: connections there are passed on, byte for byte, to
the same port of 127.0.0.1. The page itself still answers only who has its secret, and browsers that ask for localhost.
"""

from __future__ import annotations

import asyncio
from asyncio import StreamReader, StreamWriter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress

from bot.errors import SettingsError
from bot.language.interface import N_

_LOCAL = "127.0.0.1"
_CHUNK = 65_536  # bytes


@asynccontextmanager
async def also_at(host: str, port: int) -> AsyncIterator[None]:
    """Passes connections to `host`:`port` on to 127.0.0.1:`port`, while the context is; nothing for 127.0.0.1 itself.

    Raises:
        SettingsError: `host` is no address of this machine, or its port is taken.
    """
    async with AsyncExitStack() as stack:
        if host not in {_LOCAL, "localhost"}:
            try:
                server = await asyncio.start_server(lambda reader, writer: _pass_on(reader, writer, port), host, port)
            except OSError as error:
                sentence = N_("PREVIEW_HOST: the page cannot be at {host}, port {port} ({reason}).")
                reason = error.strerror or type(error).__name__
                raise SettingsError(sentence, host=host, port=str(port), reason=reason) from None
            await stack.enter_async_context(server)
        yield


async def _pass_on(reader: StreamReader, writer: StreamWriter, port: int) -> None:
    try:
        page_reader, page_writer = await asyncio.open_connection(_LOCAL, port)
    except OSError:  # the page is being closed
        writer.close()
        return
    async with asyncio.TaskGroup() as both:
        both.create_task(_copy(reader, page_writer))
        both.create_task(_copy(page_reader, writer))


async def _copy(reader: StreamReader, writer: StreamWriter) -> None:
    with suppress(ConnectionError):
        while chunk := await reader.read(_CHUNK):
            writer.write(chunk)
            await writer.drain()
    writer.close()
