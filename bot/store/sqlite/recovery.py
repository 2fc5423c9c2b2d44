"""A damaged state database: rows that can still be read go into a new file, and backups supply what is missing.

SQLite's `.recover` is a command of its shell. Neither Debian's shell nor Python's SQLite is built with what it needs
(SQLITE_ENABLE_DBPAGE_VTAB). Rows are therefore read with SELECT, in the order of their ids from both ends of a table
towards the damage, then by halving the gap between, which skips the pages that cannot be read. A table of which
something could not be read is completed from the newest sound backup.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bot.durability import sync_folder
from bot.store.sqlite.copies import sound_backup
from bot.store.sqlite.migrations import version
from bot.store.sqlite.schema import statements

DAMAGE = (sqlite3.DatabaseError, UnicodeDecodeError)  # the latter: a message that quotes what it could not read
PROBES = 500  # seeks into the unreadable gaps of a table: skips about 100 bad pages, in a tenth of a second
_LAST_ROW = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Recovery:
    """What was recovered: the number of rows, the tables that may be incomplete, and two file names.

    `aside` is the damaged file; `backup` the one that the incomplete tables were completed from, if there was one.
    """

    rows: int
    incomplete: tuple[str, ...]
    aside: Path
    backup: Path | None

    def __str__(self) -> str:
        lost = f"; incomplete: {', '.join(self.incomplete)}" if self.incomplete else ""
        filled = f", completed from {self.backup.name}" if self.incomplete and self.backup else ""
        kept = f"The old file is kept as {self.aside.name}."
        return f"state.db was damaged. {self.rows} rows were saved{lost}{filled}. {kept}"


def recover(path: Path, steps: Sequence[str]) -> Recovery:
    """Replaces the damaged database at `path` by a sound one with every row that can be read or is in a backup."""
    aside = _set_aside(path)
    backup = sound_backup(path)
    fresh = path.with_name(path.name + ".recovered")
    fresh.unlink(missing_ok=True)
    with tempfile.TemporaryDirectory(dir=path.parent, prefix="recovery-") as folder:
        work = Path(folder) / path.name  # opening changes a database: the one set aside stays as it was found
        shutil.copyfile(aside, work)
        if _log_of(aside).exists():
            shutil.copyfile(_log_of(aside), _log_of(work))
        rows, incomplete = _save(work, fresh, backup, steps)
    _log_of(path).unlink(missing_ok=True)  # before the new file has the name: the old log must not be replayed into it
    path.with_name(path.name + "-shm").unlink(missing_ok=True)
    fresh.replace(path)
    sync_folder(path.parent)
    return Recovery(rows, incomplete, aside, backup)


def _set_aside(path: Path) -> Path:
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
    aside = path.with_name(f"{path.name}.damaged-{stamp}")
    number = 1
    while aside.exists():
        number += 1
        aside = path.with_name(f"{path.name}.damaged-{stamp}-{number}")
    shutil.copyfile(path, aside)
    aside.chmod(0o600)
    if _log_of(path).exists():
        shutil.copyfile(_log_of(path), _log_of(aside))
        _log_of(aside).chmod(0o600)
    return aside


def _log_of(path: Path) -> Path:
    return path.with_name(path.name + "-wal")


def _save(work: Path, fresh: Path, backup: Path | None, steps: Sequence[str]) -> tuple[int, tuple[str, ...]]:
    with closing(sqlite3.connect(fresh, isolation_level=None)) as target:
        fresh.chmod(0o600)
        with closing(_open_leniently(work)) as damaged:
            target.execute("BEGIN")
            _make_tables(target, _version_of(damaged, len(steps)), steps)
            rows, incomplete = _copy_tables(damaged, target, _tables(target))
            if backup is not None:
                with closing(_open_leniently(backup)) as former:
                    rows += _copy_tables(former, target, incomplete)[0]
            rows -= _drop_orphans(target)
            target.execute("COMMIT")
    with fresh.open("rb") as written:
        os.fsync(written.fileno())
    return rows, tuple(incomplete)


def _make_tables(target: sqlite3.Connection, number: int, steps: Sequence[str]) -> None:
    for step in steps[:number]:
        for statement in statements(step):
            target.execute(statement)
    target.execute(f"PRAGMA user_version = {number:d}")


def _version_of(source: sqlite3.Connection, newest: int) -> int:
    with suppress(*DAMAGE):
        found = version(source)
        if 0 < found <= newest:
            return found
    return newest


def _open_leniently(path: Path) -> sqlite3.Connection:
    source = sqlite3.connect(path, isolation_level=None)
    source.text_factory = bytes
    with suppress(*DAMAGE):
        source.execute("PRAGMA writable_schema = ON")  # one table's broken definition leaves the others readable
    return source


def _tables(target: sqlite3.Connection) -> list[str]:
    return [name for (name,) in target.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY rowid")]


def _copy_tables(source: sqlite3.Connection, target: sqlite3.Connection, tables: list[str]) -> tuple[int, list[str]]:
    """Copies every readable row; returns how many, and the tables of which something could not be read."""
    copied, incomplete = 0, []
    for table in tables:
        columns = [str(row[1]) for row in target.execute(f'PRAGMA table_info("{table}")')]
        insert = f'INSERT OR IGNORE INTO "{table}" ({", ".join(columns)}) VALUES ({", ".join("?" * len(columns))})'  # noqa: S608
        scan = _TableScan(source, table, columns)
        for row in scan.rows():
            try:
                copied += target.execute(insert, row).rowcount
            except sqlite3.IntegrityError:  # a value of another type than its column's: read, but not sound
                scan.whole = False
        if not scan.whole:
            incomplete.append(table)
    return copied, incomplete


def _drop_orphans(target: sqlite3.Connection) -> int:
    """Removes rows that refer to a row which was lost; returns how many."""
    return sum(
        target.execute(f'DELETE FROM "{table}" WHERE rowid = ?', (row,)).rowcount  # noqa: S608
        for table, row, *_ in target.execute("PRAGMA foreign_key_check").fetchall()
    )


class _TableScan:
    """One pass over a damaged table. `whole` is false once anything of it could not be read."""

    def __init__(self, source: sqlite3.Connection, table: str, columns: list[str]) -> None:
        self._source = source
        self._select = f'SELECT rowid, {", ".join(columns)} FROM "{table}" NOT INDEXED WHERE rowid > ? AND rowid < ?'  # noqa: S608
        self._probes = PROBES
        self._stopped = False
        self.whole = True

    def rows(self) -> Iterator[tuple[object, ...]]:
        """Every row that can be read, each once, its texts valid UTF-8."""
        gaps = [(-1, _LAST_ROW)]
        while gaps:
            low, high = gaps.pop()
            for low, row in self._scan(low, high, "ASC"):  # noqa: B007, B020
                yield from self._decoded(row)
            if not self._stopped:
                continue
            for high, row in self._scan(low, high, "DESC"):  # noqa: B007, B020
                yield from self._decoded(row)
            self.whole = False
            if self._stopped and high - low > 2 and self._probes > 0:
                middle = (low + high) // 2
                gaps += [(middle, high), (low, middle + 1)]

    def _scan(self, low: int, high: int, order: str) -> Iterator[tuple[int, tuple[object, ...]]]:
        self._stopped = False
        self._probes -= 1
        try:
            for row in self._source.execute(f"{self._select} ORDER BY rowid {order}", (low, high)):
                yield row[0], row[1:]
        except (*DAMAGE, OverflowError):
            self._stopped = True

    def _decoded(self, row: tuple[object, ...]) -> Iterator[tuple[object, ...]]:
        try:
            yield tuple(value.decode() if isinstance(value, bytes) else value for value in row)
        except UnicodeDecodeError:
            self.whole = False
