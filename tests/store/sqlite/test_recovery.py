from __future__ import annotations

import asyncio
import logging
import re
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.errors import DataError
from bot.model import Verdict
from bot.store.sqlite.copies import back_up, backups
from bot.store.state import State
from tests.store.conftest import ANNA, BORIS, HERALD

LINES = 1500
PAGE = 4096
BUSY: list[bytes] = []


async def fill(data: Path) -> Path:
    """A database of a busy server, closed; made once."""
    if BUSY:
        (data / "state.db").write_bytes(BUSY[0])
        return data / "state.db"
    state = await State.open(data)
    await state.servers.change(HERALD, excerpts=5, keep_questions=True)
    await state.set_fact("tree", "abc")
    await state.questions.keep(HERALD, ANNA, "Who was first?", Verdict.NOTHING, articles=["00112233445566aa"])
    await state.memory.put("view", "token", {"offset": 3}, seconds=1e9, user=ANNA)
    await state.close()
    with closing(sqlite3.connect(data / "state.db")) as connection, connection:
        rows = [(1_750_000_000 + number, HERALD, ANNA, "reload", f"{number} added" * 5) for number in range(LINES)]
        connection.executemany("INSERT INTO audit (at, server, who, action, detail) VALUES (?, ?, ?, ?, ?)", rows)
    connection.close()
    BUSY.append((data / "state.db").read_bytes())
    return data / "state.db"


def log_pages(path: Path) -> list[int]:
    """Where the leaves of the audit table lie in the file, as page numbers from 0."""
    content = path.read_bytes()
    pages = [content[start : start + PAGE] for start in range(0, len(content), PAGE)]
    return [number for number, page in enumerate(pages) if page[0] == 13 and re.search(rb"\d added", page)]


def set_aside(folder: Path) -> Path:
    (aside,) = folder.glob("state.db.damaged-*")
    return aside


def unfinished(folder: Path) -> list[Path]:
    return list(folder.glob("*.part"))


def spoil(path: Path, page: int) -> None:
    with path.open("r+b") as file:
        file.seek(page * PAGE)
        file.write(b"\xa5" * PAGE)


