from __future__ import annotations

import asyncio
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest

from bot.errors import DataError
from bot.store.database import Connection
from bot.store.sqlite.database import SqliteDatabase
from bot.store.state import State
from tests.store.conftest import HERALD, Place, on_sqlite


@on_sqlite
async def test_a_locked_database_is_waited_for(state: State, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "data" / "state.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        change = asyncio.create_task(state.servers.change(HERALD, excerpts=4))
        await asyncio.sleep(0.1)
        assert not change.done()
        other.execute("ROLLBACK")
        assert (await change).excerpts == 4


async def test_a_database_locked_for_too_long_says_so_and_changes_nothing(tmp_path: Path) -> None:
    state = await State.open(tmp_path, wait=0.05)
    with closing(sqlite3.connect(tmp_path / "state.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(DataError, match=r"in use by another program\. Try again in a moment\."):
            await state.servers.change(HERALD, excerpts=4)
        assert (await state.servers.read(HERALD)).excerpts == 3
    await state.close()


async def test_a_full_disk_says_so_and_changes_nothing(tmp_path: Path) -> None:
    database = SqliteDatabase(tmp_path / "state.db")
    await database.open()
    await database.read(lambda connection: connection.execute("PRAGMA max_page_count = 1").fetchall())

    def fill(connection: Connection) -> None:
        connection.execute("INSERT INTO facts VALUES ('small', 'x')")
        connection.execute("INSERT INTO facts VALUES ('large', ?)", ("x" * 100_000,))

    with pytest.raises(DataError, match=r"is full: nothing was changed"):
        await database.write(fill)
    assert await database.read(lambda connection: connection.execute("SELECT * FROM facts").fetchall()) == []
    await database.write(lambda connection: connection.execute("INSERT INTO facts VALUES ('next', 'y')"))
    await database.close()


async def test_a_data_folder_that_cannot_be_is_named(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file where the folder should be")
    with pytest.raises(DataError, match=r"state\.db cannot be written: .*Set DATA to a folder that can"):
        await State.open(tmp_path / "data")


@on_sqlite
async def test_members_questions_are_for_the_owner_of_the_files_only(state: State, tmp_path: Path) -> None:
    await state.set_fact("tree", "abc")
    for file in (tmp_path / "data").iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600, file.name


async def test_a_damaged_secret_is_named(tmp_path: Path) -> None:
    (tmp_path / "state.key").write_bytes(b"short")
    with pytest.raises(DataError, match=r"state\.key is damaged"):
        await State.open(tmp_path)


async def test_the_same_member_has_the_same_mark_in_every_process(state: State, place: Place) -> None:
    await state.memory.put("view", "a", 1, seconds=1e9, user=5)
    other = await place.open()
    await other.forget(5)
    assert await state.memory.get("view", "a") is None
    await state.close()
    await other.close()
    again = await place.open()
    await again.memory.put("view", "a", 1, seconds=1e9, user=5)
    assert again._key == other._key == state._key


async def test_a_closed_state_says_that_it_is(state: State) -> None:
    await state.close()
    await state.close()
    with pytest.raises(DataError, match="is closed"):
        await state.fact("tree")
