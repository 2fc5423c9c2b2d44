"""Copies the whole state to one SQLite file, from state.db or PostgreSQL while a bot runs, and back into either."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from bot.errors import DataError, MissingExtraError
from bot.store.pseudonyms import KEY_FILE, installation_key, write_key
from bot.store.sqlite.copies import write_copy
from bot.store.sqlite.file_lock import FileLock
from bot.store.sqlite.migrations import version

_FOREIGN = "A bot is running on this state. Stop every process of it first; then nothing is lost."


def copy_state(data: Path, url: str | None, target: Path) -> bytes:
    """Writes the state as it is at one moment to the SQLite file `target`, and returns the installation's key.

    Raises:
        DataError: there is no state, or it cannot be read.
        MissingExtraError: a `url` is given, and what speaks to PostgreSQL is not installed.
    """
    if url is not None:
        try:
            from bot.store.postgres.whole import copy_out  # noqa: PLC0415 - an extra
        except ImportError:
            raise MissingExtraError("STATE_URL", "postgres") from None
        return copy_out(url, target)
    path = data / "state.db"
    if not path.exists():
        raise DataError(f"There is no state at {path}: nothing to back up. DATA or --data names its folder.")
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=rw", uri=True)) as connection:
            if version(connection) == 0:
                raise DataError(f"{path} is empty: start the bot once.")
            write_copy(connection, target)
    except sqlite3.DatabaseError as error:
        raise DataError(f"{path} cannot be read ({error}). `doctor` says what to do.") from None
    return installation_key(data)


def replace_state(source: Path, key: bytes, data: Path, url: str | None, aside: Path) -> Path | None:
    """Makes the SQLite file `source` and `key` the state. Returns the folder `aside` if it holds what was there.

    Raises:
        DataError: a bot is running on it; nothing was changed.
        MissingExtraError: a `url` is given, and what speaks to PostgreSQL is not installed.
    """
    if url is not None:
        try:
            from bot.store.postgres.whole import copy_in  # noqa: PLC0415 - an extra
        except ImportError:
            raise MissingExtraError("STATE_URL", "postgres") from None
        return aside if copy_in(url, source, key, aside) else None
    path = data / "state.db"
    with closing(FileLock(path)) as lock:
        if not lock.exclusive:
            raise DataError(_FOREIGN)
        former = [file for file in data.glob("state.*") if not file.name.endswith(".lock")]
        if former:
            aside.mkdir(mode=0o700)
        for file in former:
            file.rename(aside / file.name)
        source.chmod(0o600)
        source.rename(path)
        write_key(data / KEY_FILE, key)
    return aside if former else None
