from __future__ import annotations

from bot.store.state import State
from tests.store.conftest import ANNA, GAZETTE, HERALD, Clock


async def test_a_server_reads_its_own_lines_newest_first(state: State) -> None:
    await state.audit.add(HERALD, ANNA, "reload", "3 added")
    await state.audit.add(GAZETTE, ANNA, "add", "secret.txt")
    await state.audit.add(None, None, "reload", "by itself")
    last = await state.audit.add(HERALD, ANNA, "remove", "old.txt")
    assert [(entry.action, entry.who) for entry in await state.audit.entries(HERALD)] == [
        ("remove", ANNA),
        ("reload", ANNA),
    ]
    assert [entry.action for entry in await state.audit.entries(HERALD, before=last.number)] == ["reload"]
    assert [entry.detail for entry in await state.audit.entries(None)] == ["by itself"]


async def test_lines_are_kept_for_over_a_year(state: State, clock: Clock) -> None:
    await state.audit.add(HERALD, ANNA, "reload")
    clock.pass_days(399)
    await state.sweep()
    assert len(await state.audit.entries(HERALD)) == 1
    clock.pass_days(2)
    await state.sweep()
    assert await state.audit.entries(HERALD) == []


async def test_a_server_reloads_once_a_minute_and_does_not_hold_up_another(state: State, clock: Clock) -> None:
    assert await state.audit.claim_reload(HERALD) == 0
    clock.seconds += 20
    assert await state.audit.claim_reload(HERALD) == 40
    assert await state.audit.claim_reload(GAZETTE) == 0
    clock.seconds += 40
    assert await state.audit.claim_reload(HERALD) == 0


async def test_a_clock_set_back_locks_nobody_out(state: State, clock: Clock) -> None:
    await state.audit.claim_reload(HERALD)
    clock.seconds -= 3600
    assert await state.audit.claim_reload(HERALD) == 0