async def test_what_can_be_read_of_a_damaged_database_is_saved_and_the_rest_set_aside(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = await fill(tmp_path)
    pages = log_pages(path)
    spoil(path, pages[3])
    spoil(path, pages[-4])
    damaged = path.read_bytes()
    with caplog.at_level(logging.WARNING):
        state = await State.open(tmp_path)
    (notice,) = state.notices
    assert notice in caplog.text
    aside = set_aside(tmp_path)
    assert aside.read_bytes() == damaged
    assert f"incomplete: audit. The old file is kept as {aside.name}." in notice
    assert (await state.servers.read(HERALD)).excerpts == 5
    assert await state.fact("tree") == "abc"
    assert await state.memory.get("view", "token") == {"offset": 3}
    saved = len(await state.audit.entries(HERALD, limit=LINES))
    assert LINES * (1 - 2 / len(pages)) - 5 <= saved < LINES, "everything but the two pages"
    await state.audit.add(HERALD, ANNA, "reload")
    await state.close()
    again = await State.open(tmp_path)
    assert again.notices == (), "once is enough"
    await again.close()


async def test_a_database_that_another_process_has_open_is_not_replaced_under_it(tmp_path: Path) -> None:
    path = await fill(tmp_path)
    other = await State.open(tmp_path)
    spoil(path, log_pages(path)[3])
    damaged = path.read_bytes()
    with pytest.raises(DataError, match=r"is damaged, and another process has it open\. Stop every process"):
        await State.open(tmp_path)
    assert path.read_bytes() == damaged
    await other.close()
    state = await State.open(tmp_path)
    assert "incomplete: audit" in state.notices[0]
    await state.close()


async def test_of_processes_that_start_at_once_on_a_damaged_database_one_mends_it_and_the_others_wait(
    tmp_path: Path,
) -> None:
    path = await fill(tmp_path)
    spoil(path, log_pages(path)[3])
    opened = await asyncio.gather(*(State.open(tmp_path) for _ in range(3)))
    assert sorted(len(state.notices) for state in opened) == [0, 0, 1]
    await opened[0].set_fact("tree", "def")
    assert [await state.fact("tree") for state in opened] == ["def"] * 3
    for state in opened:
        await state.close()


@pytest.mark.parametrize("lost", [100, PAGE])
async def test_without_its_header_a_database_is_as_it_was_at_the_last_hourly_backup(tmp_path: Path, lost: int) -> None:
    path = await fill(tmp_path)
    state = await State.open(tmp_path, now=lambda: 1_750_000_100.0)
    await state.sweep()
    await state.servers.change(HERALD, excerpts=4)
    await state.audit.add(HERALD, ANNA, "reload")
    await state.sweep()
    await state.servers.change(HERALD, excerpts=3)
    await state.close()
    with path.open("r+b") as file:
        file.write(b"\0" * lost)
    state = await State.open(tmp_path)
    assert f"completed from {path.name}.backup-" in state.notices[0]
    assert (await state.servers.read(HERALD)).excerpts == 4, "as it was at the second sweep"
    assert len(await state.audit.entries(HERALD, limit=2 * LINES)) == LINES + 1
    await state.close()


async def test_a_damaged_database_takes_the_place_of_no_backup(tmp_path: Path) -> None:
    path = await fill(tmp_path)
    state = await State.open(tmp_path, now=lambda: 1_750_000_100.0)
    await state.sweep()
    await state.close()
    (backup,) = backups(path)
    sound = backup.read_bytes()
    spoil(path, log_pages(path)[3])
    with closing(sqlite3.connect(path)) as connection, pytest.raises(sqlite3.DatabaseError, match="was not backed up"):
        back_up(connection, path, date.today())
    assert backup.read_bytes() == sound
    assert unfinished(tmp_path) == []


async def test_a_damaged_table_is_completed_from_the_backup_and_keeps_what_came_after(tmp_path: Path) -> None:
    path = await fill(tmp_path)
    state = await State.open(tmp_path, now=lambda: 1_750_000_100.0)
    await state.sweep()
    await state.servers.change(HERALD, excerpts=4)
    await state.close()
    spoil(path, log_pages(path)[3])
    state = await State.open(tmp_path)
    assert len(await state.audit.entries(HERALD, limit=2 * LINES)) == LINES
    assert (await state.servers.read(HERALD)).excerpts == 4
    await state.close()


async def test_there_is_one_backup_a_day_and_the_last_three_are_kept(tmp_path: Path) -> None:
    path = await fill(tmp_path)
    for day in (1, 2, 3, 4):
        path.with_name(f"state.db.backup-2020-01-0{day}").write_bytes(path.read_bytes())
    state = await State.open(tmp_path)
    await state.sweep()
    await state.sweep()
    await state.close()
    names = sorted(file.name for file in backups(tmp_path / "state.db"))
    assert names == ["state.db.backup-2020-01-03", "state.db.backup-2020-01-04", f"state.db.backup-{date.today()}"]
    assert all(file.stat().st_mode & 0o077 == 0 for file in backups(tmp_path / "state.db") if "2020" not in file.name)


async def test_what_a_member_had_erased_is_in_no_file_of_the_folder(tmp_path: Path) -> None:
    secret, other = "Where did the aardvark hide?", "What did the zebra say?"
    state = await State.open(tmp_path)
    await state.servers.change(HERALD, keep_questions=True)
    await state.questions.keep(HERALD, ANNA, secret, Verdict.NOTHING)
    await state.questions.keep(HERALD, BORIS, other, Verdict.NOTHING)
    await state.memory.put("view", "token", {"question": secret}, seconds=1e6, user=ANNA)
    await state.sweep()
    (backup,) = backups(tmp_path / "state.db")
    for name in ("state.db.version-1", "state.db.damaged-20260101-000000", "state.db.version-1.part"):
        (tmp_path / name).write_bytes(backup.read_bytes())
    assert len(files_with(tmp_path, "aardvark")) >= 4
    assert await state.forget(ANNA) == 1
    assert files_with(tmp_path, "aardvark") == []
    assert {"state.db", backup.name, "state.db.version-1"} <= set(files_with(tmp_path, "zebra"))
    await state.servers.change(HERALD, keep_questions=False)
    assert files_with(tmp_path, "zebra") == [], "nor what a server took its consent back for"
    await state.close()


def files_with(folder: Path, word: str) -> list[str]:
    return sorted(file.name for file in folder.rglob("*") if file.is_file() and word.encode() in file.read_bytes())


@pytest.mark.parametrize("tenths", range(10))
async def test_a_cut_off_database_opens_with_what_is_left(tmp_path: Path, tenths: int) -> None:
    path = await fill(tmp_path)
    content = path.read_bytes()
    path.write_bytes(content[: len(content) * tenths // 10])
    state = await State.open(tmp_path)
    await state.servers.change(HERALD, excerpts=4)
    assert (await state.servers.read(HERALD)).excerpts == 4
    await state.close()


async def test_a_file_that_is_no_database_is_set_aside(tmp_path: Path) -> None:
    (tmp_path / "state.db").write_bytes(b"Dear diary, today I became a database.\n" * 1000)
    state = await State.open(tmp_path)
    assert state.notices[0].startswith("state.db was damaged. 0 rows were saved")
    await state.close()
    aside = set_aside(tmp_path)
    assert aside.read_bytes().startswith(b"Dear diary")


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(flips=st.lists(st.tuples(st.floats(0, 0.9999), st.integers(1, 255)), min_size=1, max_size=20))
async def test_any_flipped_bytes_leave_a_database_that_opens_and_writes(
    tmp_path_factory: pytest.TempPathFactory, flips: list[tuple[float, int]]
) -> None:
    folder = tmp_path_factory.mktemp("flips")
    path = await fill(folder)
    content = bytearray(path.read_bytes())
    for place, bits in flips:
        content[int(place * len(content))] ^= bits
    path.write_bytes(content)
    state = await State.open(folder)
    await state.servers.change(HERALD, private=True)
    assert len(await state.audit.entries(HERALD, limit=LINES)) <= LINES
    await state.memory.get("view", "token")
    await state.questions.unanswered(HERALD)
    await state.close()
    again = await State.open(folder)
    assert (await again.servers.read(HERALD)).private
    await again.close()
