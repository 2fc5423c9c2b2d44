"""The state on a PostgreSQL server that is away, refuses, restarts, crashes, or is cut off in the middle of a write."""

from __future__ import annotations

import asyncio
import logging
import signal
import socket
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from bot.cli import doctor
from bot.errors import DataError, ExitCode
from bot.store.database import Connection
from bot.store.postgres.checkup import check_up
from bot.store.postgres.server import Server
from bot.store.state import State
from tests.store.conftest import ANNA, GAZETTE, HERALD, Place, on_postgres
from tests.store.postgres.server import PASSWORD, PostgresServer
from tests.store.wire import AFTER, BEFORE, Wire, wire_to

pytestmark = on_postgres


async def refusal(url: str, data: Path, code: ExitCode = ExitCode.DATA) -> str:
    with pytest.raises(DataError) as error:
        await State.open(data, url, wait=0.05)
    assert error.value.__cause__ is None
    assert error.value.exit_code is code, "a failed start is tried again by systemd, a refused one is not"
    return str(error.value)


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://clip:secret-w0rd@host:port/db",
        "postgresql://clip:secret-w0rd/x@host/db",
        "postgresql://clip:secret-w0rd@host/db?what=ever",
        "postgresql://clip:secret-w0rd%@host/db",
        "postgresql://clip:secret-w0rd",
        "postgresql://clip:secret-w0rd@x@host/db",
        "secret-w0rd",
    ],
)
async def test_a_url_that_cannot_be_read_is_explained_and_not_repeated(url: str, tmp_path: Path, kind: str) -> None:
    said = await refusal(url, tmp_path)
    assert "It looks like postgresql://user:password@host:5432/database" in said
    assert "secret-w0rd" not in said


@pytest.mark.parametrize("hosts", ["db", "db:5432", "one:5432,two:5433", "[::1]:5432", ""])
def test_a_url_may_name_several_hosts_or_none(hosts: str, kind: str) -> None:
    assert Server(f"postgresql://clip:secret@{hosts}/db?sslmode=require&target_session_attrs=read-write")


