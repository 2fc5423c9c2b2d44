"""Changes to the corpus folder: list the files of a server, add one, move one to the trash, restore it.

Everything here blocks: call it in a thread. One change runs at a time. `scope` is a Discord server's id for that
server's own folder, or None for the shared part.
"""

from __future__ import annotations

import json
import secrets
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, suppress
from datetime import date
from pathlib import Path
from typing import Any

from bot.articles import Limits, SourceFile, scan
from bot.articles.sandbox import ReaderPool
from bot.articles.scanning import SERVERS
from bot.curation.atomic_files import copy_to_disk, disk_errors_explained, make_folder, write_atomically
from bot.curation.filenames import free_name
from bot.curation.trash import Trash, TrashedFile
from bot.durability import sync_folder
from bot.errors import CorpusError, FollowerError
from bot.model import Article

_LISTING_AGE = 5.0  # seconds for which autocomplete, called at every keystroke, uses the same list of files


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
        self._trash = Trash(data / "trash", now)
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

    def add(self, scope: int | None, staged: Path, name: str, *, key: str = "") -> str:
        """Copies a checked file into the corpus under a free name; returns its path in the corpus.

        With `key`, once for each key: under which name is noted beside `staged` before it is done.

        Raises:
            CorpusError: see `folder`.
            DataError: the folder cannot be written.
        """
        folder = self.folder(scope)
        with self._change, disk_errors_explained():
            if key and (before := added_with(staged, key)) and (self.corpus / before).is_file():
                return before
            make_folder(folder)
            part = folder / f".clippings-{secrets.token_hex(6)}.part"
            try:
                copy_to_disk(staged, part)
                target = folder / free_name(name, [entry.name for entry in folder.iterdir()])
                if key:
                    added = {"key": key, "path": target.relative_to(self.corpus).as_posix()}
                    write_atomically(_added_note(staged), json.dumps(added).encode())
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
        return _bytes_in(self._trash.of(scope))

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

    def remove(self, scope: int | None, path: str, *, key: str = "") -> TrashedFile:
        """Moves the file to the trash; with `key`, once for each key.

        Raises:
            CorpusError: there is no such file in this scope.
        """
        with self._change, disk_errors_explained():
            if key and (before := self._trash.removed_with(scope, key)) is not None:
                return before
            file = self._file(scope, path)
            path_on_disk = file.real.relative_to(self.corpus.resolve()).as_posix()
            self._listed = None
            return self._trash.put(scope, file.real, path_on_disk, file.path, key)

    def trashed(self, scope: int | None) -> list[TrashedFile]:
        """The files that can be restored, latest first."""
        return self._trash.files(scope)

    def restore(self, scope: int | None, name: str, *, key: str = "") -> str:
        """Moves a file from the trash back to its folder, under a free name; returns its path. `key` as for `remove`.

        Raises:
            CorpusError: there is no such file in the trash of `scope`.
            DataError: the folder cannot be written.
        """
        self.folder(scope)
        with self._change, disk_errors_explained():
            if name not in {trashed.name for trashed in self.trashed(scope)}:
                if key and (before := self._trash.restored_with(scope, name, key)) is not None:
                    return before
                raise CorpusError("That is no longer in the trash. Choose one from the list.")
            former = Path(self._trash.about(scope, name)["path"])
            folder = (self.corpus / former).parent
            make_folder(folder)
            target = folder / free_name(former.name, [other.name for other in folder.iterdir()])
            path = target.relative_to(self.corpus).as_posix()
            self._trash.take(scope, name, target, path, key)
            self._listed = None
        return path

    def sweep(self) -> int:
        """Deletes expired files from the trash, and temporary files that a crash left; returns how many."""
        deleted = self._trash.sweep()
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


def added_with(staged: Path, key: str) -> str | None:
    """Under which path `CorpusFolder.add` put the staged file, with this key."""
    with suppress(OSError, ValueError):
        note = json.loads(_added_note(staged).read_bytes())
        if note["key"] == key:
            return str(note["path"])
    return None


def _added_note(staged: Path) -> Path:
    return staged.with_name(f".{staged.name}.added")


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
