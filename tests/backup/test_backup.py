"""Backups taken while others write, put back, and compared: on SQLite and on PostgreSQL."""

from __future__ import annotations

import asyncio
import hashlib
import json
import sqlite3
import zipfile
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bot.backup import back_up, restore
from bot.backup.archive import KEY, MANIFEST, SETTINGS, STATE
from bot.errors import DataError
from bot.model import Verdict
from bot.settings import Settings, without_secrets
from bot.store.database import Connection
from bot.store.pseudonyms import pseudonym
from bot.store.state import State
from tests.store.conftest import ANNA, HERALD, Place, on_postgres, on_sqlite

ROUNDS = 5  # 20 were tried of each as well, on both databases


@pytest.fixture
async def opened(place: Place) -> State:
    state = await place.open()
    await state.servers.change(HERALD, keep_questions=True, excerpts=4)
    return state


@pytest.fixture
async def load(opened: State) -> AsyncIterator[Callable[[], int]]:
    """Somebody who asks without a pause: each question and its count are one transaction. How many so far."""
    asked = 0

    def counting(connection: Connection) -> None:
        connection.execute(
            "INSERT INTO facts (name, value) VALUES ('asked', '1') ON CONFLICT (name)"
            " DO UPDATE SET value = CAST(CAST(facts.value AS INTEGER) + 1 AS TEXT)"
        )

    async def ask() -> None:
        nonlocal asked
        while True:
            keep = opened.questions.keeping(
                HERALD, ANNA, f"What is {asked}?", Verdict.NOTHING, took_ms=1.0, articles=(), answer=f"answer{asked}"
            )
            await opened.together(keep, counting)
            asked += 1

    asking = asyncio.create_task(ask())
    yield lambda: asked
    asking.cancel()
    await asyncio.gather(asking, return_exceptions=True)


def folders(place: Place, tmp_path: Path) -> dict[str, Any]:
    return {"corpus": tmp_path / "corpus", "data": place.data, "url": place.url}


def inside(backup: Path, folder: Path) -> sqlite3.Connection:
    with zipfile.ZipFile(backup) as archive:
        return sqlite3.connect(archive.extract(STATE, folder))


async def test_twenty_backups_under_load_are_each_of_one_moment(
    place: Place, load: Callable[[], int], tmp_path: Path
) -> None:
    counts = []
    for number in range(ROUNDS):
        before = load()
        file = tmp_path / f"{number}.zip"
        await asyncio.to_thread(back_up, file, **folders(place, tmp_path), settings="")
        with closing(inside(file, tmp_path / str(number))) as state:
            (kept,) = state.execute("SELECT count(*) FROM questions").fetchone()
            counted = state.execute("SELECT value FROM facts WHERE name = 'asked'").fetchone()
        assert kept == int(counted[0] if counted else 0), "one transaction is there as a whole or not at all"
        assert before <= kept <= load() + 1
        counts.append(kept)
    assert counts == sorted(counts)
    assert counts[-1] > counts[0]


async def test_each_of_them_can_be_restored_and_is_then_what_it_was(
    place: Place, load: Callable[[], int], opened: State, tmp_path: Path
) -> None:
    files = [tmp_path / f"{number}.zip" for number in range(ROUNDS)]
    for file in files:
        await asyncio.to_thread(back_up, file, **folders(place, tmp_path), settings="")
    await place.close()
    for number, file in enumerate(files):
        where = {**folders(place, tmp_path), "data": tmp_path / f"restored{number}"}
        done = await asyncio.to_thread(restore, file, **where)
        state = await State.open(where["data"], place.url, now=place.clock)
        assert (await state.servers.read(HERALD)).excerpts == 4
        await state.close()
        again = tmp_path / f"again{number}.zip"
        made = await asyncio.to_thread(back_up, again, **where, settings="")
        assert made.rows == done.manifest.rows
        assert dump(again, tmp_path / f"b{number}") == dump(file, tmp_path / f"a{number}")


def dump(backup: Path, folder: Path) -> list[str]:
    with closing(inside(backup, folder)) as state:
        return sorted(state.iterdump())


async def test_a_member_is_known_to_forget_me_after_a_restore_elsewhere(
    place: Place, opened: State, tmp_path: Path
) -> None:
    await opened.questions.keep(HERALD, ANNA, "Who?", Verdict.NOTHING)
    file = tmp_path / "one.zip"
    await asyncio.to_thread(back_up, file, **folders(place, tmp_path), settings="")
    await place.close()
    elsewhere = {**folders(place, tmp_path), "data": tmp_path / "elsewhere"}
    await asyncio.to_thread(restore, file, **elsewhere)
    state = await State.open(elsewhere["data"], place.url, now=place.clock)
    assert await state.forget(ANNA) == 1
    await state.close()


@on_postgres
async def test_a_state_goes_from_postgresql_to_sqlite(place: Place, opened: State, tmp_path: Path) -> None:
    await opened.questions.keep(HERALD, ANNA, "Who?", Verdict.NOTHING)
    file = tmp_path / "one.zip"
    await asyncio.to_thread(back_up, file, **folders(place, tmp_path), settings="")
    here: dict[str, Any] = {"corpus": tmp_path / "corpus", "data": tmp_path / "here", "url": None}
    await asyncio.to_thread(restore, file, **here)
    state = await State.open(here["data"], now=place.clock)
    assert await state.forget(ANNA) == 1
    await state.close()


