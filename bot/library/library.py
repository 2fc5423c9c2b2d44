"""The corpus that is live now: questions go to one generation of it, reloads replace that in one assignment."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TypeVar

from bot.answers import Tuning, answer
from bot.articles import Limits
from bot.errors import BusyError, ClippingsError, CorpusError, DamagedIndexError, EngineError, FollowerError
from bot.library.building.build import nothing_in
from bot.library.building.build_runner import Rebuilder, Tell
from bot.library.building.job import Order, Outcome
from bot.library.counters import Tally
from bot.library.engine_factory import engine_for, index_folder
from bot.library.loaded import Live
from bot.library.replica import EVERY, first, follow
from bot.library.status import Figures, Reload, Running, Status
from bot.library.status_report import figures_of, report_of, status_of
from bot.library.threads import in_thread
from bot.model import Answer, Problem, Progress, Question
from bot.search import EMBEDDED, EngineConfig, Index

T = TypeVar("T")

_log = logging.getLogger(__name__)
# Threads that answer. Most of an answer's time is Python's own: of two at once, each takes three times as long as one
# alone. Waiting for a server is not: there, others can go on. Measured: python -m tests.benchmarks burst
_READERS, _WAITING_READERS = 1, 8
_SMALL = 5_000_000  # bytes read in this process, where nothing answers yet: a process of its own costs half a second
_WAIT = 0.2  # seconds between two looks at an index that another process is making


class Library:
    """Answers from the live generation of one corpus, and replaces it.

    Its methods are called on one event loop, which they never keep waiting: answers and disk work run in threads,
    reloads in a process. `notice` is a sentence for admins while something is wrong with the corpus, else empty.
    `engine` holds the index. A library that `follows` never looks at the corpus: another process indexes.
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
    ) -> None:
        self.corpus, self.data, self.today = corpus, data, today
        self.limits = limits or Limits()
        self.notice = ""
        self.tally = Tally()
        self._language, self._tuning = language, tuning or Tuning()
        self.follows = follows
        self.engine = engine
        self._root = index_folder(corpus, data, language, engine)
        self._rebuilder = Rebuilder(engine_for(self._root, language, engine))
        self._answering = ThreadPoolExecutor(
            _WAITING_READERS if engine.remote else _READERS, thread_name_prefix="answer"
        )
        self._looking = ThreadPoolExecutor(_READERS, thread_name_prefix="look")  # no title waits for 200 answers
        self._live: Live | None = None
        self._last: Reload | None = None
        self._background: set[asyncio.Task[None]] = set()
        self._closing = False
        self.every = EVERY

    # -- opening and closing ---------------------------------------------------------------------------------------

    async def open(self) -> None:
        """Makes the last good generation of this corpus the live one, without looking at the corpus.

        Where there is none, it is built first; where there is nothing to build from, the library is empty and
        `notice` says so: a bot has to start before its first article can be added.

        One that follows waits until there is a generation.

        Raises:
            DataError: the data folder cannot be used.
            EngineError: the search engine cannot be reached.
        """
        if self.follows:
            await self._take_up_newest()
            self._begin(follow(self._rebuilder, lambda: self._now, self, self.every))
            return
        found = await self._rebuilder.load_newest()
        if found is not None:
            self._swap(found)
            self._begin(self._verify(found))
            return
        try:
            await self._catch_up("start", None)
        except CorpusError as error:
            _log.warning("%s", error)
            if await self._rebuilder.here(replace(self._order("start"), empty=True), None):
                self._swap(await self._newest())
            self.notice = str(error)

    async def refresh(self, *, by: str = "refresh", progress: Tell | None = None) -> None:
        """Opens the corpus with every change taken in: for a command that runs once.

        When the corpus cannot be read but an index of it is there, that one is opened, and `notice` says why.

        Raises:
            CorpusError: there is nothing that could be quoted.
            DataError: the data folder cannot be used.
        """
        if self.follows:
            await self._take_up_newest()
            return
        try:
            await self._catch_up(by, progress)
        except ClippingsError as error:
            found = await self._rebuilder.load_newest()
            if found is None or not found.articles:
                raise
            _log.warning("%s", error)
            self._swap(found)
            self.notice = str(error)
        if not self._now.articles:
            raise CorpusError(nothing_in(self.corpus, len(self._now.problems)))

    async def close(self) -> None:
        """Stops a reload, lets answers under way finish, and lets go of everything."""
        self._closing = True
        self.cancel()
        for task in self._background:
            task.cancel()
        await asyncio.gather(*self._background, return_exceptions=True)
        await asyncio.to_thread(self._answering.shutdown)
        await asyncio.to_thread(self._looking.shutdown)
        await self._rebuilder.close()
        if self._live is not None:
            self._live.close()
            self._live = None

    # -- reading ---------------------------------------------------------------------------------------------------

    @property
    def current(self) -> Index:
        """The live generation. What reads it for longer than a moment belongs into `use`."""
        return self._now.index

    async def ask(self, question: Question) -> Answer:
        """The answer to `question`, from one generation from start to end."""
        started = time.perf_counter()
        found = await self._read(self._answering, lambda index: answer(index, question, self._tuning))
        self.tally.answered(found.verdict, time.perf_counter() - started)
        return found

    async def use(self, read: Callable[[Index], T]) -> T:
        """Calls `read` with the live generation in a thread; the generation stays open until `read` returns."""
        return await self._read(self._looking, read)

    async def _read(self, threads: ThreadPoolExecutor, read: Callable[[Index], T]) -> T:
        live = self._now
        live.readers += 1
        loop = asyncio.get_running_loop()

        def reading() -> T:
            try:
                return read(live.index)
            finally:
                loop.call_soon_threadsafe(self._left, live)

        work = in_thread(threads, reading)
        work.add_done_callback(lambda done: done.cancelled() or done.exception())  # seen, also when nobody waits
        try:
            return await asyncio.shield(work)  # whoever stops waiting does not stop the thread
        except DamagedIndexError as error:
            self._begin(self._mend(live, error))
            raise

    def status(self, server: int | None = None) -> Status:
        """How the library stands, for the eyes of `server`."""
        return status_of(self._now, server, self.tally, last=self._last, running=self.running, notice=self.notice)

    def figures(self) -> Figures | None:
        """What an operator counts, over all owners; None while there is nothing yet to answer from."""
        return figures_of(self._live) if self._live else None

    def problems(self, server: int | None = None) -> list[Problem]:
        """The files and records that were not taken as they are: the shared ones and those of `server`."""
        return self._now.seen_by(server)

    # -- reloading -------------------------------------------------------------------------------------------------

    @property
    def running(self) -> Running | None:
        """The reload under way, if there is one."""
        return self._rebuilder.running

    def cancel(self) -> bool:
        """Stops the reload under way; whether there was one. Its caller gets `CancelledReloadError`."""
        return self._rebuilder.cancel()

    async def reload(self, by: str, *, force: bool = False, progress: Tell | None = None) -> Reload:
        """Takes in what changed in the corpus, in a process of its own; `progress` is called on the event loop.

        Whatever is raised, the live generation goes on answering as before.

        Raises:
            FollowerError: another process indexes.
            BusyError: a reload is running, here or in another process.
            ShrunkError: less than half of the articles would be left, and `force` is not given.
            CancelledReloadError: somebody called `cancel`.
            CorpusError: the corpus is missing, or the process died.
            DataError: the data folder cannot be written.
        """
        if self.follows:
            raise FollowerError("This bot follows an index that another process makes; reload it there.")
        return await self._reload(replace(self._order(by), force=force), progress)

    # -- following -------------------------------------------------------------------------------------------------

    def take_up(self, live: Live) -> None:
        """See `Follows`."""
        self._swap(live)

    def say(self, sentence: str) -> None:
        """See `Follows`."""
        self.notice = sentence

    async def _take_up_newest(self) -> None:
        self._swap(await first(self._rebuilder, self.every))

    # -- inside ----------------------------------------------------------------------------------------------------

    async def _reload(self, order: Order, progress: Tell | None) -> Reload:
        with self.tally.reload():
            return await self._take_up(await self._rebuilder.apart(order, progress), order.by)

    async def _take_up(self, outcome: Outcome, by: str) -> Reload:
        found = self._live
        if found is not None and found.index.name == outcome.generation:
            await self._rebuilder.look_again(found)
        else:
            found = await self._rebuilder.load(outcome)
            self._swap(found)
        self.notice = "" if found.articles else nothing_in(self.corpus, len(found.problems))
        self._last = report_of(found, outcome, by)
        return self._last

    async def _catch_up(self, by: str, progress: Tell | None) -> None:
        """Brings the index up to date where nothing answers yet: in this process when that is little work."""
        while True:
            try:
                outcome = await self._rebuilder.here(self._order(by), progress, at_most=_SMALL)
                if outcome is None:
                    outcome = await self._rebuilder.apart(self._order(by), progress)
                await self._take_up(outcome, by)
            except BusyError:  # another process is at it: its last index will do, or else the one that it makes
                if await self._rebuilder.load_newest():
                    raise
                if progress:
                    progress(Progress("waiting for another process"))
                await asyncio.sleep(_WAIT)
            else:
                return

    @property
    def _now(self) -> Live:
        if self._live is None:
            raise RuntimeError("the library is not open")
        return self._live

    async def _newest(self) -> Live:
        found = await self._rebuilder.load_newest()
        if found is None:
            raise DamagedIndexError(f"The index in {self._root} cannot be read.")
        return found

    def _order(self, by: str) -> Order:
        articles = self._live.articles if self._live else 0
        return Order(
            self.corpus,
            self._root,
            self._language,
            self.limits,
            self.today(),
            by,
            articles=articles,
            engine=self.engine,
        )

    def _swap(self, live: Live) -> None:
        old, self._live = self._live, live
        if old is not None and not old.readers:
            self._begin(self._retire(old))

    def _left(self, live: Live) -> None:
        live.readers -= 1
        if live is not self._live and not live.readers:
            self._begin(self._retire(live))

    async def _retire(self, live: Live) -> None:
        """Lets go of a generation that nobody reads any more, and of its files."""
        live.close()
        if not self._closing and not self.follows:
            await self._rebuilder.tidy()

    async def _verify(self, live: Live) -> None:
        try:
            await self._rebuilder.verify(live)
        except DamagedIndexError as error:
            await self._mend(live, error)
        except EngineError as error:
            _log.warning("the index could not be checked: %s", error)

    async def _mend(self, live: Live, damage: DamagedIndexError) -> None:
        """Builds the index anew from the corpus; until then the damaged one answers as well as it can."""
        if live is not self._live or self.running is not None:
            return
        if self.follows:
            _log.error("%s The process that indexes has to build it anew.", damage)
            return
        _log.error("%s It is built anew.", damage)
        self.notice = f"{damage} It is being built anew."
        try:
            await self._reload(replace(self._order("repair"), anew=True), None)
        except ClippingsError as error:
            _log.error("The repair failed: %s", error)
            self.notice = f"{damage} It could not be built anew: {error}"

    def _begin(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._background.add(task)
        task.add_done_callback(self._background.discard)
