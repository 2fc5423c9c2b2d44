"""Staging area for uploads: files are checked and dated here until an admin confirms or discards them."""

from __future__ import annotations

import json
import os
import re
import shutil
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from bot.articles import SourceFile
from bot.articles.limits import MEGABYTE
from bot.articles.sandbox import ReaderPool, write_date
from bot.curation.atomic_files import disk_errors_explained, make_folder, write_atomically
from bot.curation.corpus_folder import CorpusFolder, added_with
from bot.curation.filenames import UPLOADED, clean_name, free_name
from bot.curation.quotas import Quota
from bot.errors import CorpusError
from bot.model import Article, Problem

MAX_UPLOAD = 25 * MEGABYTE  # held in memory while it is written; larger archives are copied into the folder
EXPIRES_HOURS = 1.0  # unconfirmed uploads are deleted after this
GONE = "This upload is no longer here. Please send the files again."
_TOKEN = re.compile(r"[\w-]{8,40}")
_SERVER = ".server"  # in an upload's folder: whose quota it counts for
_MAX_PROBLEMS = 100  # of one file that are kept; a few are shown


@dataclass(frozen=True, slots=True)
class StagedFile:
    """An uploaded file as the corpus would read it: how many articles, the first one's title and date, problems."""

    name: str
    articles: int = 0
    undated: int = 0
    title: str = ""
    date: date | None = None
    problems: tuple[str, ...] = ()

    def to_json(self, status: os.stat_result) -> str:
        """The form in which it is kept for the file with that status."""
        return json.dumps([status.st_size, status.st_mtime_ns, self.to_fields()])

    def to_fields(self) -> list[Any]:
        """The fields as values that JSON can hold."""
        day = self.date.isoformat() if self.date else None
        return [self.name, self.articles, self.undated, self.title, day, list(self.problems)]

    @classmethod
    def from_fields(cls, fields: list[Any]) -> StagedFile:
        """Reads what `to_fields` made. Raises ValueError."""
        name, articles, undated, title, day, problems = fields
        return cls(name, articles, undated, title, date.fromisoformat(day) if day else None, tuple(problems))

    @classmethod
    def from_json(cls, kept: str, status: os.stat_result) -> StagedFile:
        """Reads what `to_json` made. Raises ValueError if the file's status is another one now."""
        size, mtime_ns, fields = json.loads(kept)
        if (size, mtime_ns) != (status.st_size, status.st_mtime_ns):
            raise ValueError("the file has changed")
        return cls.from_fields(fields)

    @property
    def can_be_dated(self) -> bool:
        """Whether asking for one date would help."""
        return self.articles == 1 and self.undated == 1


