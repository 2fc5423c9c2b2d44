"""Further processes that answer questions (`WORKERS`), for machines with several cores.

Each opens the same generation, whose mapped files all of them share. Whatever goes wrong with one, the question is
answered in the bot's own process.
"""

from __future__ import annotations

import asyncio
import logging
import multiprocessing
import os
import signal
import threading
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
from pathlib import Path

from bot.answers import Tuning, answer
from bot.errors import ClippingsError
from bot.language.interface import language, speaking
from bot.library.engine_factory import engine_for
from bot.library.generations.tombstones import TombstonedIndex
from bot.model import Answer, Question
from bot.search import Edition, Engine, EngineConfig

_log = logging.getLogger(__name__)
_OPEN_MOST = 2  # generations that a process keeps open: the last one, and the one before for questions under way


class AnsweringProcesses:
    """Starts the processes when they are first needed. Used on one event loop."""

    def __init__(self, count: int, config: EngineConfig, root: Path, language: str, tuning: Tuning) -> None:
        self._count = count
        self._given = (config, root, language, tuning)
        self._executor: ProcessPoolExecutor | None = None

    async def answer(self, generation: str, hidden: frozenset[int], question: Question) -> Answer | None:
        """The answer out of the generation of that name without `hidden` rows, or None where no process gave one."""
        if self._executor is None:
            self._executor = ProcessPoolExecutor(
                self._count, multiprocessing.get_context("spawn"), initializer=_start, initargs=self._given
            )
        executor = self._executor
        try:
            return await asyncio.get_running_loop().run_in_executor(
                executor, _answer, generation, hidden, question, language()
            )
        except BrokenExecutor:
            _log.error("An answering process has ended unexpectedly; new ones are started")
            if self._executor is executor:
                self._executor = None
            executor.shutdown(wait=False)
        except ClippingsError as error:
            _log.warning("An answering process could not answer: %s", error)
        return None

    def close(self) -> None:
        """Ends the processes when they have answered what they were asked."""
        if self._executor is not None:
            self._executor.shutdown()
            self._executor = None


class _Worker:
    """What one of these processes holds open."""

    def __init__(self, engine: Engine, tuning: Tuning) -> None:
        self._engine, self._tuning = engine, tuning
        self._open: dict[str, Edition] = {}

    def answer(self, generation: str, hidden: frozenset[int], question: Question) -> Answer:
        index = self._open.get(generation)
        if index is None:
            index = self._open[generation] = self._engine.open(generation)
            while len(self._open) > _OPEN_MOST:
                self._open.pop(next(iter(self._open))).close()
        return answer(TombstonedIndex(index, hidden) if hidden else index, question, self._tuning)


_worker: list[_Worker] = []  # of this process, which is one of those; empty in the bot's own


def _start(config: EngineConfig, root: Path, language: str, tuning: Tuning) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a Ctrl-C at the terminal is for the bot, which then ends this
    threading.Thread(target=_end_with_the_bot, daemon=True).start()
    _worker.append(_Worker(engine_for(root, language, config), tuning))


def _answer(generation: str, hidden: frozenset[int], question: Question, spoken: str) -> Answer:
    with speaking(spoken):
        return _worker[0].answer(generation, hidden, question)


def _end_with_the_bot() -> None:
    """Ends this process with the bot: one that was killed closes no pipe that it would notice."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
