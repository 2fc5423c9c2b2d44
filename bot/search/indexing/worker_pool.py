"""Who inverts a build's articles: this process, and for a large corpus one more process on each further core."""

from __future__ import annotations

import json
import multiprocessing
from collections.abc import Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from pathlib import Path

from bot.errors import DataError
from bot.search.analysis.analyzer import Analyzer
from bot.search.indexing import worker
from bot.search.indexing.inverter import Inverter
from bot.search.indexing.piece_table import Vocabulary
from bot.search.parameters import IndexParameters

PARALLEL_FROM = 10_000_000  # characters: a second of work, after which half a second of starting processes is repaid
_QUEUED = 2  # chunks that a worker may have: one at work, one to go on with


@dataclass(eq=False)
class _Worker:
    """One process and this end of its pipe; `runs` are those it has not reported yet."""

    process: SpawnProcess
    pipe: Connection
    runs: set[int] = field(default_factory=set)


class WorkerPool:
    """Inverts chunks of articles into run files, `run-0`, `run-1`, ... in `folder`.

    Workers are started by `multiprocessing` with the spawn method, as soon as there is enough to do. They take their
    articles from a file and say over a pipe when a run is written. One whose parent is gone ends by itself.
    """

    def __init__(self, folder: Path, analyzer: Analyzer, parameters: IndexParameters, *, processes: int) -> None:
        """`processes` counts this one too."""
        self._folder, self._analyzer, self._parameters = folder, analyzer, parameters
        self._own = Inverter(analyzer, parameters)
        self._further = processes - 1
        self._workers: list[_Worker] = []
        self._characters = 0
        self.runs = 0
        self.passages = 0
        self.vocabulary_of: dict[int, int] = {}
        """For each run, which of the vocabularies that `finish` returns its terms are numbered by."""

    def take(self, articles: Sequence[tuple[str, str]]) -> None:
        """Has articles, given as (title, text), inverted into the next run file. Raises DataError."""
        run = self.runs
        self.runs += 1
        self._characters += sum(len(text) for _, text in articles)
        if not self._workers and self._further and self._characters > PARALLEL_FROM:
            self._start()
        self._collect()
        free = [number for number, one in enumerate(self._workers, 1) if len(one.runs) < _QUEUED]
        if not free:
            self.vocabulary_of[run] = 0
            self.passages += worker.invert(self._own, articles, self._folder, run)
            return
        number = min(free, key=lambda number: len(self._workers[number - 1].runs))
        self.vocabulary_of[run] = number
        worker.write_chunk(self._folder, run, articles)
        self._send(self._workers[number - 1], run)

    def finish(self) -> list[Vocabulary]:
        """Waits for all runs; returns this process's vocabulary and then those of the workers. Raises DataError."""
        vocabularies = [self._own.vocabulary()]
        while any(one.runs for one in self._workers):
            self._collect(timeout=None)
        for one in self._workers:
            self._send(one, None)
        for number, one in enumerate(self._workers):
            one.process.join()
            if one.process.exitcode:
                raise _lost()
            vocabularies.append(worker.read_vocabulary(self._folder, number))
        return vocabularies

    def close(self) -> None:
        """Ends the workers, whatever they are doing."""
        for one in self._workers:
            one.process.kill()
            one.process.join()
            one.process.close()
            one.pipe.close()
        self._workers.clear()

    def _start(self) -> None:
        context = multiprocessing.get_context("spawn")
        for number in range(self._further):
            ours, theirs = context.Pipe()
            given = (theirs, self._folder, number, self._analyzer.language, self._parameters)
            process = context.Process(target=worker.serve, args=given, name=f"index-{number}", daemon=True)
            process.start()
            theirs.close()
            self._workers.append(_Worker(process, ours))

    def _send(self, to: _Worker, run: int | None) -> None:
        try:
            to.pipe.send_bytes(json.dumps(run).encode())
        except OSError as error:
            raise _lost() from error
        if run is not None:
            to.runs.add(run)

    def _collect(self, timeout: float | None = 0.0) -> None:
        """Takes in what the workers report; with no `timeout` waits until one does."""
        busy = {one.pipe: one for one in self._workers if one.runs}
        for pipe in wait(list(busy), timeout) if busy else []:
            one = next(one for other, one in busy.items() if other is pipe)
            try:
                run, passages = json.loads(one.pipe.recv_bytes())
            except (EOFError, OSError) as error:
                raise _lost() from error
            one.runs.discard(run)
            self.passages += passages


def _lost() -> DataError:
    return DataError("The index could not be built: a process that helps on another core has ended.")
