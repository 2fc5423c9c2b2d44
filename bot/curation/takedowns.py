"""Takedowns: a removed file is no longer quoted from the moment of its removal, in every process, before any reload."""

from __future__ import annotations

import time

from bot.library import Library, Takedown
from bot.store.state import State

_KIND = "takedown"
_SECONDS = 7 * 86_400.0  # a generation made later was made without the file


class Takedowns:
    """The takedowns of the archive, kept in the state database, which every process sees."""

    def __init__(self, state: State, library: Library) -> None:
        self._state = state
        self._library = library

    async def add(self, scope: int | None, path: str) -> None:
        """Hides the articles of a file that was removed; when this returns, this process no longer quotes it."""
        value = {"server": scope, "path": path, "at_ns": time.time_ns()}
        await self._state.memory.put(_KIND, _key(scope, path), value, seconds=_SECONDS, announce=True)
        await self.refresh()

    async def lift(self, scope: int | None, path: str) -> None:
        """Shows the articles of a file again that was restored."""
        await self._state.memory.drop(_KIND, _key(scope, path), announce=True)
        await self.refresh()

    async def refresh(self) -> None:
        """Reads the takedowns and applies them to this process."""
        found = (await self._state.memory.entries(_KIND)).values()
        await self._library.take_down([Takedown(each["server"], each["path"], each["at_ns"]) for each in found])


def _key(scope: int | None, path: str) -> str:
    return f"{scope or 0}:{path}"
