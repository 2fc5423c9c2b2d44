"""The whole state of a PostgreSQL database to and from an SQLite file, each in one transaction."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg

from bot.errors import DataError
from bot.store.postgres.import_sqlite import TABLES, copy_table
from bot.store.postgres.schema import STEPS as STEPS_HERE
from bot.store.postgres.schema import migrate, version
from bot.store.postgres.server import Server
from bot.store.sqlite.migrations import migrate as migrate_sqlite
from bot.store.sqlite.schema import STEPS

_ROWS = 1000  # at a time
_KEY = "state.key"  # the fact that holds the installation's key
_OTHERS = (
    "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'clippings' AND datname = current_database()"
    " AND pid <> pg_backend_pid()"
)


def copy_out(url: str, target: Path) -> bytes:
    """Writes every table, as of one moment, to a new SQLite file; returns the installation's key. Raises DataError."""
    with closing(Server(url).connect()) as connection:
        return _copied(connection, target)


def _copied(connection: psycopg.Connection[Any], target: Path) -> bytes:
    if version(connection) != len(STEPS_HERE):
        raise DataError("The state in PostgreSQL is of another version: start the bot of this version once.")
    key = b""
    with closing(sqlite3.connect(target, isolation_level=None)) as copy:
        target.chmod(0o600)
        migrate_sqlite(copy, target, STEPS)
        copy.execute("BEGIN")
        with connection.transaction():
            connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            connection.execute("SET LOCAL search_path TO clippings; SET LOCAL statement_timeout = 0")
            found = connection.execute("SELECT value FROM facts WHERE name = %s", (_KEY,)).fetchone()
            key = bytes.fromhex(found[0]) if found else b""
            for table in TABLES:
                _copy_rows(connection, copy, table)
        copy.execute("DELETE FROM facts WHERE name = ?", (_KEY,))
        copy.execute("COMMIT")
    if not key:
        raise DataError("The state in PostgreSQL has no key: start the bot once.")
    return key


def _copy_rows(connection: psycopg.Connection[Any], copy: sqlite3.Connection, table: str) -> None:
    columns = [row[1] for row in copy.execute(f"PRAGMA table_info({table})")]
    insert = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"  # noqa: S608 - ours
    with connection.cursor(name=f"copy_{table}") as rows:
        rows.execute(f"SELECT {', '.join(columns)} FROM {table}".encode())  # noqa: S608 - ours
        while some := rows.fetchmany(_ROWS):
            copy.executemany(insert, some)


def copy_in(url: str, source: Path, key: bytes, aside: Path) -> bool:
    """Makes every table what it is in the SQLite file `source`; whether there was anything, now copied to `aside`.

    Raises:
        DataError: a bot is connected; nothing was changed.
    """
    with closing(Server(url).connect()) as connection:
        found = connection.execute(_OTHERS).fetchone()
        if found and found[0]:
            raise DataError("A bot is running on this state. Stop every process of it first; then nothing is lost.")
        was_there = version(connection) > 0
        if was_there:
            aside.mkdir(mode=0o700)
            (aside / _KEY).write_bytes(_copied(connection, aside / "state.db"))
            (aside / _KEY).chmod(0o600)
        migrate(connection, STEPS_HERE)
        with connection.transaction(), closing(sqlite3.connect(source)) as state:
            connection.execute("SET LOCAL search_path TO clippings; SET LOCAL statement_timeout = 0")
            connection.execute(f"TRUNCATE {', '.join(TABLES)} RESTART IDENTITY".encode())
            for table in TABLES:
                copy_table(state, connection, table)
            connection.execute("INSERT INTO facts (name, value) VALUES (%s, %s)", (_KEY, key.hex()))
    return was_there
