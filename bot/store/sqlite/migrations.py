"""Migrates a state database to the version of this code: one transaction for each step, after a copy of the file."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path

from bot.errors import DataError
from bot.store.sqlite.copies import write_copy
from bot.store.sqlite.schema import statements


def version(connection: sqlite3.Connection) -> int:
    """Which version the database has; 0 is an empty one."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def migrate(connection: sqlite3.Connection, path: Path, steps: Sequence[str]) -> Path | None:
    """Takes the steps that the database lacks, each whole or not at all; returns the copy made before the first.

    Raises:
        DataError: the database was written by a newer version of the bot.
    """
    found = version(connection)
    if found > len(steps):
        raise DataError(
            f"{path.name} was written by a newer version of Clippings (version {found}, not {len(steps)})."
            " Install that version again, or move the file away to begin with empty settings."
        )
    if found == len(steps):
        return None
    copy = write_copy(connection, path.with_name(f"{path.name}.version-{found}")) if found else None
    for number in range(found, len(steps)):
        _take(connection, steps[number], number + 1)
    return copy


def _take(connection: sqlite3.Connection, step: str, number: int) -> None:
    connection.execute("BEGIN IMMEDIATE")
    try:
        if version(connection) < number:  # another process may have been faster
            for statement in statements(step):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {number:d}")
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise
