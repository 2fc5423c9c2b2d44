"""Changes to the corpus folder: list the files of a server, add one, move one to the trash, restore it.

Everything here blocks: call it in a thread. One change runs at a time. `scope` is a Discord server's id for that
server's own folder, or None for the shared part.
"""

from __future__ import annotations

import json
import secrets
import shutil
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from bot.articles import Limits, SourceFile, scan
from bot.articles.sandbox import ReaderPool
from bot.articles.scanning import SERVERS
from bot.curation.atomic_files import copy_to_disk, disk_errors_explained, make_folder, move, write_atomically
from bot.curation.filenames import free_name
from bot.durability import sync_folder
from bot.errors import CorpusError, FollowerError
from bot.model import Article

TRASH_DAYS = 30
_LISTING_AGE = 5.0  # seconds for which autocomplete, called at every keystroke, uses the same list of files
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


class CorpusFolder:
    """The corpus folder and its trash, `data/trash/`."""

    def __init__(
        self,
        corpus: Path,
        data: Path,
        limits: Limits,
        today: Callable[[], date] = date.today,
        now: Callable[[], float] = time.time,
        *,
        replica: bool = False,
    ) -> None:
        """`replica`: another process indexes and owns the folder; nothing in it is read or changed here."""
        self.corpus = corpus
        self.limits = limits
        self.today = today
        self._trash = data / "trash"
        self._now = now
        self._replica = replica
        self._change = threading.Lock()
        self._listed: tuple[float, list[SourceFile]] | None = None

    def folder(self, scope: int | None) -> Path:
        """The folder that holds the files of `scope`.

        Raises:
            CorpusError: the corpus is a single file.
            FollowerError: another process indexes.
        """
        if self._replica:
            raise FollowerError("This bot answers from an index that another process makes; change its articles there.")
        if not self.corpus.is_dir():
            raise CorpusError("The corpus is one file, and articles can be added to or removed from a folder only.")
        return self.corpus if scope is None else self.corpus / SERVERS / str(scope)

    def has_others(self, scope: int | None) -> bool:
        """Whether a server other than `scope` has files of its own; if so, totals must not be shown to `scope`."""
        if self._replica:
            return True
        with suppress(OSError):
            return any(entry.name != str(scope) for entry in (self.corpus / SERVERS).iterdir())
        return False

    def files(self, scope: int | None, *, fresh: bool = True) -> list[SourceFile]:
        """The files of `scope` that the article readers accept, sorted by path; `fresh` lists the folder again.

        Raises:
            CorpusError: see `folder`.
        """
        self.folder(scope)
        if fresh or self._listed is None or not 0 <= time.monotonic() - self._listed[0] < _LISTING_AGE:
            self._listed = (time.monotonic(), scan(self.corpus, self.limits).files)
        return [file for file in self._listed[1] if file.server == scope]

    def articles(self, scope: int) -> Iterator[Article]:
        """The articles of the server's own files, read now."""
        files = self.files(scope)
        with closing(ReaderPool()) as readers, readers.reader(self.limits, self.today()) as reader:
            reader.expect(files)
            for file in files:
                for found in reader.read(file):
                    if isinstance(found, Article):
                        yield found

    def add(self, scope: int | None, staged: Path, name: str) -> str:
        """Copies a checked file into the corpus under a free name; returns its path in the corpus.

        Raises:
            CorpusError: see `folder`.
            DataError: the folder cannot be written.
        """
        folder = self.folder(scope)
        with self._change, disk_errors_explained():
            make_folder(folder)
            part = folder / f".clippings-{secrets.token_hex(6)}.part"
            try:
                copy_to_disk(staged, part)
                target = folder / free_name(name, [entry.name for entry in folder.iterdir()])
                part.rename(target)
            except BaseException:
                part.unlink(missing_ok=True)
                raise
            sync_folder(folder)
            self._listed = None
        return target.relative_to(self.corpus).as_posix()

    def merge_records(self, scope: int | None, name: str, records: Mapping[str, Mapping[str, Any]]) -> None:
        """Adds records to the JSON lines file `name`, a path below the folder of `scope`, by id; replaces equal ids.

        Raises:
            CorpusError: see `folder`.
            DataError: the file cannot be read or written.
        """
        path = self.folder(scope) / name
        with self._change, disk_errors_explained():
            make_folder(path.parent)
            former = path.read_bytes().split(b"\n") if path.exists() else []
            lines = {_record_id(line): line for line in former if line.strip()}
            for ident, record in records.items():
                lines[ident] = json.dumps(record, ensure_ascii=False).encode("utf-8", "replace")
            write_atomically(path, b"\n".join(lines.values()) + b"\n")
            self._listed = None

    def own_bytes(self, scope: int) -> int:
        """The bytes of the server's own files."""
        return _bytes_in(self.folder(scope))

    def trashed_bytes(self, scope: int | None) -> int:
        """The bytes that the server's trash takes up."""
        return _bytes_in(self._trash_of(scope))

    def delete(self, scope: int | None, path: str) -> None:
        """Deletes the file for good; needs no room on the disk.

        Raises:
            CorpusError: there is no such file in this scope.
        """
        with self._change, disk_errors_explained():
            file = self._file(scope, path)
            file.real.unlink()
            sync_folder(file.real.parent)
            self._listed = None

    def remove(self, scope: int | None, path: str) -> TrashedFile:
        """Moves the file to the trash.

        Raises:
            CorpusError: there is no such file in this scope.
        """
        with self._change, disk_errors_explained():
            file = self._file(scope, path)
            removed = datetime.fromtimestamp(int(self._now()), UTC)
            entry = self._trash_of(scope) / f"{removed:%Y%m%d%H%M%S}-{secrets.token_hex(4)}"
            make_folder(entry, mode=0o700)
            path_on_disk = file.real.relative_to(self.corpus.resolve()).as_posix()
            record = {"path": path_on_disk, "shown": file.path, "removed": int(removed.timestamp())}
            try:
                write_atomically(entry / "about.json", json.dumps(record).encode())
                move(file.real, entry / "file")
            except OSError:  # the file is where it was: nothing of it may be offered for restoring
                shutil.rmtree(entry, ignore_errors=True)
                raise
            self._listed = None
        return TrashedFile(entry.name, file.path, removed)

    def trashed(self, scope: int | None) -> list[TrashedFile]:
        """The files that can be restored, latest first."""
        found = []
        with suppress(FileNotFoundError):
            for entry in self._trash_of(scope).iterdir():
                with suppress(OSError, ValueError, KeyError, TypeError):  # cut short by a crash: the file never moved
                    record = json.loads((entry / "about.json").read_bytes())
                    removed = datetime.fromtimestamp(record["removed"], UTC)
                    if (entry / "file").is_file() and self._now() - record["removed"] < TRASH_DAYS * _DAY:
                        found.append(TrashedFile(entry.name, str(record["shown"]), removed))
        return sorted(found, key=lambda trashed: (trashed.removed, trashed.name), reverse=True)

    def restore(self, scope: int | None, name: str) -> str:
        """Moves a file from the trash back to its folder, under a free name; returns its path.

        Raises:
            CorpusError: there is no such file in the trash of `scope`.
            DataError: the folder cannot be written.
        """
        self.folder(scope)
        with self._change, disk_errors_explained():
            if name not in {trashed.name for trashed in self.trashed(scope)}:
                raise CorpusError("That is no longer in the trash. Choose one from the list.")
            entry = self._trash_of(scope) / name
            former = Path(json.loads((entry / "about.json").read_bytes())["path"])
            folder = (self.corpus / former).parent
            make_folder(folder)
            target = folder / free_name(former.name, [other.name for other in folder.iterdir()])
            move(entry / "file", target)
            shutil.rmtree(entry)
            self._listed = None
        return target.relative_to(self.corpus).as_posix()

    def sweep(self) -> int:
        """Deletes expired files from the trash, and temporary files that a crash left; returns how many."""
        deleted = 0
        for entry in self._trash.glob("*/*"):
            if self._now() - entry.stat().st_mtime > TRASH_DAYS * _DAY:
                shutil.rmtree(entry, ignore_errors=True)
                deleted += 1
        writable = not self._replica and self.corpus.is_dir()
        folders = [self.corpus, *(self.corpus / SERVERS).glob("*")] if writable else []
        for folder in folders:
            for part in folder.glob(".clippings-*.part"):
                with self._change:
                    part.unlink(missing_ok=True)
                deleted += 1
        return deleted

    def _file(self, scope: int | None, path: str) -> SourceFile:
        file = next((file for file in self.files(scope) if file.path == path), None)
        if file is None:
            raise CorpusError("There is no such file any more. Choose one from the list.")
        return file

    def _trash_of(self, scope: int | None) -> Path:
        return self._trash / ("shared" if scope is None else str(scope))


def _record_id(line: bytes) -> str | bytes:
    """The id of a JSON record; the line itself where it is none, so that nothing that somebody wrote there is lost."""
    with suppress(ValueError, RecursionError):
        record = json.loads(line)
        if isinstance(record, dict) and isinstance(record.get("id"), str):
            return str(record["id"])
    return line


def _bytes_in(folder: Path) -> int:
    total = 0
    for path in folder.rglob("*"):
        with suppress(OSError):  # removed meanwhile
            if path.is_file() and not path.is_symlink():
                total += path.stat().st_size
    return total
