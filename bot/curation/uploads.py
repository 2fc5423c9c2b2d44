"""Staging area for uploads: files are checked and dated here until an admin confirms or discards them."""

from __future__ import annotations

import re
import shutil
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.articles import SourceFile, read
from bot.articles.date_writer import with_date
from bot.articles.limits import MEGABYTE
from bot.curation.atomic_files import disk_errors_explained, make_folder, write_atomically
from bot.curation.corpus_folder import CorpusFolder
from bot.curation.filenames import UPLOADED, clean_name, free_name
from bot.errors import CorpusError
from bot.model import Article, Problem

MAX_UPLOAD = 25 * MEGABYTE  # held in memory while it is written; larger archives are copied into the folder
EXPIRES_HOURS = 1.0  # unconfirmed uploads are deleted after this
GONE = "This upload is no longer here. Please send the files again."
_TOKEN = re.compile(r"[\w-]{8,40}")


@dataclass(frozen=True, slots=True)
class StagedFile:
    """An uploaded file as the corpus would read it: how many articles, the first one's title and date, problems."""

    name: str
    articles: int = 0
    undated: int = 0
    title: str = ""
    date: date | None = None
    problems: tuple[str, ...] = ()

    @property
    def can_be_dated(self) -> bool:
        """Whether asking for one date would help."""
        return self.articles == 1 and self.undated == 1


class Uploads:
    """The folder `data/uploads/` with one folder per upload, named by its token."""

    def __init__(self, corpus: CorpusFolder, data: Path, now: Callable[[], float] = time.time) -> None:
        self._corpus = corpus
        self._folder = data / "uploads"
        self._now = now
        self._confirming = threading.Lock()

    def largest(self) -> int:
        """The most bytes that one uploaded file may have."""
        return min(MAX_UPLOAD, self._corpus.limits.max_file_bytes)

    def stage(self, token: str, given: str, content: bytes) -> StagedFile:
        """Stages one file of an upload under a clean name, if it holds text that can be quoted.

        Raises:
            CorpusError: the file is refused; the sentence says why, without its name.
            DataError: the data folder cannot be written.
        """
        name = clean_name(given)
        if name is None:
            raise CorpusError(f"Its name must end in {', '.join(UPLOADED)}.")
        folder = self._folder_of(token)
        with disk_errors_explained():
            make_folder(folder, mode=0o700)
            path = folder / free_name(name, [entry.name for entry in folder.iterdir()])
            write_atomically(path, content)
        staged = self._read(path)
        if not staged.articles:
            path.unlink()
            raise CorpusError(staged.problems[0] if staged.problems else "It holds no text.")
        return staged

    def staged(self, token: str) -> list[StagedFile]:
        """The files of an upload, by name; none once it is confirmed, dropped or too old."""
        folder = self._folder_of(token)
        if not folder.is_dir():
            return []
        return [self._read(path) for path in sorted(folder.iterdir()) if not path.name.startswith(".")]

    def set_date(self, token: str, name: str, day: date) -> StagedFile:
        """Writes the publication date into one file of the upload.

        Raises:
            CorpusError: the file is gone, or its format takes no date from outside.
        """
        path = self._folder_of(token) / name
        if name not in {staged.name for staged in self.staged(token)}:
            raise CorpusError(GONE)
        before = path.read_bytes()
        after = with_date(name, before, day)
        if after is not None:
            write_atomically(path, after)
            staged = self._read(path)
            if staged.articles == 1 and staged.date == day:
                return staged
            write_atomically(path, before)
        raise CorpusError("The date could not be written into this file. Write it there yourself and send it again.")

    def confirm(self, token: str, name: str, scope: int | None) -> str:
        """Adds one staged file to the corpus; returns its path there.

        Raises:
            CorpusError: the file is no longer staged.
            DataError: the corpus folder cannot be written; the file stays staged.
        """
        with self._confirming:
            path = self._folder_of(token) / name
            if name not in {staged.name for staged in self.staged(token)}:
                raise CorpusError(GONE)
            added = self._corpus.add(scope, path, name)
            path.unlink()
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

    def _folder_of(self, token: str) -> Path:
        if not _TOKEN.fullmatch(token):
            raise CorpusError(GONE)
        return self._folder / token

    def _read(self, path: Path) -> StagedFile:
        status = path.stat()
        file = SourceFile(path.name, str(path), status.st_size, status.st_mtime_ns)
        first: Article | None = None
        articles = undated = 0
        problems: list[str] = []
        for found in read(file, self._corpus.limits, self._corpus.today()):
            if isinstance(found, Problem):
                where = "" if found.record is None else f"Record {found.record}: "
                problems.append(where + found.reason)
            else:
                first = first or found
                articles += 1
                undated += found.date is None
        if first is None:
            return StagedFile(path.name, problems=tuple(problems))
        return StagedFile(path.name, articles, undated, first.title, first.date, tuple(problems))