class Uploads:
    """The folder `data/uploads/` with one folder per upload, named by its token.

    Files are read in a process of their own, once: what was found is kept beside the file.
    """

    def __init__(
        self,
        corpus: CorpusFolder,
        data: Path,
        now: Callable[[], float] = time.time,
        *,
        quota: Quota | None = None,
        readers: ReaderPool | None = None,
    ) -> None:
        self._corpus = corpus
        self._folder = data / "uploads"
        self._now = now
        self._quota = quota or Quota()
        self._readers = readers or ReaderPool()
        self._confirming = threading.Lock()
        self._staging = threading.Lock()

    def close(self) -> None:
        """Ends the reading processes."""
        self._readers.close()

    def largest(self) -> int:
        """The most bytes that one uploaded file may have."""
        return min(MAX_UPLOAD, self._corpus.limits.max_file_bytes)

    def stage(
        self, token: str, given: str, content: bytes, scope: int | None = None, *, articles: int = 0
    ) -> StagedFile:
        """Stages one file of an upload under a clean name, if it holds text that can be quoted.

        `scope` is the server whose quota counts, which has `articles` articles already; None for the shared part.

        Raises:
            CorpusError: the file is refused; the sentence says why, without its name.
            DataError: the data folder cannot be written, or the disk is nearly full.
        """
        name = clean_name(given)
        if name is None:
            raise CorpusError("Its name must end in {endings}.", endings=", ".join(UPLOADED))
        folder = self._folder_of(token)
        with self._staging, disk_errors_explained():  # of two at once, the second sees what the first has used
            self._check_room(scope, len(content))
            make_folder(folder, mode=0o700)
            if scope is not None:
                (folder / _SERVER).write_text(str(scope))
            if (same := _same_file(folder / name, content)) is not None:  # sent twice, or asked for twice
                return same
            path = folder / free_name(name, [entry.name for entry in folder.iterdir()])
            write_atomically(path, content)
        staged = self._read(path, scope)
        try:
            if not staged.articles:
                raise CorpusError(staged.problems[0] if staged.problems else "It holds no text.")
            if scope is not None:
                others = sum(one.articles for one in self._waiting(scope)) - staged.articles
                self._quota.check_articles(articles + others, staged.articles)
        except CorpusError:
            self._forget(path)
            raise
        return staged

    def _waiting(self, scope: int) -> list[StagedFile]:
        """The files of all uploads of this server."""
        return [
            one for folder in self._folder.glob("*") if _server_of(folder) == scope for one in self.staged(folder.name)
        ]

    def usage(self, scope: int) -> tuple[int, int]:
        """The bytes that the server keeps (waiting, added, trashed), and how many of them are in the trash."""
        waiting = sum(
            path.stat().st_size
            for folder in self._folder.glob("*")
            if _server_of(folder) == scope
            for path in folder.iterdir()
            if not path.name.startswith(".")
        )
        trashed = self._corpus.trashed_bytes(scope)
        return waiting + self._corpus.own_bytes(scope) + trashed, trashed

    def staged(self, token: str) -> list[StagedFile]:
        """The files of an upload, by name; none once it is confirmed, dropped or too old."""
        folder = self._folder_of(token)
        if not folder.is_dir():
            return []
        return [
            _kept(path) or self._read(path, _server_of(folder))
            for path in sorted(folder.iterdir())
            if not path.name.startswith(".")
        ]

    def set_date(self, token: str, name: str, day: date) -> StagedFile:
        """Writes the publication date into one file of the upload.

        Raises:
            CorpusError: the file is gone, or its format takes no date from outside.
        """
        path = self._staged_path(token, name)
        scope = _server_of(path.parent)
        before = path.read_bytes()
        after = write_date(name, before, day, self._corpus.limits)
        if after is not None:
            with disk_errors_explained():
                self._quota.check_disk(path.parent, len(after))
                write_atomically(path, after)
            staged = self._read(path, scope)
            if staged.articles == 1 and staged.date == day:
                return staged
            write_atomically(path, before)
            self._read(path, scope)
        raise CorpusError("The date could not be written into this file. Write it there yourself and send it again.")

    def confirm(self, token: str, name: str, scope: int | None, *, key: str = "") -> str:
        """Adds one staged file to the corpus; returns its path there. With `key`, once for each key.

        Raises:
            CorpusError: the file is no longer staged.
            DataError: the corpus folder cannot be written, or the disk is nearly full; the file stays staged.
        """
        with self._confirming:
            if key and (before := added_with(self._folder_of(token) / name, key)) and self._is_gone(token, name):
                return before
            path = self._staged_path(token, name)
            self._quota.check_disk(self._corpus.corpus, path.stat().st_size)
            added = self._corpus.add(scope, path, name, key=key)
            self._forget(path)
        return added

    def drop(self, token: str) -> None:
        """Deletes the files of an upload."""
        shutil.rmtree(self._folder_of(token), ignore_errors=True)

    def sweep(self) -> int:
        """Deletes uploads that nobody confirmed in time; returns how many."""
        old = [path for path in self._folder.glob("*") if self._now() - path.stat().st_mtime > EXPIRES_HOURS * 3600]
        for path in old:
            shutil.rmtree(path, ignore_errors=True)
        return len(old)

    def _check_room(self, scope: int | None, size: int) -> None:
        self._quota.check_disk(self._folder, size)
        if scope is not None:
            used, trashed = self.usage(scope)
            self._quota.check_bytes(used, size, trashed)

    def _is_gone(self, token: str, name: str) -> bool:
        return not (self._folder_of(token) / name).exists()

    def _staged_path(self, token: str, name: str) -> Path:
        """Raises CorpusError where there is no such file."""
        folder = self._folder_of(token)
        if not folder.is_dir() or name.startswith(".") or name not in {path.name for path in folder.iterdir()}:
            raise CorpusError(GONE)
        return folder / name

    def _folder_of(self, token: str) -> Path:
        if not _TOKEN.fullmatch(token):
            raise CorpusError(GONE)
        return self._folder / token

    def _forget(self, path: Path) -> None:
        path.unlink()
        _kept_at(path).unlink(missing_ok=True)

    def _read(self, path: Path, scope: int | None) -> StagedFile:
        """Reads a staged file in another process, and keeps what it found beside it."""
        limits = self._corpus.limits
        if scope is not None:  # one more than may be: enough to know that there are too many
            limits = replace(limits, max_records=min(limits.max_records, self._quota.max_articles + 1))
        status = path.stat()
        file = SourceFile(path.name, str(path), status.st_size, status.st_mtime_ns)
        first: Article | None = None
        articles = undated = 0
        problems: list[str] = []
        with self._readers.reader(limits, self._corpus.today()) as reader:
            for found in reader.read(file):
                if isinstance(found, Problem):
                    where = "" if found.record is None else f"Record {found.record}: "
                    problems.append(where + found.reason)
                else:
                    first = first or found
                    articles += 1
                    undated += found.date is None
        shown = tuple(problems[:_MAX_PROBLEMS])
        staged = StagedFile(path.name, problems=shown)
        if first is not None:
            staged = StagedFile(path.name, articles, undated, first.title, first.date, shown)
        with disk_errors_explained():
            write_atomically(_kept_at(path), staged.to_json(status).encode())
        return staged


def _kept_at(path: Path) -> Path:
    return path.with_name(f".{path.name}.read")


def _kept(path: Path) -> StagedFile | None:
    """What reading the file found, if it has not changed since."""
    try:
        return StagedFile.from_json(_kept_at(path).read_text(encoding="utf-8"), path.stat())
    except (OSError, ValueError, TypeError, KeyError):
        return None


def _same_file(path: Path, content: bytes) -> StagedFile | None:
    """What is known of the staged file `path`, if it holds just this."""
    kept = _kept(path)
    return kept if kept is not None and kept.articles and path.read_bytes() == content else None


def _server_of(folder: Path) -> int | None:
    try:
        return int((folder / _SERVER).read_text())
    except (OSError, ValueError):
        return None
