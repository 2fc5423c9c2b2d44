"""Receives other processes' announcements (LISTEN) on a connection of its own, in a thread.

Nothing is received behind a pooler that gives out a connection for each transaction, or while the server is away;
waiters look again after a second anyway.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from contextlib import suppress

import psycopg

from bot.errors import DataError
from bot.store.postgres.server import Server

log = logging.getLogger(__name__)

CHANNEL = "clippings"
_LOOK = 1.0  # seconds between two looks whether to end
_PAUSE = 5.0  # seconds before connecting again


class Listener:
    """A thread that sets `heard` on the event loop whenever a process announces a write."""

    def __init__(self, server: Server, loop: asyncio.AbstractEventLoop, heard: asyncio.Event) -> None:
        self._server, self._loop, self._heard = server, loop, heard
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._run, name="listen", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Ends the thread."""
        self._closing.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._closing.is_set():
            try:
                self._listen()
            except (psycopg.Error, DataError) as error:
                log.debug("the state database cannot be listened to: %s", type(error).__name__)
                self._closing.wait(_PAUSE)

    def _listen(self) -> None:
        with self._server.connect() as connection:
            connection.execute(f"LISTEN {CHANNEL}".encode())
            self._tell()  # for what was announced before LISTEN
            while not self._closing.is_set():
                for _notification in connection.notifies(timeout=_LOOK, stop_after=1):
                    self._tell()

    def _tell(self) -> None:
        with suppress(RuntimeError):  # the loop is closed
            self._loop.call_soon_threadsafe(self._heard.set)
