"""Asking the process that indexes: a job is written, and its progress and outcome are read back."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from bot.errors import ClippingsError, DataError, FollowerError
from bot.jobs.files import JobFiles
from bot.store.jobs import LEASE, Jobs, JobState, JobStatus

AWAY_AFTER = 10.0  # seconds until a job that no process takes is withdrawn
DIED_AFTER = 2 * LEASE + AWAY_AFTER  # seconds without a sign of its taker: its lease, and time for it to start again

OnProgress = Callable[[Any], None]


class IndexerAwayError(FollowerError):
    """The process that indexes has not taken a job."""

    def __init__(self) -> None:
        super().__init__(
            "The indexing process is away, so nothing was changed. Try again in a minute; if it stays away, whoever "
            "runs the bot should look at it."
        )


class IndexerDiedError(FollowerError):
    """The process that indexes took a job and stopped."""

    def __init__(self) -> None:
        super().__init__(
            "The indexing process stopped in the middle of this. `/corpus status` and `/corpus log` show what was done."
        )


@dataclass(frozen=True, slots=True)
class JobResult:
    """What a job came to: a value that JSON can hold, and files."""

    value: Any
    files: Sequence[bytes]


@dataclass(slots=True)
class _OpenJob:
    """A job that somebody here waits for, and when its state or lease was last another one (monotonic seconds)."""

    end: asyncio.Future[JobStatus]
    on_progress: OnProgress | None
    away_after: float
    seen: tuple[JobState, float] = (JobState.WAITING, 0.0)
    changed: float = field(default_factory=time.monotonic)


class JobClient:
    """Requests jobs and waits for them. Call `heard` when another process may have written, and every second or so."""

    def __init__(
        self, jobs: Jobs, files: JobFiles, *, away_after: float = AWAY_AFTER, died_after: float = DIED_AFTER
    ) -> None:
        self.away_after, self.died_after = away_after, died_after
        self._jobs = jobs
        self._files = files
        self._open: dict[str, _OpenJob] = {}

    async def ask(
        self,
        kind: str,
        payload: Mapping[str, Any],
        *,
        server: int | None = None,
        requester: int | None = None,
        files: Sequence[bytes] = (),
        on_progress: OnProgress | None = None,
        away_after: float | None = None,
    ) -> JobResult:
        """Has a job done, and returns what it came to.

        Args:
            kind: what is to be done: a name that the taker's handlers know.
            payload: with what.
            server: the Discord server that it is for.
            requester: the member who asked.
            files: bytes that go with it.
            on_progress: called with each new progress.
            away_after: seconds until a job that no process takes is withdrawn.

        Raises:
            IndexerAwayError: no process has taken it; it will not be done.
            IndexerDiedError: the process that took it has died.
            ClippingsError: what the handler raised.
            DataError: the state database cannot be used.
        """
        job = self._jobs.new_id()
        end: asyncio.Future[JobStatus] = asyncio.get_running_loop().create_future()
        try:
            inside = await self._files.put(job, files)
            await self._jobs.add(kind, payload, server=server, requester=requester, job=job, files=inside)
            self._open[job] = _OpenJob(end, on_progress, min(away_after or self.away_after, self.away_after))
            status = await end
            if status.state is JobState.FAILED:
                raise ClippingsError.from_json(status.outcome) if status.outcome else IndexerDiedError()
            return JobResult(status.outcome["value"], await self._files.get(job) if status.outcome["files"] else ())
        finally:
            self._open.pop(job, None)
            with suppress(DataError):  # then they are swept
                await self._jobs.delete(job)
                await self._files.drop(job)

    async def heard(self) -> None:
        """Reads the state of the jobs."""
        for job, waiting in list(self._open.items()):
            try:
                status = await self._jobs.status(job)
                error = await self._given_up(job, waiting, status)
            except DataError as away:  # the state database may be back before a requester has to be told
                error = away if time.monotonic() - waiting.changed > self.died_after else None
                status = None
            if waiting.end.done():
                continue
            if error is not None:
                waiting.end.set_exception(error)
            elif status is not None and status.state in (JobState.DONE, JobState.FAILED):
                waiting.end.set_result(status)
            elif status is not None and status.progress is not None and waiting.on_progress is not None:
                waiting.on_progress(status.progress)

    async def _given_up(self, job: str, waiting: _OpenJob, status: JobStatus | None) -> ClippingsError | None:
        """Why the job will not be done any more; None while it may be."""
        if status is None:  # deleted with its server, or its member
            return IndexerAwayError()
        if (status.state, status.lease) != waiting.seen:
            waiting.seen, waiting.changed = (status.state, status.lease), time.monotonic()
        quiet = time.monotonic() - waiting.changed
        if status.state is JobState.WAITING and quiet >= waiting.away_after and await self._jobs.withdraw(job):
            return IndexerAwayError()
        if status.state is JobState.TAKEN and quiet >= self.died_after and await self._jobs.abandon(job, status.lease):
            return IndexerDiedError()
        return None
