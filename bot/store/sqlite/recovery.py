"""A damaged state database: what can still be read goes into a new file, the damaged one is set aside by name.

SQLite's own `.recover` lives in its shell, not in its library. Rows are read in the order of their ids from both ends
towards the damage, then by halving the gap between, which steps over the pages that cannot be read.
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
from bot.store.sqlite.migrations import version
from bot.store.sqlite.schema import statements

DAMAGE = (sqlite3.DatabaseError, UnicodeDecodeError)  # the latter: a message that quotes what it could not read
PROBES = 500  # seeks into the unreadable gaps of a table: steps over some 100 bad pages, in a tenth of a second
_LAST_ROW = 2**63 - 1
_HEADER_TO_RESTORE = (
    (0, 24),
    (44, 48),
    (56, 60),
)  # magic and page sizes, schema format, encoding: sqlite.org/fileformat2


@dataclass(frozen=True, slots=True)
class Recovery:
    """What a recover did: rows saved, tables of which something is or may be lost, and where the damaged file lies."""

    saved: int
    harmed: tuple[str, ...]
    aside: Path

    def __str__(self) -> str:
        harmed = f"; incomplete: {', '.join(self.harmed)}" if self.harmed else ""
        return f"state.db was damaged. {self.saved} rows were saved{harmed}. The old file is kept as {self.aside.name}."


def recover(path: Path, steps: Sequence[str]) -> Recovery:
    """Replaces the damaged database at `path` by a sound one holding every row that can be read."""
    aside = _set_aside(path)
    fresh = path.with_name(path.name + ".rescued")
    fresh.unlink(missing_ok=True)
    with tempfile.TemporaryDirectory(dir=path.parent, prefix="recover-") as folder:
        work = Path(folder) / path.name  # opening changes a database: the one set aside stays as it was found
        shutil.copyfile(aside, work)
        if _log_of(aside).exists():
            shutil.copyfile(_log_of(aside), _log_of(work))
        saved, harmed = _save(work, fresh, steps)
    _log_of(path).unlink(
        missing_ok=True
    )  # before the new file takes the name: the old log must never be replayed into it
    path.with_name(path.name + "-shm").unlink(missing_ok=True)
    fresh.replace(path)
    sync_folder(path.parent)
    return Recovery(saved, harmed, aside)


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


def _save(work: Path, fresh: Path, steps: Sequence[str]) -> tuple[int, tuple[str, ...]]:
    with closing(sqlite3.connect(fresh, isolation_level=None)) as target:
        fresh.chmod(0o600)
        with closing(_readable(work, steps)) as source:
            found = _version_of(source, len(steps))
            target.execute("BEGIN")
            for step in steps[:found]:
                for statement in statements(step):
                    target.execute(statement)
            saved, harmed = _copy_tables(source, target)
            target.execute(f"PRAGMA user_version = {found:d}")
            target.execute("COMMIT")
    with fresh.open("rb") as written:
        os.fsync(written.fileno())
    return saved, harmed


def _version_of(source: sqlite3.Connection, newest: int) -> int:
    with suppress(*DAMAGE):
        found = version(source)
        if 0 < found <= newest:
            return found
    return newest


def _readable(work: Path, steps: Sequence[str]) -> sqlite3.Connection:
    """Opens the copy; where even its header is broken, with the header that every database of ours has."""
    source = _unchecked(work)
    try:
        source.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except DAMAGE:
        source.close()
        _restore_header(work, steps)
        source = _unchecked(work)
    return source


def _unchecked(work: Path) -> sqlite3.Connection:
    source = sqlite3.connect(work, isolation_level=None)
    source.text_factory = bytes
    with suppress(*DAMAGE):
        source.execute("PRAGMA writable_schema = ON")  # one table's broken definition leaves the others readable
    return source


def _restore_header(work: Path, steps: Sequence[str]) -> None:
    model = work.with_name("model.db")
    with closing(sqlite3.connect(model, isolation_level=None)) as fresh:
        fresh.execute("PRAGMA journal_mode=WAL")
        for statement in statements(steps[0]):
            fresh.execute(statement)
    right = model.read_bytes()[:100]
    with work.open("r+b") as file:
        header = bytearray(file.read(100).ljust(100, b"\0"))
        for start, end in _HEADER_TO_RESTORE:
            header[start:end] = right[start:end]
        size = file.seek(0, os.SEEK_END) // int.from_bytes(right[16:18], "big")
        header[28:32] = size.to_bytes(4, "big")
        header[92:96] = header[24:28]  # says that the size above is to be believed
        file.seek(0)
        file.write(header)


def _copy_tables(source: sqlite3.Connection, target: sqlite3.Connection) -> tuple[int, tuple[str, ...]]:
    saved, harmed = 0, []
    tables = [name for (name,) in target.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY rowid")]
    for table in tables:
        columns = [str(row[1]) for row in target.execute(f'PRAGMA table_info("{table}")')]
        insert = f'INSERT OR IGNORE INTO "{table}" ({", ".join(columns)}) VALUES ({", ".join("?" * len(columns))})'  # noqa: S608
        reading = _Reading(source, table, columns)
        for row in reading.rows():
            try:
                saved += target.execute(insert, row).rowcount
            except sqlite3.IntegrityError:  # a value of another type than its column's: read, but not sound
                reading.whole = False
        if not reading.whole:
            harmed.append(table)
    for table, row, *_ in target.execute("PRAGMA foreign_key_check").fetchall():
        saved -= target.execute(f'DELETE FROM "{table}" WHERE rowid = ?', (row,)).rowcount  # noqa: S608
    return saved, tuple(harmed)


class _Reading:
    """One pass over a damaged table. `whole` is false once anything of it could not be read."""

    def __init__(self, source: sqlite3.Connection, table: str, columns: list[str]) -> None:
        self._source = source
        self._select = f'SELECT rowid, {", ".join(columns)} FROM "{table}" NOT INDEXED WHERE rowid > ? AND rowid < ?'  # noqa: S608
        self._probes = PROBES
        self._stopped = False
        self.whole = True

    def rows(self) -> Iterator[tuple[object, ...]]:
        """Every row that can be read, each once, its texts sound UTF-8."""
        gaps = [(-1, _LAST_ROW)]
        while gaps:
            low, high = gaps.pop()
            for low, row in self._scan(low, high, "ASC"):  # noqa: B007, B020
                yield from self._sound(row)
            if not self._stopped:
                continue
            for high, row in self._scan(low, high, "DESC"):  # noqa: B007, B020
                yield from self._sound(row)
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

    def _sound(self, row: tuple[object, ...]) -> Iterator[tuple[object, ...]]:
        try:
            yield tuple(value.decode() if isinstance(value, bytes) else value for value in row)
        except UnicodeDecodeError:
            self.whole = False