async def test_a_server_that_does_not_answer_is_waited_for_and_then_named(tmp_path: Path, kind: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    began = time.monotonic()
    said = await refusal(f"postgresql://clip:secret-w0rd@127.0.0.1:{port}/clip", tmp_path, ExitCode.FAILED)
    assert time.monotonic() - began < 2
    assert said.startswith(f"The PostgreSQL server on 127.0.0.1, port {port} (STATE_URL) does not answer.")
    assert not tmp_path.joinpath("state.db").exists()


async def test_a_wrong_password_or_database_is_told_by_the_servers_own_words(
    postgres: PostgresServer, tmp_path: Path, kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        said = await refusal(postgres.url(password="secret-w0rd"), tmp_path)
        assert 'refuses the connection: FATAL: password authentication failed for user "clip"' in said
        assert "Check user, password and database in STATE_URL" in said
        assert 'database "nowhere" does not exist' in await refusal(postgres.url(database="nowhere"), tmp_path)
    assert "secret-w0rd" not in said + caplog.text
    assert PASSWORD not in caplog.text


async def test_a_state_of_a_newer_version_is_left_alone(state: State, place: Place) -> None:
    def age(connection: Connection) -> None:
        connection.execute("INSERT INTO version VALUES (99)")

    await state._database.write(age)
    with pytest.raises(DataError, match=r"newer version of Clippings \(version 99, not 4\)"):
        await place.open()


async def test_a_look_at_the_server_changes_nothing(postgres: PostgresServer, place: Place) -> None:
    assert check_up(postgres.url()).endswith("accepts the connection; the tables are made at the first start")
    assert check_up(postgres.url()).endswith("accepts the connection; the tables are made at the first start")
    await place.open()
    assert check_up(postgres.url()).endswith("accepts the connection; the tables are there")


async def test_the_doctor_tells_of_the_server_and_never_the_password(
    postgres: PostgresServer, tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SHARD_COUNT", "4")
    monkeypatch.setenv("SHARD_IDS", "2,3")
    monkeypatch.setenv("STATE_URL", postgres.url())
    found = {finding.name: finding for finding in doctor._look(None, None)}
    assert found["state"].good
    assert found["settings"].line == "every value can be used; this process runs shards 2, 3 of 4"
    monkeypatch.setenv("STATE_URL", postgres.url(password="secret-w0rd"))
    found = {finding.name: finding for finding in doctor._look(None, None)}
    assert not found["state"].good
    assert "password authentication failed" in found["state"].line
    assert "secret-w0rd" not in str(found)


async def test_processes_that_start_at_once_make_the_tables_once(place: Place) -> None:
    opened = await asyncio.gather(*(place.open() for _ in range(4)))
    assert len({one._key for one in opened}) == 1
    await opened[0].set_fact("tree", "abc")
    assert [await one.fact("tree") for one in opened] == ["abc"] * 4


async def test_a_restart_between_two_questions_is_not_noticed(
    state: State, postgres: PostgresServer, caplog: pytest.LogCaptureFixture
) -> None:
    await state.audit.add(HERALD, ANNA, "reload", "before")
    for how in (signal.SIGINT, signal.SIGQUIT):
        postgres.stop(how)
        postgres.start()
        assert [line.detail for line in await state.audit.entries(HERALD)][-1] == "before"
        postgres.stop(how)
        postgres.start()
        await state.audit.add(HERALD, ANNA, "reload", how.name)
    assert [line.detail for line in await state.audit.entries(HERALD)] == ["SIGQUIT", "SIGINT", "before"]
    assert "the state database was lost" in caplog.text


async def test_what_was_told_done_is_there_once_after_restarts_in_the_middle(
    state: State, postgres: PostgresServer
) -> None:
    told: list[str] = []
    over = asyncio.Event()

    async def write(name: str) -> None:
        number = 0
        while not over.is_set():
            entry = await state.audit.add(HERALD, ANNA, "reload", f"{name} {number}")
            told.append(entry.detail)
            number += 1

    writing = [asyncio.create_task(write(name)) for name in "abc"]
    for how in (signal.SIGINT, signal.SIGQUIT, signal.SIGQUIT):
        await asyncio.sleep(0.1)
        await asyncio.to_thread(postgres.stop, how)
        await asyncio.to_thread(postgres.start)
    await asyncio.sleep(0.2)
    over.set()
    await asyncio.gather(*writing)
    assert len(told) > 20
    assert sorted(line.detail for line in await state.audit.entries(HERALD, limit=10**6)) == sorted(told)


@pytest.mark.parametrize("where", [BEFORE, AFTER])
async def test_a_write_whose_end_was_not_heard_is_done_exactly_once(
    postgres: PostgresServer, place: Place, where: str
) -> None:
    async with wire_to(postgres.port) as wire:
        place.url = postgres.url(port=wire.port)
        state = await place.open()
        for number in range(3):
            wire.cut = where
            await state.audit.add(HERALD, ANNA, "reload", str(number))
        wire.cut = where
        assert await state.audit.claim_reload(HERALD) == 0, (
            "its own turn, which it has taken already, is not in its way"
        )
        wire.cut = where
        assert (await state.servers.change(HERALD, excerpts=5)).excerpts == 5
        assert wire.cuts == 5
        assert [line.detail for line in await state.audit.entries(HERALD)] == ["2", "1", "0"]
        await place.close()


async def cut_off(place: Place, wire: Wire, postgres: PostgresServer) -> State:
    place.url = postgres.url(port=wire.port)
    state = await place.open(wait=0.2)
    await state.servers.change(HERALD, excerpts=5)
    await wire.close()
    return state


async def within_seconds(work: Callable[[], Awaitable[object]]) -> object:
    async with asyncio.timeout(3):
        while True:
            try:
                return await work()
            except DataError:
                await asyncio.sleep(0.05)


async def test_while_the_server_is_away_nobody_waits_long_and_all_is_well_when_it_is_back(
    postgres: PostgresServer, place: Place, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "bot")
    async with wire_to(postgres.port) as wire:
        state = await cut_off(place, wire, postgres)
        began = time.monotonic()
        many = [state.audit.add(HERALD, ANNA, "reload", str(number)) for number in range(50)]
        failed = await asyncio.gather(*many, return_exceptions=True)
        assert time.monotonic() - began < 2, "one waits for all"
        assert {str(error) for error in failed} == {"The state database cannot be reached. Try again in a moment."}
        assert (await state.servers.read(HERALD)).excerpts == 5, "what was known last"
        with pytest.raises(DataError):
            await state.servers.read(GAZETTE)
        await wire.open()
        assert await within_seconds(lambda: state.audit.add(HERALD, ANNA, "reload", "x"))
        await place.close()
    lines = [record.getMessage() for record in caplog.records if record.name == "bot.store.postgres.database"]
    assert len([line for line in lines if "does not answer" in line]) == 1
    assert lines[-1] == "the state database is there again"
    assert PASSWORD not in caplog.text


async def test_leaving_does_not_wait_for_a_server_that_is_away(postgres: PostgresServer, place: Place) -> None:
    async with wire_to(postgres.port) as wire:
        place.url = postgres.url(port=wire.port)
        state = await place.open(wait=30)
        await wire.close()
        writing = asyncio.create_task(state.set_fact("tree", "abc"))
        await asyncio.sleep(0.3)
        async with asyncio.timeout(2):
            await state.close()
        with pytest.raises(DataError):
            await writing
        await wire.open()


async def test_a_fault_of_ours_is_told_without_what_it_was_about(
    state: State, caplog: pytest.LogCaptureFixture
) -> None:
    def wrong(connection: Connection) -> None:
        connection.execute("INSERT INTO facts VALUES ('secret question', ?), ('secret question', 'x')", ("x",))

    with pytest.raises(DataError, match=r"reports an error \(UniqueViolation\): nothing was changed\.") as error:
        await state._database.write(wrong)
    assert error.value.__cause__ is None
    assert "secret question" not in caplog.text + str(error.value)
    assert "UniqueViolation (SQLSTATE 23505)" in caplog.text


async def test_a_database_whose_text_is_not_utf_8_is_refused_at_the_start(
    postgres: PostgresServer, tmp_path: Path, kind: str
) -> None:
    import psycopg

    with psycopg.connect(postgres.url(), autocommit=True) as connection:
        connection.execute("CREATE DATABASE latin ENCODING 'LATIN1' TEMPLATE template0")
        try:
            said = await refusal(postgres.url(database="latin"), tmp_path)
            with pytest.raises(DataError, match="LATIN1"):
                check_up(postgres.url(database="latin"))
        finally:
            connection.execute("DROP DATABASE latin")
    assert said == (
        "The database in STATE_URL stores text as LATIN1, in which not every question can be written. Make one for the"
        " state: CREATE DATABASE clippings ENCODING 'UTF8' TEMPLATE template0."
    )
