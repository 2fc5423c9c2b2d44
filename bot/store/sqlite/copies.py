"""Copies of state.db that lie beside it: daily backups, the last file of a former version, damaged files set aside."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from datetime import date
from pathlib import Path

from bot.durability import sync_folder
from bot.store.database import Statement

KEPT = 3  # daily backups


def write_copy(connection: sqlite3.Connection, target: Path) -> Path:
    """Copies the database to `target` with SQLite's online backup: the whole file, or none under that name."""
    part = target.with_name(target.name + ".part")
    part.unlink(missing_ok=True)
    with closing(sqlite3.connect(part)) as copy:
        part.chmod(0o600)
        connection.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
    with part.open("rb") as written:
        os.fsync(written.fileno())
    part.replace(target)
    sync_folder(target.parent)
    return target


def back_up_daily(connection: sqlite3.Connection, path: Path, today: date) -> Path | None:
    """Writes today's backup unless it is there, and removes all but the last few; returns what was written."""
    target = path.with_name(f"{path.name}.backup-{today.isoformat()}")
    if target.exists():
        return None
    write_copy(connection, target)
    for old in backups(path)[KEPT:]:
        old.unlink(missing_ok=True)
    return target


def backups(path: Path) -> list[Path]:
    """The daily backups of the database at `path`, newest first."""
    return sorted(path.parent.glob(f"{path.name}.backup-????-??-??"), reverse=True)


def sound_backup(path: Path) -> Path | None:
    """The newest backup that SQLite finds nothing wrong with."""
    for backup in backups(path):
        with suppress(sqlite3.DatabaseError), closing(_read_only(backup)) as copy:
            if copy.execute("PRAGMA integrity_check(1)").fetchone()[0] == "ok":
                return backup
    return None


def erase_from_copies(path: Path, statements: Iterable[Statement]) -> None:
    """Runs DELETE statements on every backup and version copy, and removes damaged files: these cannot be searched.

    A copy on which they cannot be run is removed as well: what a member had erased must not come back from it.
    """
    statements = list(statements)
    for copy in [*backups(path), *path.parent.glob(f"{path.name}.version-*")]:
        try:
            _erase(copy, statements)
        except sqlite3.DatabaseError:
            copy.unlink(missing_ok=True)
    for damaged in _damaged(path):
        damaged.unlink(missing_ok=True)


def _erase(copy: Path, statements: list[Statement]) -> None:
    with closing(sqlite3.connect(copy, isolation_level=None)) as connection:
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute("PRAGMA foreign_keys = ON")
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        connection.execute("BEGIN IMMEDIATE")
        for sql, values in statements:
            if sql.split()[2] in tables:  # "DELETE FROM table": a former version may lack it
                connection.execute(sql, values)
        connection.execute("COMMIT")


def _damaged(path: Path) -> Iterator[Path]:
    yield from path.parent.glob(f"{path.name}.damaged-*")
    yield from path.parent.glob(f"{path.name}*.part")


def _read_only(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.resolve().as_uri()}?immutable=1", uri=True, isolation_level=None)
