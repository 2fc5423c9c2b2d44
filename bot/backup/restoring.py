"""Restores a backup: refuses while a bot runs, checks every byte first, sets aside what it replaces."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bot.articles.scanning import SERVERS as SERVERS_FOLDER
from bot.backup.archive import KEY, STATE, Manifest, read_archive
from bot.durability import sync_folder
from bot.errors import DataError
from bot.store.copying import replace_state
from bot.store.sqlite.migrations import migrate
from bot.store.sqlite.schema import STEPS


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put back, and where what it replaced lies now."""

    manifest: Manifest
    aside: tuple[Path, ...]


def restore(source: Path, *, corpus: Path, data: Path, url: str | None) -> Restored:
    """Makes state, key and the servers' articles what they were when `source` was made.

    What is there is moved to `replaced-<time>` in the data folder, and to `.replaced-<time>` in the corpus; of a
    PostgreSQL database a copy is written there first.

    Raises:
        DataError: the file is damaged or of a newer version, or a bot is running; nothing was changed.
    """
    try:
        data.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.TemporaryDirectory(dir=data, prefix=".restoring-") as name:
            folder = Path(name)
            folder.chmod(0o700)
            manifest = read_archive(source, folder)
            _bring_up_to_date(folder / STATE, source, manifest)
            stamp = f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}"
            aside = replace_state(folder / STATE, (folder / KEY).read_bytes(), data, url, data / f"replaced-{stamp}")
            articles = _replace_articles(folder / SERVERS_FOLDER, corpus, f".replaced-{stamp}")
        sync_folder(data)
    except OSError as error:
        place, why = error.filename or data, error.strerror
        raise DataError("{place} cannot be used: {why}.", place=place, why=why) from None
    return Restored(manifest, tuple(path for path in (aside, articles) if path is not None))


def _bring_up_to_date(state: Path, source: Path, manifest: Manifest) -> None:
    if manifest.state > len(STEPS):
        raise DataError(
            "{file} was made by Clippings {version}, whose state this version cannot read. Install that version or a"
            " newer one.",
            file=source,
            version=manifest.clippings,
        )
    with closing(sqlite3.connect(state, isolation_level=None)) as connection:
        fault = str(connection.execute("PRAGMA integrity_check(1)").fetchone()[0])
        if fault != "ok":
            raise DataError("{file} is damaged: its state is not sound ({fault}).", file=source, fault=fault)
        migrate(connection, state, STEPS)


def _replace_articles(made: Path, corpus: Path, aside: str) -> Path | None:
    """Moves the servers' folders of the backup into the corpus; returns where the former ones are."""
    folder = corpus / SERVERS_FOLDER
    kept = corpus / aside  # a name with a dot is never read as articles
    former = folder.is_dir()
    if former:
        folder.rename(kept)
    if made.is_dir():
        corpus.mkdir(parents=True, exist_ok=True)
        shutil.copytree(made, folder)
    if corpus.is_dir():
        sync_folder(corpus)
    return kept if former else None
