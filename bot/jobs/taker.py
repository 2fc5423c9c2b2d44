"""Taking jobs: the process that indexes does what those that follow ask for, each job once."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from bot.errors import ClippingsError, DataError
from bot.jobs.files import JobFiles
from bot.request import request, set_party
from bot.store.jobs import LEASE, Job, Jobs, JobState
from bot.supervision import Supervisor

_log = logging.getLogger(__name__)

AT_ONCE = 32  # jobs under way: most wait for the running reload
_REPORT_EVERY = 0.5  # seconds between two writes of a progress that changes


@dataclass(slots=True)
class Work:
    """A job under way: `progress` is written while the handler works, `result_files` go back with its value."""

    job: Job
    read_files: Callable[[], Awaitable[list[bytes]]]
    progress: Any = None
    result_files: Sequence[bytes] = field(default_factory=list)


Handler = Callable[[Work], Awaitable[Any]]


class JobTaker:
    """Takes jobs and has `handlers` do them, by their kind. A handler's value must be what JSON can hold."""

    def __init__(self, jobs: Jobs, files: JobFiles, handlers: Mapping[str, Handler], supervisor: Supervisor) -> None:
        self._jobs = jobs
        self._files = files
        self._handlers = handlers
        self._supervisor = supervisor
        self._name = secrets.token_hex(8)
        self._under_way = 0

    async def heard(self) -> None:
        """Takes waiting jobs; call it when another process may have written."""
        while self._under_way < AT_ONCE and (job := await self._jobs.take(self._name)) is not None:
            self._under_way += 1
            self._supervisor.run(f"the job {job.kind}", self._carry_out(job))

    async def _carry_out(self, job: Job) -> None:
        work = Work(job, lambda: self._files.get(job.id))
        renewing = asyncio.create_task(self._renew(work))
        set_party(job.server or 0)
        try:
            with request():
                state, outcome, inside = await self._outcome(work)
            if not await self._jobs.finish(job.id, self._name, state, outcome, inside):
                _log.warning("the job %s was given up before it was done here", job.kind)
        except asyncio.CancelledError:  # this process leaves
            with suppress(DataError):
                await self._jobs.give_back(job.id, self._name)
            raise
        finally:
            renewing.cancel()
            self._under_way -= 1

    async def _outcome(self, work: Work) -> tuple[JobState, Any, Sequence[bytes]]:
        """How the job ends, with the files that go into the database with it."""
        try:
            handler = self._handlers.get(work.job.kind)
            if handler is None:
                raise ClippingsError("The indexing process is of another version and cannot do this.")
            value = await handler(work)
            inside = await self._files.put(work.job.id, work.result_files)
        except ClippingsError as error:
            return JobState.FAILED, error.to_json(), ()
        except Exception:
            _log.exception("the job %s failed", work.job.kind)
            wrong = ClippingsError("Something went wrong in the indexing process; its log has more.")
            return JobState.FAILED, wrong.to_json(), ()
        return JobState.DONE, {"value": value, "files": len(work.result_files)}, inside

    async def _renew(self, work: Work) -> None:
        """Prolongs the lease, and writes the progress when it has changed."""
        loop = asyncio.get_running_loop()
        written, renewed = None, loop.time()
        while True:
            await asyncio.sleep(_REPORT_EVERY)
            if work.progress == written and loop.time() - renewed < LEASE / 3:
                continue
            with suppress(DataError):  # tried again
                await self._jobs.renew(work.job.id, self._name, work.progress)
                written, renewed = work.progress, loop.time()
