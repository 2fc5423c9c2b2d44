"""Hearing of what other processes have written to the state database."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.store.state import State

HEAR_EVERY = 1.0  # seconds within which a change is heard of, whatever becomes of its announcement


async def hear(state: State, *listeners: Callable[[], Awaitable[object]]) -> None:
    """Calls each listener at first, after each announced write of any process, and every second; never returns."""
    while True:
        for listener in listeners:
            await listener()
        await state.wait_for_change(HEAR_EVERY)
