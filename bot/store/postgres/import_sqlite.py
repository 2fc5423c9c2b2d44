"""Imports state.db of the data folder into PostgreSQL, at the first start with STATE_URL."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg

from bot.errors import DataError
from bot.store.pseudonyms import installation_key
from bot.store.sqlite.file_lock import FileLock
from bot.store.sqlite.migrations import version
from bot.store.sqlite.recovery import DAMAGE
from bot.store.sqlite.schema import STEPS

TABLES = (  # in the order of their foreign keys
    "settings", "questions", "feedback", "memory", "audit", "reloads", "facts", "feeds", "feed_entries", "watches",
    "watch_hits", "clippings", "posts", "post_articles",
)  # fmt: skip
_COUNTED = ("questions", "audit", "feeds", "clippings")  # whose id sequences continue after the imported rows
_ROWS = 1000  # at a time


def import_sqlite(data: Path, connection: psycopg.Connection[Any]) -> str:
    """Copies state.db of the folder `data` into the new tables, as part of the transaction that made them.

    The file stays as it is. Returns a sentence for the operator, or nothing where there is no such file.

    Raises:
        DataError: it is in use, damaged, or not of this version; nothing is copied, the sentence says what to do.
    """
    path = data / "state.db"
    if not path.exists():
        return ""
    with closing(FileLock(path)) as file_lock:
        if not file_lock.exclusive:
            raise DataError(f"{path} is to be copied to STATE_URL, but a bot has it open. Stop that one first.")
        try:
            with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as source:
                if version(source) == 0:
                    return ""
                if version(source) != len(STEPS):
                    raise DataError(f"{path} is of another version. Start once without STATE_URL, then with it.")
                rows = sum(copy_table(source, connection, table) for table in TABLES)
        except DAMAGE as error:
            raise DataError(
                f"{path} is to be copied to STATE_URL and cannot be read ({type(error).__name__}). Start once without"
                " STATE_URL: the bot saves what can be read. Or move the file away."
            ) from None
    connection.execute("INSERT INTO facts (name, value) VALUES ('state.key', %s)", (installation_key(data).hex(),))
    return f"{rows} rows of {path} were copied to STATE_URL, which counts from now on; the file is left as it was."


def copy_table(source: sqlite3.Connection, target: psycopg.Connection[Any], table: str) -> int:
    """Copies a table of state.db into the one of its name, which is empty; returns how many rows."""
    found = source.execute(f"SELECT * FROM {table}")  # noqa: S608 - one of ours
    columns = [column[0] for column in found.description]
    insert = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join(['%s'] * len(columns))})"  # noqa: S608
    count = 0
    with target.cursor() as cursor:
        while rows := found.fetchmany(_ROWS):
            cursor.executemany(insert.encode(), [_plain(row) for row in rows])
            count += len(rows)
        if table in _COUNTED:
            last = f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))"  # noqa: S608
            cursor.execute(last.encode())
    return count


def _plain(row: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(value.replace("\0", "\ufffd") if isinstance(value, str) else value for value in row)
