"""Checking a loaded generation, and building a damaged one again from the corpus."""

from __future__ import annotations

import logging
from typing import Protocol

from bot.errors import ClippingsError, DamagedIndexError, EngineError
from bot.library.build_runner import BuildRunner
from bot.library.generations.loaded import LoadedGeneration

_log = logging.getLogger(__name__)


class Repairable(Protocol):
    """What a repair needs of the library."""

    notice: str

    def may_repair(self, loaded: LoadedGeneration) -> bool:
        """Whether `loaded` is still the current generation and no reload is running."""

    async def rebuild(self) -> None:
        """Builds the index again from the whole corpus. Raises ClippingsError."""


async def verify(runner: BuildRunner, loaded: LoadedGeneration, library: Repairable, *, follows: bool) -> None:
    """Compares a generation with its checksums, and repairs it when they differ."""
    try:
        await runner.verify(loaded)
    except DamagedIndexError as error:
        await repair(loaded, error, library, follows=follows)
    except EngineError as error:
        _log.warning("the index could not be checked: %s", error)


async def repair(loaded: LoadedGeneration, damage: DamagedIndexError, library: Repairable, *, follows: bool) -> None:
    """Builds the index again; until that is done, the damaged one answers as well as it can."""
    if not library.may_repair(loaded):
        return
    if follows:
        _log.error("%s The process that indexes has to build it again.", damage)
        return
    _log.error("%s It is built again.", damage)
    library.notice = f"{damage} It is being built again."
    try:
        await library.rebuild()
    except ClippingsError as error:
        _log.error("The repair failed: %s", error)
        library.notice = f"{damage} It could not be built again: {error}"
