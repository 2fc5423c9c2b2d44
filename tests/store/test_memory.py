from __future__ import annotations

from bot.store.jobs import LEASE
from bot.store.state import State
from tests.store.conftest import Clock, Place


async def test_a_buttons_state_survives_a_restart_but_not_its_age(place: Place, clock: Clock) -> None:
    state = await place.open()
    token = state.memory.token()
    assert len(token) == 16
    await state.memory.put("view", token, {"question": "Qui fut le premier ? 🚀", "offset": 3}, seconds=60)
    await state.close()
    again = await place.open()
    assert await again.memory.get("view", token) == {"question": "Qui fut le premier ? 🚀", "offset": 3}
    assert await again.memory.get("turn", token) is None, "another kind is another key"
    clock.seconds += 60
    assert await again.memory.get("view", token) is None
    assert await again.sweep() == 1


async def test_the_same_key_is_replaced_and_can_be_dropped(state: State) -> None:
    await state.memory.put("reply", "1", "a", seconds=60)
    await state.memory.put("reply", "1", "b", seconds=60)
    assert await state.memory.get("reply", "1") == "b"
    await state.memory.drop("reply", "1")
    assert await state.memory.get("reply", "1") is None


async def test_a_fact_stays(state: State, clock: Clock) -> None:
    assert await state.fact("tree") is None
    await state.set_fact("tree", "abc")
    await state.set_fact("tree", "def")
    clock.pass_days(4000)
    await state.sweep()
    assert await state.fact("tree") == "def"


async def test_a_lease_ends_also_where_the_clock_is_set_back(state: State, clock: Clock) -> None:
    assert await state.leases.acquire("sweep", seconds=60)
    assert not await state.leases.acquire("sweep", seconds=60)
    clock.seconds -= 30
    assert not await state.leases.acquire("sweep", seconds=60), "another process's clock may be a little behind"
    clock.seconds -= 86_400
    assert await state.leases.acquire("sweep", seconds=60)
    assert not await state.leases.acquire("sweep", seconds=60)
    job = await state.jobs.add("reload", {})
    assert await state.jobs.take("first") is not None
    clock.seconds -= LEASE / 2
    assert await state.jobs.take("second") is None
    clock.seconds -= 3_600
    taken = await state.jobs.take("second")
    assert taken is not None
    assert taken.id == job