async def test_a_running_bot_is_not_overwritten(place: Place, opened: State, tmp_path: Path) -> None:
    file = tmp_path / "one.zip"
    await asyncio.to_thread(back_up, file, **folders(place, tmp_path), settings="")
    await opened.servers.change(HERALD, excerpts=2)
    with pytest.raises(DataError, match="A bot is running on this state"):
        await asyncio.to_thread(restore, file, **folders(place, tmp_path))
    assert (await opened.servers.read(HERALD)).excerpts == 2


async def test_what_is_replaced_is_kept(place: Place, opened: State, tmp_path: Path) -> None:
    own = tmp_path / "corpus" / "servers" / "77"
    own.mkdir(parents=True)
    (own / "first.txt").write_text(" date 2020-10-28 The first.")
    file = tmp_path / "one.zip"
    await asyncio.to_thread(back_up, file, **folders(place, tmp_path), settings="")
    (own / "first.txt").write_text(" date 2020-10-28 Another.")
    (own / "second.txt").write_text(" date 2020-10-29 The second.")
    await opened.servers.change(HERALD, excerpts=2)
    await place.close()
    done = await asyncio.to_thread(restore, file, **folders(place, tmp_path))
    assert [path.read_text() for path in own.iterdir()] == [" date 2020-10-28 The first."]
    state_aside, articles_aside = done.aside
    assert sorted(path.name for path in (articles_aside / "77").iterdir()) == ["first.txt", "second.txt"]
    with closing(sqlite3.connect(state_aside / "state.db")) as former:
        assert former.execute("SELECT value FROM settings WHERE name = 'excerpts'").fetchone() == ("2",)
    assert (state_aside / "state.key").stat().st_mode & 0o777 == 0o600


@on_sqlite
async def test_a_backup_of_a_newer_version_and_a_damaged_one_change_nothing(
    place: Place, opened: State, tmp_path: Path
) -> None:
    good = tmp_path / "good.zip"
    await asyncio.to_thread(back_up, good, **folders(place, tmp_path), settings="")
    await place.close()
    before = hashlib.sha256((place.data / "state.db").read_bytes()).digest()
    newer, flipped, half, other = (tmp_path / f"{name}.zip" for name in ("newer", "flipped", "half", "other"))
    rewritten(good, newer, state=999)
    rewritten(good, flipped, key=bytes(32))
    half.write_bytes(good.read_bytes()[:-200])
    other.write_bytes(b"no archive")
    for file, said in (
        (newer, "this version cannot read"),
        (flipped, "is damaged"),
        (half, "damaged"),
        (other, "no ba"),
    ):
        with pytest.raises(DataError, match=said):
            await asyncio.to_thread(restore, file, **folders(place, tmp_path))
    assert hashlib.sha256((place.data / "state.db").read_bytes()).digest() == before
    assert names(place.data, ".restoring*") + names(place.data, "replaced*") == []


def names(folder: Path, pattern: str) -> list[str]:
    return [path.name for path in folder.glob(pattern)]


def rewritten(source: Path, target: Path, *, state: int | None = None, key: bytes | None = None) -> None:
    with zipfile.ZipFile(source) as archive, zipfile.ZipFile(target, "x") as changed:
        for name in archive.namelist():
            content = archive.read(name)
            if name == MANIFEST and state is not None:
                content = json.dumps({**json.loads(content), "state": state}).encode()
            changed.writestr(name, key if name == KEY and key is not None else content)


@on_sqlite
async def test_a_backup_never_takes_the_place_of_another_and_is_private(
    place: Place, opened: State, tmp_path: Path
) -> None:
    file = tmp_path / "one.zip"
    await asyncio.to_thread(back_up, file, **folders(place, tmp_path), settings="")
    assert file.stat().st_mode & 0o777 == 0o600
    with pytest.raises(DataError, match="is there already"):
        await asyncio.to_thread(back_up, file, **folders(place, tmp_path), settings="")
    with pytest.raises(DataError, match="cannot be used"):
        await asyncio.to_thread(back_up, tmp_path / "no" / "one.zip", **folders(place, tmp_path), settings="")
    assert names(tmp_path, ".*") == []


@on_sqlite
async def test_an_archive_that_names_files_outside_of_itself_is_refused(
    place: Place, opened: State, tmp_path: Path
) -> None:
    good, bad = tmp_path / "good.zip", tmp_path / "bad.zip"
    await asyncio.to_thread(back_up, good, **folders(place, tmp_path), settings="")
    with zipfile.ZipFile(good) as archive, zipfile.ZipFile(bad, "x") as changed:
        manifest = json.loads(archive.read(MANIFEST))
        manifest["files"] = {"../../escaped": [1, hashlib.sha256(b"x").hexdigest()]}
        changed.writestr("../../escaped", b"x")
        changed.writestr(MANIFEST, json.dumps(manifest))
    await place.close()
    with pytest.raises(DataError, match="outside of itself"):
        await asyncio.to_thread(restore, bad, **folders(place, tmp_path))
    assert names(tmp_path, "**/escaped") == []


def test_no_secret_is_among_the_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    given = Settings(
        discord_token="hidden", state_url="postgresql://u:hidden@db/x", milvus_uri="http://u:hidden@milvus:19530",
        owner_ids=frozenset({2, 1}), auto_reload=True, shard_count=4,
    )  # fmt: skip
    lines = without_secrets(given)
    assert "hidden" not in lines
    assert "OWNER_IDS=1,2\n" in lines
    assert "AUTO_RELOAD=true\n" in lines
    assert "MILVUS_URI=http://milvus:19530\n" in lines
    assert SETTINGS == "settings.env"
    assert pseudonym(b"k", 1) not in lines
