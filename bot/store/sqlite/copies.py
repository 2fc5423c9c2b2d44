"""Copies of state.db beside it: one backup a day, the last file of a former version, damaged files set aside."""

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


def back_up(connection: sqlite3.Connection, path: Path, today: date) -> Path | None:
    """Brings today's backup up to date, and removes all but the last few; returns it, or None if it was up to date.

    A copy in which SQLite finds an error does not replace a backup. The write-ahead log has to be empty.

    Raises:
        sqlite3.DatabaseError: the database is damaged.
    """
    target = path.with_name(f"{path.name}.backup-{today.isoformat()}")
    if target.exists() and target.stat().st_mtime_ns >= path.stat().st_mtime_ns:
        return None
    fresh = write_copy(connection, target.with_name(f"{path.name}.backup.part"))
    if not _is_sound(fresh):
        fresh.unlink()
        raise damage(f"{path.name} is damaged and was not backed up")
    fresh.replace(target)
    sync_folder(target.parent)
    for old in backups(path)[KEPT:]:
        old.unlink(missing_ok=True)
    return target


def backups(path: Path) -> list[Path]:
    """The daily backups of the database at `path`, newest first."""
    return sorted(path.parent.glob(f"{path.name}.backup-????-??-??"), reverse=True)


def sound_backup(path: Path) -> Path | None:
    """The newest backup that SQLite finds nothing wrong with."""
    return next((backup for backup in backups(path) if _is_sound(backup)), None)


def damage(fault: str) -> sqlite3.DatabaseError:
    """The error for a database in which SQLite found `fault`."""
    error = sqlite3.DatabaseError(fault)
    error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
    return error


def _is_sound(copy: Path) -> bool:
    with suppress(sqlite3.DatabaseError), closing(_read_only(copy)) as connection:
        return bool(connection.execute("PRAGMA integrity_check(1)").fetchone()[0] == "ok")
    return False


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
