"""Jobs of one process for another: taken once, handed on when the taker dies, gone when they are over."""

from __future__ import annotations

import pytest

from bot.store.jobs import FRESH, KEPT, LEASE, JobState
from bot.store.state import State
from tests.store.conftest import ANNA, HERALD, Clock, Place


async def test_a_job_is_taken_by_one_process_and_its_outcome_read_by_the_other(place: Place, state: State) -> None:
    asking = (await place.open()).jobs
    job = await asking.add("remove", {"path": "a “b”.txt"}, server=HERALD, requester=ANNA, files=[b"\0one", b"two"])
    taken = await state.jobs.take("indexer")
    assert taken is not None
    assert (taken.id, taken.kind, taken.server, taken.payload) == (job, "remove", HERALD, {"path": "a “b”.txt"})
    assert await state.jobs.files(job) == [b"\0one", b"two"]
    assert await asking.take("another") is None, "it is taken"
    assert await state.jobs.renew(job, "indexer", {"files": 3})
    status = await asking.status(job)
    assert status is not None
    assert (status.state, status.progress) == (JobState.TAKEN, {"files": 3})
    assert await state.jobs.finish(job, "indexer", JobState.DONE, "a.txt", [b"out"])
    status = await asking.status(job)
    assert status is not None
    assert (status.state, status.outcome) == (JobState.DONE, "a.txt")
    assert await asking.files(job) == [b"out"], "what came with the job is gone"
    await asking.delete(job)
    assert await asking.status(job) is None
    assert await asking.files(job) == []


async def test_a_job_whose_taker_died_is_taken_once_more_and_the_dead_taker_changes_nothing(
    state: State, clock: Clock
) -> None:
    job = await state.jobs.add("reload", {})
    for taker in ("first", "second"):
        assert await state.jobs.take(taker) is not None
        assert await state.jobs.take("third") is None
        clock.seconds += LEASE
    assert await state.jobs.take("third") is None, "two have died over it"
    assert not await state.jobs.renew(job, "first", None)
    assert not await state.jobs.finish(job, "first", JobState.DONE, "late")
    assert await state.jobs.finish(job, "second", JobState.DONE, "done")


async def test_a_job_that_nobody_wants_any_more_is_done_by_nobody(state: State, clock: Clock) -> None:
    withdrawn = await state.jobs.add("remove", {})
    assert await state.jobs.withdraw(withdrawn)
    assert await state.jobs.take("indexer") is None
    await state.jobs.add("remove", {})
    clock.seconds += FRESH
    assert await state.jobs.take("indexer") is None, "nor one of a minute ago, as a restored backup may hold"
    job = await state.jobs.add("remove", {})
    taken = await state.jobs.take("indexer")
    assert taken is not None
    assert not await state.jobs.withdraw(job), "somebody is at it"
    status = await state.jobs.status(job)
    assert status is not None
    assert not await state.jobs.abandon(job, status.lease - 1)
    assert await state.jobs.abandon(job, status.lease)
    clock.seconds += LEASE
    assert await state.jobs.take("indexer") is None


async def test_a_job_given_back_is_taken_again(state: State) -> None:
    job = await state.jobs.add("remove", {})
    await state.jobs.take("leaving")
    assert await state.jobs.give_back(job, "leaving")
    taken = await state.jobs.take("started again")
    assert taken is not None
    assert taken.id == job


@pytest.mark.parametrize("end", ["server", "member", "age"])
async def test_jobs_go_with_their_server_their_member_and_by_age(state: State, clock: Clock, end: str) -> None:
    job = await state.jobs.add("stage", {}, server=HERALD, requester=ANNA, files=[b"text"])
    if end == "server":
        await state.forget_server(HERALD)
    elif end == "member":
        await state.forget(ANNA)
    else:
        clock.seconds += KEPT + 1
        await state.sweep()
    assert await state.jobs.status(job) is None
    assert await state.jobs.files(job) == []
