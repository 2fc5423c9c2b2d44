from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.errors import DataError
from bot.model import Verdict
from bot.store.postgres.database import PostgresDatabase
from bot.store.postgres.schema import STEPS as POSTGRES_STEPS
from bot.store.sqlite.database import SqliteDatabase
from bot.store.sqlite.schema import STEPS
from bot.store.state import State
from tests.store.conftest import Place, on_postgres
from tests.store.postgres.server import PostgresServer

VERSIONS = Path(__file__).parent / "versions"  # v1.sql is what the first version really wrote, as `.dump` prints it
POSTGRES_VERSIONS = Path(__file__).parent / "postgres_versions"  # as `pg_dump --inserts` prints it
NEXT_ON_POSTGRES = (*POSTGRES_STEPS, "ALTER TABLE facts ADD COLUMN since INTEGER; UPDATE facts SET since = 7")
NEXT = (*STEPS, "ALTER TABLE facts ADD COLUMN since INTEGER; UPDATE facts SET since = 7")


def write_version(data: Path, number: int) -> None:
    data.mkdir()
    with closing(sqlite3.connect(data / "state.db")) as connection:
        connection.executescript((VERSIONS / f"v{number}.sql").read_text(encoding="utf-8"))
        connection.execute(f"PRAGMA user_version = {number}")


def write_postgres_version(url: str, number: int) -> None:
    import psycopg

    with psycopg.connect(url) as connection:
        connection.execute((POSTGRES_VERSIONS / f"v{number}.sql").read_bytes())


def test_every_version_that_shipped_has_its_file_here() -> None:
    names = [f"v{number + 1}.sql" for number in range(len(STEPS))]
    assert names == sorted(file.name for file in VERSIONS.iterdir())
    assert names == sorted(file.name for file in POSTGRES_VERSIONS.iterdir())
    assert len(POSTGRES_STEPS) == len(STEPS), "a version is one in both"


@pytest.mark.parametrize("number", range(1, len(STEPS) + 1))
async def test_a_database_of_each_version_opens_with_all_that_it_held(place: Place, number: int) -> None:
    if place.url is None:
        write_version(place.data, number)
    else:
        write_postgres_version(place.url, number)
    state = await place.open(now=lambda: 1_750_000_030.0)
    settings = await state.servers.read(4101)
    assert (settings.excerpts, settings.channels, settings.keep_questions) == (5, (7, 8), True)
    (kept,) = await state.questions.unanswered(4101)
    assert (kept.text, kept.verdict, kept.unhelpful) == ("Who was “first”; and when?", Verdict.UNSURE, 1)
    assert [entry.detail for entry in await state.audit.entries(4101)] == ["3 added"]
    assert await state.memory.get("view", "token") == {"offset": 3}
    assert await state.fact("tree") == "abc"
    assert await state.audit.claim_reload(4101) > 0
    if place.url is not None:
        assert await state.forget(51) == 1, "the key is in the database"


@on_postgres
async def test_a_step_in_postgres_is_taken_whole_or_not_at_all(postgres: PostgresServer, kind: str) -> None:
    write_postgres_version(postgres.url(), len(POSTGRES_STEPS))
    broken = PostgresDatabase(postgres.url(), steps=(*POSTGRES_STEPS, "DROP TABLE facts; DROP TABLE no_such_table"))
    with pytest.raises(DataError, match="UndefinedTable"):
        await broken.open()
    await broken.close()
    next_one = PostgresDatabase(postgres.url(), steps=NEXT_ON_POSTGRES)
    await next_one.open()
    assert next_one.notices == [
        f"The state in PostgreSQL was brought from version {len(POSTGRES_STEPS)} to {len(POSTGRES_STEPS) + 1}."
    ]
    assert (
        await next_one.read(lambda connection: connection.execute("SELECT since FROM facts").fetchall()) == [(7,)] * 2
    )
    await next_one.close()


async def test_a_migration_keeps_a_copy_of_what_was(tmp_path: Path) -> None:
    data = tmp_path / "data"
    write_version(data, len(STEPS))
    database = SqliteDatabase(data / "state.db", steps=NEXT)
    await database.open()
    assert await database.read(lambda connection: connection.execute("SELECT * FROM facts").fetchall()) == [
        ("tree", "abc", 7)
    ]
    await database.close()
    copy = data / f"state.db.version-{len(STEPS)}"
    assert copy.name in database.notices[0]
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (len(STEPS),)
        assert connection.execute("SELECT * FROM facts").fetchall() == [("tree", "abc")]


async def test_a_step_that_fails_half_way_changes_nothing(tmp_path: Path) -> None:
    data = tmp_path / "data"
    write_version(data, len(STEPS))
    broken = SqliteDatabase(data / "state.db", steps=(*STEPS, "DROP TABLE facts; DROP TABLE no_such_table"))
    with pytest.raises(sqlite3.OperationalError, match="no_such_table"):
        await broken.open()
    await broken.close()
    state = await State.open(data)
    assert await state.fact("tree") == "abc"
    await state.close()


async def test_a_database_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    data = tmp_path / "data"
    write_version(data, len(STEPS))
    newer = SqliteDatabase(data / "state.db", steps=NEXT)
    await newer.open()
    await newer.close()
    before = (data / "state.db").read_bytes()
    with pytest.raises(DataError, match="newer version of Clippings"):
        await State.open(data)
    assert (data / "state.db").read_bytes() == before
