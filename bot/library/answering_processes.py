"""Further processes that answer questions (`WORKERS`), for machines with several cores.

Each opens the same generation, whose mapped files all of them share. Whatever goes wrong with one, the question is
answered in the bot's own process.
"""

from __future__ import annotations

import logging
from pathlib import Path

from bot.answers import Tuning, answer
from bot.errors import ClippingsError
from bot.language.interface import language, speaking
from bot.library.engine_factory import engine_for
from bot.library.generations.tombstones import TombstonedIndex
from bot.model import Answer, Question
from bot.processes import WorkerProcesses
from bot.search import Edition, Engine, EngineConfig

_log = logging.getLogger(__name__)
_OPEN_MOST = 2  # generations that a process keeps open: the last one, and the one before for questions under way


class AnsweringProcesses:
    """Starts the processes when they are first needed, or told to. Its methods block; threads may call them."""

    def __init__(self, count: int, config: EngineConfig, root: Path, language: str, tuning: Tuning) -> None:
        self._processes = WorkerProcesses(count, _prepare, config, root, language, tuning)

    def answer(self, generation: str, hidden: frozenset[int], question: Question) -> Answer | None:
        """The answer out of the generation of that name without `hidden` rows; None where no process gave one.

        That is also so when all of them are busy, or still starting.
        """
        try:
            return self._processes.call(_answer, generation, hidden, question, language())
        except ClippingsError as error:
            _log.warning("An answering process could not answer: %s", error)
            return None

    def start(self) -> None:
        """Starts them, and returns when they answer."""
        self._processes.start()

    def close(self) -> None:
        """Ends the processes when they have answered what they were asked."""
        self._processes.close()


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


def _prepare(config: EngineConfig, root: Path, language: str, tuning: Tuning) -> None:
    _worker.append(_Worker(engine_for(root, language, config), tuning))


def _answer(generation: str, hidden: frozenset[int], question: Question, spoken: str) -> Answer:
    with speaking(spoken):
        return _worker[0].answer(generation, hidden, question)
