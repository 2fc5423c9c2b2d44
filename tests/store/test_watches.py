from __future__ import annotations

import pytest

from bot.store.alerts.watches import MOST_OF_A_MEMBER, QUIET, WatchLimitError
from bot.store.state import State
from tests.store.conftest import ANNA, BORIS, GAZETTE, HERALD, Clock

SEEN = ("arrivals.seen", "2025-06-15T00:00:00+00:00")


async def test_a_watch_is_its_members_own_and_one_for_each_question(state: State) -> None:
    watch = await state.watches.add(HERALD, ANNA, "Who won?")
    assert await state.watches.add(HERALD, ANNA, "who WON?") == watch
    assert await state.watches.of(HERALD, ANNA) == [watch]
    assert await state.watches.of(HERALD, BORIS) == await state.watches.of(GAZETTE, ANNA) == []
    assert await state.watches.remove(watch.id, BORIS) is None
    assert await state.watches.pause(watch.id, BORIS, paused=True) is None
    assert await state.watches.remove(watch.id, ANNA) == watch


async def test_a_member_has_a_limit(state: State) -> None:
    for number in range(MOST_OF_A_MEMBER):
        await state.watches.add(HERALD, ANNA, f"Question {number}")
    with pytest.raises(WatchLimitError):
        await state.watches.add(HERALD, ANNA, "One more")
    await state.watches.add(GAZETTE, ANNA, "One more")


async def test_what_was_found_is_claimed_once_and_not_again_for_a_day(state: State, clock: Clock) -> None:
    watch = await state.watches.add(HERALD, ANNA, "Who won?")
    await state.watches.found([(watch.id, "a"), (watch.id, "b"), ("gone", "a")], SEEN)
    assert await state.fact(SEEN[0]) == SEEN[1]
    ((claimed, keys),) = await state.watches.claim_due()
    assert keys == ["a", "b"]
    assert await state.watches.claim_due() == []
    await state.watches.sent(claimed, keys)
    await state.watches.found([(watch.id, "c")], SEEN)
    clock.seconds += QUIET - 1
    assert await state.watches.claim_due() == []
    clock.seconds += 1
    assert [keys for _, keys in await state.watches.claim_due()] == [["c"]]


async def test_a_claim_that_is_given_back_is_claimed_again(state: State) -> None:
    watch = await state.watches.add(HERALD, ANNA, "Who won?")
    await state.watches.found([(watch.id, "a")], SEEN)
    ((claimed, _),) = await state.watches.claim_due()
    await state.watches.give_back(claimed)
    assert len(await state.watches.claim_due()) == 1


async def test_a_paused_watch_keeps_nothing_and_forget_me_and_a_left_server_end_watches(state: State) -> None:
    watch = await state.watches.add(HERALD, ANNA, "Who won?")
    await state.watches.found([(watch.id, "a")], SEEN)
    await state.watches.pause(watch.id, ANNA, paused=True)
    assert await state.watches.active() == []
    await state.watches.pause(watch.id, ANNA, paused=False)
    assert await state.watches.claim_due() == []
    await state.watches.add(GAZETTE, BORIS, "Who won?")
    await state.forget(ANNA)
    await state.forget_server(GAZETTE)
    assert await state.watches.active() == []
