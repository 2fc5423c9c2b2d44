"""A replica: a process that does not index, but loads each generation that another process builds."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from typing import Protocol

from bot.errors import ClippingsError
from bot.library.build_runner import BuildRunner
from bot.library.generations.loaded import LoadedGeneration

POLL_SECONDS = 1.0  # one small request, or one folder listed: what was added is quotable within two seconds
_METADATA_EVERY = 60.0  # seconds
_log = logging.getLogger(__name__)


class ReplicaTarget(Protocol):
    """Receives what a replica finds."""

    def take_generation(self, loaded: LoadedGeneration) -> None:
        """Answers from `loaded` from now on."""

    def set_notice(self, sentence: str) -> None:
        """Shows admins a sentence while the engine cannot be reached; "" once it can again."""


async def wait_for_first(runner: BuildRunner, every: float) -> LoadedGeneration:
    """The newest generation; waits until there is one."""
    waiting = False
    while (found := await runner.load_newest()) is None:
        if not waiting:
            _log.warning("There is no index yet; waiting for the process that makes it.")
            waiting = True
        await asyncio.sleep(every)
    return found


async def follow(
    runner: BuildRunner, current: Callable[[], LoadedGeneration], target: ReplicaTarget, every: float
) -> None:
    """Loads each new generation, for ever; logs once when the engine cannot be reached, until it can again."""
    unreachable = False
    looked = time.monotonic()
    while True:
        await asyncio.sleep(every)
        try:
            await _load_newer(runner, current, target)
            if time.monotonic() - looked >= _METADATA_EVERY:  # when it was last found up to date: its age in /metrics
                looked = time.monotonic()
                await runner.read_metadata(current())
        except ClippingsError as error:
            if not unreachable:
                _log.warning("the index cannot be followed: %s", error)
            unreachable = True
            target.set_notice(str(error))
        else:
            if unreachable:
                target.set_notice("")
            unreachable = False


async def _load_newer(runner: BuildRunner, current: Callable[[], LoadedGeneration], target: ReplicaTarget) -> None:
    name = await runner.newest()
    if name is None or name == current().index.name:
        return
    found = await runner.load_newest()
    if found is None:
        return
    if found.index.name == current().index.name:
        found.close()
        return
    target.take_generation(found)
    _log.info("a new index answers; articles: %d", found.articles)
