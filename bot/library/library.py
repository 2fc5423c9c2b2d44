"""The library: answers questions from the loaded generation of a corpus, and replaces that by reloads."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TypeVar

from bot.answers import Tuning, answer
from bot.articles import Limits
from bot.errors import BusyError, CancelledReloadError, ClippingsError, CorpusError, DamagedIndexError, FollowerError
from bot.library.answering_processes import AnsweringProcesses
from bot.library.build_runner import SMALL, BuildRunner, OnProgress
from bot.library.building.arrivals import Arrivals
from bot.library.building.build import empty_corpus
from bot.library.building.job import BuildJob, Outcome
from bot.library.building.reports import Reload
from bot.library.counters import Counters
from bot.library.engine_factory import engine_for, index_folder
from bot.library.fair_executor import FairExecutor
from bot.library.generations.current import CurrentGeneration
from bot.library.generations.loaded import LoadedGeneration
from bot.library.generations.tombstones import Takedown
from bot.library.opening import Opening
from bot.library.reload_run import ReloadRun
from bot.library.repair import repair, verify
from bot.library.replica import POLL_SECONDS, follow
from bot.library.status import Status, Totals, report_of, status_of, totals_of
from bot.model import Answer, Problem, Progress, Question
from bot.search import EMBEDDED, EngineConfig, Index
from bot.supervision import Supervisor

T = TypeVar("T")
_log = logging.getLogger(__name__)
# Threads that answer: one for each worker, and one that a server which has all of those leaves to others. Most of an
# answer's time is Python's own, so more would only take turns. Waiting for a remote engine is not: there, others go on.
_WAITING_READERS, _LOOKERS = 8, 3


class Library:
    """Answers from the loaded generation of one corpus, and replaces it.

    Its methods are called on one event loop, which they never keep waiting: answers and disk work run in threads,
    reloads in a process, or in a thread where up to `small` articles get a little new text. `notice` is a sentence for
    admins while something is wrong with the corpus. `engine` says which engine holds the index, `supervisor` runs the
    background tasks. One that `follows` never reads the corpus. With several `workers`, so many processes answer.
    """

    def __init__(
        self,
        corpus: Path,
        data: Path,
        *,
        language: str = "english",
        limits: Limits | None = None,
        today: Callable[[], date] = date.today,
        tuning: Tuning | None = None,
        engine: EngineConfig = EMBEDDED,
        follows: bool = False,
        supervisor: Supervisor | None = None,
        workers: int = 1,
        small: int = SMALL,
    ) -> None:
        self.corpus, self.data, self.today = corpus, data, today
        self.scans = data / "ocr"  # PDFs that OCR has made readable
        self.limits, self.counters = limits or Limits(), Counters()
        self.notice = ""
        self.follows, self.engine, self.every = follows, engine, POLL_SECONDS
        self._language, self._tuning = language, tuning or Tuning()
        self._root = index_folder(corpus, data, language, engine)
        self._runner = BuildRunner(engine_for(self._root, language, engine), small=0 if engine.remote else small)
        self._answering = FairExecutor(max(workers + 1, _WAITING_READERS if engine.remote else 0), "answer")
        answering = (workers, engine, self._root, language, self._tuning)
        self._processes = AnsweringProcesses(*answering) if workers > 1 else None
        self._looking = FairExecutor(_WAITING_READERS if engine.remote else _LOOKERS, "look")  # none waits for answers
        self._current = CurrentGeneration(self._retire)
        self._run: ReloadRun | None = None
        self.last_run: ReloadRun | None = None  # the last that ended
        self._last: Reload | None = None
        self.supervisor = supervisor or Supervisor()

    async def open(self) -> None:
        """Loads the last good generation of this corpus, without looking at the corpus.

        If there is none, it is built first. If there is nothing to build from, the library is empty and `notice` says
        so: a bot has to start before its first article can be added. One that follows waits for a generation.

        Raises:
            DataError: the data folder cannot be used.
            EngineError: the search engine cannot be reached.
        """
        loaded = await self._opening().load_or_build()
        if self.follows:
            self.supervisor.keep_running(
                "following the index", lambda: follow(self._runner, lambda: self._current.now, self, self.every)
            )
        elif loaded is not None:
            self.supervisor.run("checking the index", verify(self._runner, loaded, self, follows=False))

    async def refresh(self, *, by: str = "refresh", progress: OnProgress | None = None) -> None:
        """Opens the corpus with every change taken in: for a command that runs once.

        When the corpus cannot be read but there is an index of it, that index is loaded, and `notice` says why.

        Raises:
            CorpusError: there is nothing that could be quoted.
            DataError: the data folder cannot be used.
        """
        await self._opening().refresh(by, progress)
        if not self._current.now.articles:
            raise CorpusError(empty_corpus(self.corpus, len(self._current.now.problems)))

    async def close(self) -> None:
        """Stops a reload, lets answers under way finish, and closes everything."""
        self.cancel()
        if self._run is not None:
            await asyncio.wait({self._run.outcome})
        await self.supervisor.close()
        await asyncio.to_thread(self._answering.shutdown)
        if self._processes is not None:
            await asyncio.to_thread(self._processes.close)
        await asyncio.to_thread(self._looking.shutdown)
        await self._runner.close()
        self._current.close()

    @property
    def current(self) -> Index:
        """The loaded generation. Whoever reads it for longer than a moment calls `use`."""
        return self._current.now.readable

    @property
    def recurring(self) -> frozenset[int]:
        """The keys of the lines that recur over the archive: `bot.language.recurring`."""
        return self._current.now.recurring

    async def ask(self, question: Question) -> Answer:
        """The answer to `question`, from one generation from start to end."""
        started = time.perf_counter()
        found = await self.explain(question)
        self.counters.answered(found.verdict, time.perf_counter() - started)
        return found

    async def explain(self, question: Question) -> Answer:
        """The same answer again, for somebody who asks why it was given: it does not count as another."""
        loaded, processes = self._current.now, self._processes

        def work(index: Index) -> Answer:
            found = processes.answer(loaded.index.name, loaded.hidden, question) if processes else None
            return found or answer(index, question, self._tuning)

        return await self._read(self._answering, work)

    async def use(self, read: Callable[[Index], T]) -> T:
        """Calls `read` with the loaded generation in a thread; the generation stays open until `read` returns."""
        return await self._read(self._looking, read)

    async def _read(self, threads: FairExecutor, read: Callable[[Index], T]) -> T:
        loaded = self._current.now
        try:
            return await self._current.read(threads, read)
        except DamagedIndexError as error:
            self.supervisor.run("repairing the index", repair(loaded, error, self, follows=self.follows))
            raise

    async def check_engine(self) -> None:
        """Asks the search engine which generation is the newest. Raises EngineError when it cannot be reached."""
        await self._runner.check_engine()

    def status(self, server: int | None = None) -> Status:
        """The library's status as `server` may see it."""
        return status_of(
            self._current.now, server, self.counters, last=self._last, running=self._run, notice=self.notice
        )

    def arrivals(self) -> tuple[Arrivals, ...]:
        """Which articles the builds of the last days added, oldest first, whichever process built."""
        return self._current.now.arrivals

    def totals(self) -> Totals | None:
        """Counts over all owners, for the operator; None before the library is open."""
        return totals_of(self._current.loaded) if self._current.loaded else None

    def problems(self, server: int | None = None) -> list[Problem]:
        """Files and records that were skipped or kept with a flaw: the shared ones and those of `server`."""
        return self._current.now.seen_by(server)

    async def take_down(self, takedowns: Collection[Takedown]) -> None:
        """Hides the articles of these removed files, and no others, at once and in generations that are being made."""
        if self._runner.set_takedowns(takedowns):
            await self._current.hide(self._runner.hidden_rows)

    def take_generation(self, loaded: LoadedGeneration) -> None:
        """See `replica.ReplicaTarget`."""
        self._current.replace(loaded)
        if self._runner.has_takedowns:  # one may have come while this generation was opened
            self.supervisor.run("hiding removed articles", self._current.hide(self._runner.hidden_rows))

    async def tidy(self) -> None:
        """Removes generations that were replaced longer than `GRACE` ago; does nothing in a replica."""
        if not self.follows:
            await self._runner.tidy()

    @property
    def running(self) -> ReloadRun | None:
        """The reload under way, whoever started it; its `outcome` is a future."""
        return self._run

    def cancel(self) -> bool:
        """Stops the reload under way; returns whether there was one. Its outcome becomes `CancelledReloadError`."""
        return self._runner.cancel()

    def start_reload(self, by: str, *, force: bool = False, progress: OnProgress | None = None) -> ReloadRun:
        """Starts taking in what changed in the corpus, in a process; `progress` is called on the event loop.

        The loaded generation goes on answering meanwhile, whatever comes of it. The run's outcome is a `Reload`, or
        BusyError (another process builds), ShrunkError (less than half would be left, and `force` is not given),
        CancelledReloadError, CorpusError (the corpus is missing, or the process died) or DataError.

        Raises:
            FollowerError: another process indexes.
            BusyError: a reload is running here; `running` says which.
        """
        if self.follows:
            raise FollowerError("This bot follows an index that another process makes; reload it there.")
        return self._start(replace(self._job(by), force=force), progress)

    async def reload(self, by: str, *, force: bool = False, progress: OnProgress | None = None) -> Reload:
        """Starts a reload and waits for it; cancelling the caller cancels the reload. Raises its outcome."""
        return await self.start_reload(by, force=force, progress=progress).wait_or_cancel()

    def _start(self, job: BuildJob, progress: OnProgress | None) -> ReloadRun:
        if self._run is not None:
            self.counters.reloads["refused"] += 1
            raise BusyError("A reload is running already; wait for it, or cancel it.")
        self._run = run = ReloadRun(job.by, force=job.force, cancel=self.cancel)

        def report(news: Progress) -> None:
            run.progress = news
            if progress is not None:
                progress(news)

        self.supervisor.run("the reload", self._carry_out(run, job, report))
        return run

    async def _carry_out(self, run: ReloadRun, job: BuildJob, report: OnProgress) -> None:
        """Builds and loads; the run's outcome is set in the same step as `running` becomes None."""
        ended: Reload | Exception = CancelledReloadError("The reload was cancelled; the old corpus goes on answering.")
        try:
            with self.counters.reload():
                ended = await self._take_outcome(await self._runner.run(job, report), job.by)
        except ClippingsError as error:
            ended = error
        except Exception as error:
            _log.exception("the reload by %s failed", job.by)
            ended = error
        finally:
            self._run, self.last_run = None, run
            run.end(ended)

    async def _take_outcome(self, outcome: Outcome, by: str) -> Reload:
        """Loads what a build made, unless it is loaded already."""
        found = self._current.loaded
        if found is not None and found.index.name == outcome.generation:
            await self._runner.read_metadata(found)
        else:
            found = await self._runner.load(outcome)
            self.take_generation(found)
        self.notice = "" if found.articles else empty_corpus(self.corpus, len(found.problems))
        self._last = report_of(found, outcome, by)
        return self._last

    def _job(self, by: str) -> BuildJob:
        articles = self._current.loaded.articles if self._current.loaded else 0
        given = (self.corpus, self._root, self._language, self.limits, self.today(), by)
        return BuildJob(*given, articles=articles, engine=self.engine, scans=self.scans)

    def set_notice(self, sentence: str) -> None:
        """See `replica.ReplicaTarget`."""
        self.notice = sentence

    def may_repair(self, loaded: LoadedGeneration) -> bool:
        """See `repair.Repairable`."""
        return loaded is self._current.loaded and self._run is None

    async def rebuild(self) -> None:
        """See `repair.Repairable`."""
        await self._start(replace(self._job("repair"), anew=True), None).wait()

    def _opening(self) -> Opening:
        return Opening(self, self._runner, self._job, self._take_outcome)

    def _retire(self, loaded: LoadedGeneration) -> None:
        """Closes a generation that nobody reads any more; its files stay for a while, other processes may read them."""
        loaded.close()
        self.supervisor.run("removing old indexes", self.tidy())
