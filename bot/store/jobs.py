"""A queue of jobs: what a replica asks of the process that indexes, and the outcome.

The queue is in the database, as in Oban or pg-boss: the process that takes a job holds a lease on it and renews it;
when that process dies, the lease ends, and the job is taken again.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from bot.store.database import Connection, Database
from bot.store.pseudonyms import pseudonym

LEASE = 10.0  # seconds; renewed three times in that time
MOST_ATTEMPTS = 2
FRESH = (
    60.0  # seconds after which a job that was not taken is no longer taken: the requester has been told that it failed
)
KEPT = 86_400.0  # seconds until a job is deleted that the requester has not deleted


class JobState(StrEnum):
    """The state of a job, from its creation to its outcome."""

    WAITING = "waiting"
    TAKEN = "taken"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Job:
    """A job as its taker sees it; `payload` is what JSON can say."""

    id: str
    kind: str
    server: int | None
    payload: dict[str, Any]


@dataclass(frozen=True, slots=True)
class JobStatus:
    """A job as its requester sees it. `lease` changes as long as its taker lives."""

    state: JobState
    progress: Any
    outcome: Any
    lease: float


class Jobs:
    """The jobs of every process, and the bytes that go with them."""

    def __init__(self, database: Database, key: bytes, now: Callable[[], float]) -> None:
        self._database = database
        self._key = key
        self._now = now

    async def add(
        self,
        kind: str,
        payload: Mapping[str, Any],
        *,
        server: int | None = None,
        requester: int | None = None,
        job: str = "",
        files: Sequence[bytes] = (),
    ) -> str:
        """Adds a job, wakes the processes that may take it, and returns its id.

        Args:
            kind: what is to be done.
            payload: with what, as values that JSON can hold.
            server: the Discord server that it is for: deleted with that server.
            requester: the member who asked; kept as a pseudonym, and deleted with all that is kept of them.
            job: its id, if it has one already: see `new_id`.
            files: bytes that go with it.
        """
        job = job or self.new_id()
        who = "" if requester is None else pseudonym(self._key, requester)
        row = (job, kind, server, who, json.dumps(payload, ensure_ascii=False), JobState.WAITING, self._now())

        def work(connection: Connection) -> None:
            connection.execute(
                "INSERT INTO jobs (id, kind, server, requester, payload, state, created, progress, outcome, taken_by,"
                " lease, attempts) VALUES (?, ?, ?, ?, ?, ?, ?, 'null', 'null', '', 0, 0)",
                row,
            )
            _write_files(connection, job, files)

        await self._database.write(work, durable=True, announce=True)
        return job

    @staticmethod
    def new_id() -> str:
        """An id that no other job has: 16 characters, fit for a file's name."""
        return secrets.token_urlsafe(12)

    async def take(self, taker: str) -> Job | None:
        """Takes the oldest job that nobody has, or whose taker has died; None where there is none."""
        now = self._now()
        wanted = (
            "FROM jobs WHERE (state = 'waiting' AND created > ?)"
            " OR (state = 'taken' AND (lease <= ? OR lease > ?) AND attempts < ?)"
        )
        values = (now - FRESH, now, now + 2 * LEASE, MOST_ATTEMPTS)  # later than that: the clock was set back

        def look(connection: Connection) -> bool:
            return connection.execute(f"SELECT 1 {wanted} LIMIT 1", values).fetchone() is not None

        def work(connection: Connection) -> Job | None:
            found = connection.execute(
                f"SELECT id, kind, server, payload {wanted} ORDER BY created, id LIMIT 1", values
            ).fetchone()
            if found is None:
                return None
            connection.execute(
                "UPDATE jobs SET state = 'taken', taken_by = ?, lease = ?, attempts = attempts + 1 WHERE id = ?",
                (taker, now + LEASE, found[0]),
            )
            return Job(found[0], found[1], found[2], json.loads(found[3]))

        if not await self._database.read(look):  # a write every second would be one too many
            return None
        return await self._database.write(work, durable=True)

    async def renew(self, job: str, taker: str, progress: Any) -> bool:
        """Prolongs the lease and notes how far the job is; False where another process has taken it since."""
        return await self._update(
            "SET lease = ?, progress = ? WHERE id = ? AND taken_by = ? AND state = 'taken'",
            (self._now() + LEASE, json.dumps(progress), job, taker),
        )

    async def finish(self, job: str, taker: str, state: JobState, outcome: Any, files: Sequence[bytes] = ()) -> bool:
        """Notes the outcome, with bytes that go with it; False where another process has taken the job since."""
        values = (state, json.dumps(outcome, ensure_ascii=False), job, taker)

        def work(connection: Connection) -> bool:
            ours = connection.execute(
                "UPDATE jobs SET state = ?, outcome = ? WHERE id = ? AND taken_by = ? AND state = 'taken'", values
            ).rowcount
            connection.execute("DELETE FROM job_files WHERE job = ?", (job,))
            if ours:
                _write_files(connection, job, files)
            return ours == 1

        return await self._database.write(work, durable=True, announce=True)

    async def give_back(self, job: str, taker: str) -> bool:
        """Leaves the job to another process, or to this one after its restart."""
        return await self._update(
            "SET state = 'waiting', lease = 0 WHERE id = ? AND taken_by = ? AND state = 'taken'", (job, taker)
        )

    async def withdraw(self, job: str) -> bool:
        """Takes a job back that nobody has taken; False where somebody has."""
        return await self._update("SET state = 'failed' WHERE id = ? AND state = 'waiting'", (job,))

    async def abandon(self, job: str, lease: float) -> bool:
        """Gives a job up whose taker has not renewed this lease; False where it has, or another has taken the job."""
        return await self._update("SET state = 'failed' WHERE id = ? AND state = 'taken' AND lease = ?", (job, lease))

    async def status(self, job: str) -> JobStatus | None:
        """How far the job is; None where it was deleted."""

        def work(connection: Connection) -> JobStatus | None:
            row = connection.execute("SELECT state, progress, outcome, lease FROM jobs WHERE id = ?", (job,)).fetchone()
            return row and JobStatus(JobState(row[0]), json.loads(row[1]), json.loads(row[2]), row[3])

        return await self._database.read(work)

    async def files(self, job: str) -> list[bytes]:
        """The bytes that go with the job, or with its outcome."""

        def work(connection: Connection) -> list[bytes]:
            rows = connection.execute("SELECT content FROM job_files WHERE job = ? ORDER BY number", (job,))
            return [bytes(content) for (content,) in rows]

        return await self._database.read(work)

    async def delete(self, job: str) -> None:
        """Deletes the job: its outcome was read."""
        await self._database.write(lambda connection: connection.execute("DELETE FROM jobs WHERE id = ?", (job,)))

    async def _update(self, change: str, values: Sequence[Any]) -> bool:
        def work(connection: Connection) -> bool:
            return connection.execute(f"UPDATE jobs {change}", values).rowcount == 1

        return await self._database.write(work, announce=True)


def _write_files(connection: Connection, job: str, files: Sequence[bytes]) -> None:
    for number, content in enumerate(files):
        connection.execute("INSERT INTO job_files (job, number, content) VALUES (?, ?, ?)", (job, number, content))
