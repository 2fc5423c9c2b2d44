"""The first start with STATE_URL takes along what state.db held."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.errors import DataError
from bot.model import Verdict
from bot.store.state import State
from tests.store.conftest import ANNA, BORIS, HERALD, Clock, Place, on_postgres

pytestmark = on_postgres


async def fill(data: Path, clock: Clock) -> None:
    state = await State.open(data, now=clock)
    await state.servers.change(HERALD, excerpts=5, keep_questions=True)
    name = await state.questions.keep(HERALD, ANNA, "Who was \0 first?", Verdict.NOTHING)
    assert name
    await state.questions.judge(HERALD, name, BORIS, helpful=False)
    await state.memory.put("view", "token", {"offset": 3}, seconds=60, user=ANNA)
    for number in range(3):
        await state.audit.add(HERALD, ANNA, "reload", str(number))
    await state.close()


async def test_everything_comes_along_once_and_members_are_still_who_they_were(place: Place, clock: Clock) -> None:
    await fill(place.data, clock)
    before = (place.data / "state.db").read_bytes()
    state = await place.open()
    (notice,) = state.notices
    assert "were copied to STATE_URL, which counts from now on" in notice
    assert (await state.servers.read(HERALD)).excerpts == 5
    assert await state.memory.get("view", "token") == {"offset": 3}
    last = await state.audit.add(HERALD, ANNA, "reload", "3")
    assert [line.detail for line in await state.audit.entries(HERALD)] == ["3", "2", "1", "0"]
    assert last.number == 4
    assert await state.questions.keep(HERALD, BORIS, "And then?", Verdict.ANSWERED)
    assert [kept.unhelpful for kept in await state.questions.unanswered(HERALD)] == [1]
    assert await state.forget(ANNA) == 1
    again = await place.open()
    assert again.notices == ()
    assert (place.data / "state.db").read_bytes() == before


async def test_a_file_that_a_bot_has_open_is_not_copied_behind_its_back(place: Place, clock: Clock) -> None:
    running = await State.open(place.data, now=clock)
    with pytest.raises(DataError, match=r"a bot has it open\. Stop that one first"):
        await place.open()
    await running.servers.change(HERALD, excerpts=5)
    await running.close()
    state = await place.open()
    assert (await state.servers.read(HERALD)).excerpts == 5, "the first attempt left no empty tables behind"


async def test_a_damaged_file_is_not_copied_by_half(place: Place, clock: Clock) -> None:
    await fill(place.data, clock)
    path = place.data / "state.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xa5" * (len(content) - 4096)
    path.write_bytes(content)
    with pytest.raises(DataError, match="Start once without STATE_URL: the bot saves what can be read"):
        await place.open()
