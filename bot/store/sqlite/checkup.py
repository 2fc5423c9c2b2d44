"""Checks state.db without changing it: a bot may be using it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from bot.errors import DataError
from bot.language.interface import N_, _
from bot.store.sqlite.migrations import version
from bot.store.sqlite.recovery import DAMAGE
from bot.store.sqlite.schema import STEPS


def read_fact(path: Path, name: str) -> str:
    """A remembered value of the database at `path`; empty where there is none or it cannot be read."""
    try:
        with closing(sqlite3.connect(_read_only_uri(path), uri=True)) as connection:
            row = connection.execute("SELECT value FROM facts WHERE name = ?", (name,)).fetchone()
    except DAMAGE:
        return ""
    return str(row[0]) if row else ""


def check_up(path: Path) -> str:
    """The condition of the database at `path`, as a sentence for the operator.

    Raises:
        DataError: it cannot be used as it is; the sentence says what to do.
    """
    if not path.exists():
        return _("none yet: it is made at the first start")
    try:
        with closing(sqlite3.connect(_read_only_uri(path), uri=True)) as connection:
            fault = str(connection.execute("PRAGMA integrity_check(1)").fetchone()[0])
            found = version(connection)
    except sqlite3.OperationalError as error:
        sentence = N_("{path} cannot be read ({reason}). Give it to the user that the bot runs as.")
        raise DataError(sentence, path=path, reason=error) from None
    except DAMAGE as error:
        fault, found = str(error), len(STEPS)
    if fault != "ok":
        raise DataError(
            "{path} is damaged ({fault}). Copy it if it is worth much to you, then start the bot: it saves what can be"
            " read and sets the damaged file aside.",
            path=path,
            fault=fault.splitlines()[-1],
        )
    if found > len(STEPS):
        raise DataError("{path} was written by a newer version of Clippings. Install that version again.", path=path)
    if found < len(STEPS):
        return _("every page of it is right; the next start brings it up to date and keeps a copy")
    return _("every page of it is right")


def _read_only_uri(path: Path) -> str:
    """The URI that opens the database for reading; "immutable" keeps SQLite from creating a write-ahead log."""
    in_use = path.with_name(path.name + "-wal").exists()
    return f"{path.resolve().as_uri()}?{'mode=ro' if in_use else 'mode=ro&immutable=1'}"
