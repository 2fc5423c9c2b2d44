"""Notices what other processes have written to the state database."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.store.state import State

CHECK_EVERY = 1.0  # seconds within which a change is noticed, even if its announcement is lost


class StateChanges:
    """Calls `listeners` when another process may have written. They are quick, and may be added while it runs."""

    def __init__(self, state: State) -> None:
        self._state = state
        self.listeners: list[Callable[[], Awaitable[object]]] = []

    async def run(self) -> None:
        """Calls each at first, after each announced write of any process, and every second; never returns."""
        while True:
            for listener in tuple(self.listeners):
                await listener()
            await self._state.wait_for_change(CHECK_EVERY)
