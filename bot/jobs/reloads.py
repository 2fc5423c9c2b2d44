"""Reloads in every process: one that follows has the process that indexes reload, and shows how far it is."""

from __future__ import annotations

import asyncio
import logging
import re
import time
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from bot.errors import BusyError, ClippingsError, FollowerError
from bot.jobs.client import JobClient
from bot.jobs.taker import Handler, Work
from bot.library import Library, Reload, ReloadRun
from bot.library.building.reports import Counts
from bot.model import Problem, Progress

_log = logging.getLogger(__name__)

_MOST_PROBLEMS = 200  # of those that the asking server may see; `/corpus problems` has all
_TAKEN_UP_WITHIN = 15.0  # seconds for this process to answer from what the other has made
_OF_A_SERVER = re.compile(r"discord:([0-9]{1,20}):([0-9]{1,20})")


class LeftRunningError(FollowerError):
    """This process leaves, and the reload that it shows goes on in another."""

    def __init__(self) -> None:
        super().__init__("I am being restarted. `/corpus status` will show how it ends.")


class RemoteReloader:
    """Reloads through jobs, in a process that follows. Stands where the library stands in the one that indexes."""

    def __init__(self, client: JobClient, library: Library) -> None:
        self._client = client
        self._library = library
        self._run: ReloadRun | None = None
        self._indexers_run = ""  # the id of the reload that is under way in the other process
        self._known = asyncio.Event()  # set when that is known, or the reload is over
        self._awaited: tuple[str, asyncio.Future[None], float] | None = None
        self.last_run: ReloadRun | None = None

    @property
    def running(self) -> ReloadRun | None:
        """The reload that was asked for here."""
        return self._run

    def start_reload(self, by: str, *, force: bool = False) -> ReloadRun:
        """Asks for one; see `Library.start_reload`.

        Raises:
            BusyError: one is running.
        """
        if self._run is not None:
            raise BusyError("A reload is running already; wait for it, or cancel it.")
        self._known = asyncio.Event()
        self._run = run = ReloadRun(by, force=force, cancel=self._cancel)
        self._library.supervisor.run("a reload by the indexing process", self._carry_out(run))
        return run

    async def find_running(self) -> ReloadRun | None:
        """The reload under way, also one that was not asked for here. Raises ClippingsError."""
        if self._run is not None:
            return self._run
        found = (await self._client.ask("running reload", {})).value
        if found is None:
            return None

        def cancel() -> bool:
            self._library.supervisor.run("cancelling a reload", self._ask_to_cancel_there(found["run"]))
            return True

        return ReloadRun(found["by"], force=False, cancel=cancel)

    def leave(self) -> None:
        """Shows the reload no longer; it goes on."""
        if self._run is not None:
            self._end(self._run, LeftRunningError())

    def _cancel(self) -> bool:
        if self._run is not None:
            self._library.supervisor.run("cancelling a reload", self._ask_to_cancel(self._run))
        return self._run is not None

    async def _ask_to_cancel(self, run: ReloadRun) -> None:
        await self._known.wait()
        if not run.done:
            await self._ask_to_cancel_there(self._indexers_run)

    async def _ask_to_cancel_there(self, indexers_run: str) -> None:
        await self._client.ask("cancel reload", {"run": indexers_run})

    async def _carry_out(self, run: ReloadRun) -> None:
        server, user = _starter(run.by)
        payload = {"by": run.by, "force": run.force, "server": server}
        ended: Reload | Exception = LeftRunningError()
        try:
            result = await self._client.ask(
                "reload", payload, server=server, requester=user, on_progress=lambda news: self._show(run, news)
            )
            ended = _report(result.value)
            await self._take_up(ended.generation)
        except ClippingsError as error:
            ended = error
        except Exception as error:
            _log.exception("the reload by %s failed", run.by)
            ended = error
        finally:
            self._end(run, ended)

    def _end(self, run: ReloadRun, ended: Reload | Exception) -> None:
        if not run.done:
            self._run, self.last_run, self._indexers_run = None, run, ""
            self._known.set()
            run.end(ended)

    def _show(self, run: ReloadRun, news: Mapping[str, Any]) -> None:
        run.by = news["by"]  # until this one's turn comes, it is the reload before
        run.progress = Progress(**news["progress"])
        self._indexers_run = news["run"]
        self._known.set()

    async def heard(self) -> None:
        """Looks at the jobs, and whether this process answers from what was made."""
        await self._client.heard()
        if self._awaited is not None and not self._awaited[1].done():
            generation, taken_up, deadline = self._awaited
            if self._library.status().generation == generation or time.monotonic() > deadline:
                taken_up.set_result(None)

    async def _take_up(self, generation: str) -> None:
        """Waits until this process answers from the generation, so that what was said to be there can be found."""
        taken_up: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._awaited = generation, taken_up, time.monotonic() + _TAKEN_UP_WITHIN
        await taken_up


def reload_handlers(library: Library) -> Mapping[str, Handler]:
    """What `RemoteReloader` asks for, done by the library of this process."""

    async def reload(work: Work) -> dict[str, Any]:
        given = work.job.payload
        while (before := library.running) is not None:
            await _shown(before, work)  # it may have begun before the change that is to be taken in
        run = library.start_reload(given["by"], force=given["force"])
        await _shown(run, work)
        return _as_json(await run.wait(), given["server"])

    async def running(_work: Work) -> dict[str, Any] | None:
        run = library.running
        return None if run is None else {"run": run.id, "by": run.by}

    async def cancel(work: Work) -> bool:
        run = library.running
        return run is not None and run.id == work.job.payload["run"] and run.cancel()

    return {"reload": reload, "running reload": running, "cancel reload": cancel}


async def _shown(run: ReloadRun, work: Work) -> None:
    """Waits for the end of the run, and reports its progress to the requester."""
    while not run.done:
        work.progress = {"run": run.id, "by": run.by, "progress": asdict(run.progress)}
        await asyncio.wait({run.outcome}, timeout=0.2)


def _as_json(reload: Reload, server: int | None) -> dict[str, Any]:
    """What the asking server may see of a report."""
    problems = [problem for problem in reload.problems if problem.server in (None, server)]
    value = {name: getattr(reload, name) for name in ("generation", "by", "seconds", "articles", "passages")}
    counts = [[owner, asdict(reload.counts[owner])] for owner in (None, server) if owner in reload.counts]
    return {
        **value,
        "files_read": reload.files_read,
        "problems": [asdict(problem) for problem in problems[:_MOST_PROBLEMS]],
        "counts": counts,
    }


def _report(value: Mapping[str, Any]) -> Reload:
    """Reads what `_as_json` made."""
    problems = tuple(Problem(**problem) for problem in value["problems"])
    counts = {owner: Counts(**changed) for owner, changed in value["counts"]}
    return Reload(**{**value, "problems": problems, "counts": counts})


def _starter(by: str) -> tuple[int | None, int | None]:
    """The server and the member that `by` names, if it names any."""
    found = _OF_A_SERVER.fullmatch(by)
    return (int(found[1]), int(found[2])) if found else (None, None)
