"""The trash: files removed from the corpus, kept for a month, each in a folder of its own with a note about it."""

from __future__ import annotations

import json
import secrets
import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.curation.atomic_files import make_folder, move, write_atomically

TRASH_DAYS = 30
_DAY = 86_400


@dataclass(frozen=True, slots=True)
class TrashedFile:
    """A file in the trash: the name of its trash entry, its path in the corpus, when it was removed (UTC)."""

    name: str
    path: str
    removed: datetime

    def days_left(self, now: float) -> int:
        """Days until it is deleted for good; `now` is in seconds since 1970."""
        return max(0, TRASH_DAYS - int((now - self.removed.timestamp()) / _DAY))


class Trash:
    """The folder `data/trash/` with a folder for each server. Everything here blocks; nothing here locks."""

    def __init__(self, folder: Path, now: Callable[[], float]) -> None:
        self._folder = folder
        self._now = now

    def of(self, scope: int | None) -> Path:
        """The folder of a server's trash, or of the shared part's."""
        return self._folder / ("shared" if scope is None else str(scope))

    def files(self, scope: int | None) -> list[TrashedFile]:
        """The files that can be restored, latest first."""
        found = []
        with suppress(FileNotFoundError):
            for entry in self.of(scope).iterdir():
                with suppress(OSError, ValueError, KeyError, TypeError):  # cut short by a crash: the file never moved
                    about = self.about(scope, entry.name)
                    removed = datetime.fromtimestamp(about["removed"], UTC)
                    if (entry / "file").is_file() and self._now() - about["removed"] < TRASH_DAYS * _DAY:
                        found.append(TrashedFile(entry.name, str(about["shown"]), removed))
        return sorted(found, key=lambda trashed: (trashed.removed, trashed.name), reverse=True)

    def about(self, scope: int | None, name: str) -> dict[str, Any]:
        """The note about an entry: the file's path, when it was removed, with which key it was moved or restored."""
        about: dict[str, Any] = json.loads((self.of(scope) / name / "about.json").read_bytes())
        return about

    def removed_with(self, scope: int | None, key: str) -> TrashedFile | None:
        """The file that was removed with this key."""
        return next((found for found in self.files(scope) if self.about(scope, found.name).get("key") == key), None)

    def restored_with(self, scope: int | None, name: str, key: str) -> str | None:
        """The path of the file that was restored from this entry with this key."""
        with suppress(OSError, ValueError):
            about = self.about(scope, name)
            if about.get("restored_with") == key:
                return str(about["restored"])
        return None

    def put(self, scope: int | None, file: Path, path: str, shown: str, key: str) -> TrashedFile:
        """Moves `file`, whose path in the corpus is `path`, shown as `shown`, to the trash."""
        removed = datetime.fromtimestamp(int(self._now()), UTC)
        entry = self.of(scope) / f"{removed:%Y%m%d%H%M%S}-{secrets.token_hex(4)}"
        make_folder(entry, mode=0o700)
        about = {"path": path, "shown": shown, "removed": int(removed.timestamp()), "key": key}
        try:
            write_atomically(entry / "about.json", json.dumps(about).encode())
            move(file, entry / "file")
        except OSError:  # the file is where it was: nothing of it may be offered for restoring
            shutil.rmtree(entry, ignore_errors=True)
            raise
        return TrashedFile(entry.name, shown, removed)

    def take(self, scope: int | None, name: str, target: Path, path: str, key: str) -> None:
        """Moves the file of an entry to `target`, whose path in the corpus is `path`."""
        entry = self.of(scope) / name
        if not key:
            move(entry / "file", target)
            shutil.rmtree(entry)
            return
        about = {**self.about(scope, name), "restored": path, "restored_with": key}
        write_atomically(entry / "about.json", json.dumps(about).encode())
        move(entry / "file", target)  # the note stays until `sweep`, so that the key is known again

    def sweep(self) -> int:
        """Deletes expired entries; returns how many."""
        expired = [
            entry for entry in self._folder.glob("*/*") if self._now() - entry.stat().st_mtime > TRASH_DAYS * _DAY
        ]
        for entry in expired:
            shutil.rmtree(entry, ignore_errors=True)
        return len(expired)
