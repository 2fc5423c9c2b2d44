"""Takes a backup while the bot runs: a snapshot of the state, the key, and the servers' articles."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from bot.articles.scanning import SERVERS as SERVERS_FOLDER
from bot.backup.archive import KEY, SERVERS, SETTINGS, STATE, Manifest, read_archive, write_archive
from bot.durability import sync_folder
from bot.errors import DataError
from bot.installation import VERSION
from bot.language.interface import N_
from bot.store.copying import copy_state
from bot.store.sqlite.migrations import version

_FILE, _FOLDER = 0o600, 0o700  # of what holds the state, for its owner alone


def back_up(target: Path, *, corpus: Path, data: Path, url: str | None, settings: str) -> Manifest:
    """Writes a backup to `target`, reads it back, and only then gives it that name.

    Args:
        target: the file; it must not be there yet.
        corpus: the folder of articles, whose `servers` cannot be made again.
        data: the data folder, with state.db and state.key.
        url: the PostgreSQL database that holds the state instead, if there is one.
        settings: the settings without secrets, as lines of an environment file.

    Raises:
        DataError: the state cannot be read, or the file cannot be written; nothing is left of it.
    """
    try:
        with tempfile.TemporaryDirectory(dir=target.absolute().parent, prefix=f".{target.name}.") as name:
            folder = Path(name)
            folder.chmod(_FOLDER)
            key = copy_state(data, url, folder / STATE)
            (folder / KEY).write_bytes(key)
            (folder / SETTINGS).write_text(settings, encoding="utf-8")
            members = {part: folder / part for part in (STATE, KEY, SETTINGS)} | dict(_articles(corpus))
            made = write_archive(folder / "backup", _described(folder / STATE), members)
            _check(folder / "backup", folder / "read back", made)
            (folder / "backup").chmod(_FILE)
            _publish(folder / "backup", target)
    except OSError as error:
        place, why = error.filename or target, error.strerror
        raise DataError("{place} cannot be used: {why}.", place=place, why=why) from None
    return made


def _articles(corpus: Path) -> Iterator[tuple[str, Path]]:
    """The servers' own files. Each is replaced as a whole when it changes, so each is copied as a whole."""
    root = corpus / SERVERS_FOLDER
    if corpus.is_dir() and root.is_dir():
        for path in sorted(root.rglob("*")):
            if path.is_file() and not path.is_symlink():
                yield SERVERS + path.relative_to(root).as_posix(), path


def _described(state: Path) -> Manifest:
    with closing(sqlite3.connect(state)) as connection:
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        rows = {name: connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in names}  # noqa: S608 - of ours
        return Manifest(VERSION, version(connection), datetime.now(UTC).isoformat(timespec="seconds"), rows)


def _check(backup: Path, folder: Path, made: Manifest) -> None:
    """Reads back what was written: every checksum, and SQLite's own check of every page."""
    folder.mkdir(mode=_FOLDER)
    read_archive(backup, folder)
    with closing(sqlite3.connect(folder / STATE)) as connection:
        fault = str(connection.execute("PRAGMA integrity_check(1)").fetchone()[0])
    if fault != "ok" or _described(folder / STATE).rows != made.rows:
        sentence = N_("The backup could not be read back as it was written ({fault}); nothing was kept of it.")
        raise DataError(sentence, fault=fault)


def _publish(backup: Path, target: Path) -> None:
    with backup.open("rb") as written:
        os.fsync(written.fileno())
    try:
        os.link(backup, target)  # unlike a rename it never takes the place of another backup
    except FileExistsError:
        sentence = N_("{file} is there already; a backup never replaces another. Choose another name.")
        raise DataError(sentence, file=target) from None
    sync_folder(target.absolute().parent)
