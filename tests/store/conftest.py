from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from bot.store.state import State
from tests.store.postgres.server import AbsentError, PostgresServer, postgres_server

HERALD, GAZETTE = 4101, 4102  # two servers
ANNA, BORIS = 51, 52  # two members

on_sqlite = pytest.mark.parametrize("kind", ["sqlite"])  # what is about its files
on_postgres = pytest.mark.parametrize("kind", ["postgres"])  # what is about its server


@dataclass
class Clock:
    """Seconds since 1970 that only a test moves."""

    seconds: float = 1_750_000_000.0

    def __call__(self) -> float:
        return self.seconds

    def pass_days(self, days: float) -> None:
        self.seconds += days * 86_400


@dataclass
class Place:
    """Where the state is: a folder, or a database on a server. Each `open` is like that of a process of its own."""

    data: Path
    url: str | None
    clock: Clock
    _opened: list[State] = field(default_factory=list)

    async def open(self, **given: Any) -> State:
        opened = await State.open(self.data, self.url, **{"now": self.clock, **given})
        self._opened.append(opened)
        return opened

    async def close(self) -> None:
        for opened in self._opened:
            await opened.close()


@pytest.fixture(scope="session")
def running_postgres() -> Iterator[PostgresServer]:
    pytest.importorskip("psycopg", reason="the extra `postgres` is not installed")
    try:
        with postgres_server() as server:
            yield server
    except AbsentError as reason:
        pytest.skip(str(reason))


@pytest.fixture
def postgres(running_postgres: PostgresServer) -> PostgresServer:
    """The server, with nothing in it."""
    import psycopg

    with psycopg.connect(running_postgres.url(), autocommit=True) as connection:
        connection.execute("SET client_min_messages = error")
        connection.execute("DROP SCHEMA IF EXISTS clippings CASCADE")
    return running_postgres


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(params=["sqlite", "postgres"])
def kind(request: pytest.FixtureRequest) -> str:
    """Which database the state is in: a test that asks for `place` or `state` runs with each."""
    return str(request.param)


@pytest.fixture
async def place(request: pytest.FixtureRequest, kind: str, tmp_path: Path, clock: Clock) -> AsyncIterator[Place]:
    url = request.getfixturevalue("postgres").url() if kind == "postgres" else None
    made = Place(tmp_path / "data", url, clock)
    yield made
    await made.close()


@pytest.fixture
async def state(place: Place) -> State:
    return await place.open()
