"""Notifies systemd (sd_notify(3), Type=notify): that the bot answers, its status, and that its event loop runs."""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import Callable, Mapping

PATIENCE = (
    20.0  # seconds to wait for what recovers by itself; then READY is sent anyway, and STATUS says what is missing
)
_LOOK = 1.0  # seconds between two looks


class ServiceManager:
    """The process that started this one and listens on NOTIFY_SOCKET; without that variable nothing is sent."""

    def __init__(self, environment: Mapping[str, str] = os.environ, *, patience: float = PATIENCE) -> None:
        self._address = environment.get("NOTIFY_SOCKET", "")
        watchdog = int(environment.get("WATCHDOG_USEC") or 0) / 1_000_000
        self._every = min(_LOOK, watchdog / 2) if watchdog else _LOOK
        self._patience = patience

    def tell(self, state: str) -> bool:
        """Sends assignments such as `STOPPING=1`, one a line; whether they were taken."""
        if not self._address:
            return False
        address = f"\0{self._address[1:]}" if self._address.startswith("@") else self._address
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as sender:
            sender.setblocking(False)
            try:
                sender.sendto(state.encode(), address)
            except OSError:  # systemd does not listen, or too slowly: the bot goes on answering
                return False
        return True

    async def watch(self, ready: Callable[[], Mapping[str, bool]]) -> None:
        """Feeds the watchdog from the event loop, for ever, and says how the parts of `ready` are when that changes.

        READY is sent as soon as all are available. What recovers by itself (Discord, a database that is away) does not
        hold up the boot: after `PATIENCE` the start counts as done without it.
        """
        if not self._address:
            return
        began, sent_ready, status = asyncio.get_running_loop().time(), False, ""
        while True:
            parts = ready()
            lines = ["WATCHDOG=1"]
            late = asyncio.get_running_loop().time() - began > self._patience
            is_ready = sent_ready or late or all(parts.values())
            if is_ready and not sent_ready:
                lines.append("READY=1")
            if (now := _in_words(parts)) != status:
                lines.append(f"STATUS={now}")
            if self.tell("\n".join(lines)):
                sent_ready, status = is_ready, now
            await asyncio.sleep(self._every)


def _in_words(parts: Mapping[str, bool]) -> str:
    missing = [name for name, there in parts.items() if not there]
    return f"Waiting for {', '.join(missing)}" if missing else "Answering"
