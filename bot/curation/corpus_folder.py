"""The corpus folder as admins change it: whose files lie where, putting one in, taking one out, bringing it back.

Knows no Discord, does no more than one change at a time, and blocks: call it in a thread. `scope` is a server's id for
that server's own folder, or None for the shared part.
"""

from __future__ import annotations

import json
import secrets
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from bot.articles import Limits, SourceFile, read, scan
from bot.articles.scanning import SERVERS
from bot.curation.atomic_files import copy_whole, make_folder, move, told, write_whole
from bot.curation.filenames import free_name
from bot.durability import sync_folder
from bot.errors import CorpusError, FollowerError
from bot.model import Article

TRASH_DAYS = 30
_LISTING_AGE = 5.0  # seconds that a list of files serves autocomplete, which asks at every letter typed
_DAY = 86_400


@dataclass(frozen=True, slots=True)
class Trashed:
    """A removed file: the name of its place in the trash, where it was, when it went."""

    name: str
    path: str
    removed: datetime

    def days_left(self, now: float) -> int:
        """Days until it is gone for good."""
        return max(0, TRASH_DAYS - int((now - self.removed.timestamp()) / _DAY))


class Shelf:
    """The folders `corpus/` and `data/trash/`."""

    def __init__(
        self,
        corpus: Path,
        data: Path,
        limits: Limits,
        today: Callable[[], date] = date.today,
        now: Callable[[], float] = time.time,
        *,
        elsewhere: bool = False,
    ) -> None:
        """`elsewhere`: another process indexes, and the folder is its own; here nothing of it is looked at."""
        self.corpus = corpus
        self.limits = limits
        self.today = today
        self._trash = data / "trash"
        self._now = now
        self._elsewhere = elsewhere
        self._change = threading.Lock()
        self._listed: tuple[float, list[SourceFile]] | None = None

    def folder(self, scope: int | None) -> Path:
        """Where the files of `scope` lie.

        Raises:
            CorpusError: the corpus is a single file.
            FollowerError: it is another process's.
        """
        if self._elsewhere:
            raise FollowerError("This bot answers from an index that another process makes; change its articles there.")
        if not self.corpus.is_dir():
            raise CorpusError("The corpus is one file, and articles can be added to or removed from a folder only.")
        return self.corpus if scope is None else self.corpus / SERVERS / str(scope)

    def has_others(self, scope: int | None) -> bool:
        """Whether a server other than `scope` has files of its own: then totals are not for this one's eyes."""
        if self._elsewhere:
            return True
        with suppress(OSError):
            return any(entry.name != str(scope) for entry in (self.corpus / SERVERS).iterdir())
        return False

    def files(self, scope: int | None, *, fresh: bool = True) -> list[SourceFile]:
        """The files of `scope` that the reader takes, by path. Raises CorpusError."""
        self.folder(scope)
        if fresh or self._listed is None or not 0 <= time.monotonic() - self._listed[0] < _LISTING_AGE:
            self._listed = (time.monotonic(), scan(self.corpus, self.limits).files)
        return [file for file in self._listed[1] if file.server == scope]

    def articles(self, scope: int) -> Iterator[Article]:
        """Every article that the server's own files hold now."""
        for file in self.files(scope):
            for found in read(file, self.limits, self.today()):
                if isinstance(found, Article):
                    yield found

    def put(self, scope: int | None, staged: Path, name: str) -> str:
        """Copies a checked file into the corpus under a free name; returns its path in the corpus."""
        folder = self.folder(scope)
        with self._change, told():
            make_folder(folder)
            part = folder / f".clippings-{secrets.token_hex(6)}.part"
            try:
                copy_whole(staged, part)
                target = folder / free_name(name, [entry.name for entry in folder.iterdir()])
                part.rename(target)
            except BaseException:
                part.unlink(missing_ok=True)
                raise
            sync_folder(folder)
            self._listed = None
        return target.relative_to(self.corpus).as_posix()

    def remove(self, scope: int | None, path: str) -> Trashed:
        """Moves the file to the trash.

        Raises:
            CorpusError: there is no such file in this scope.
        """
        with self._change, told():
            file = next((file for file in self.files(scope) if file.path == path), None)
            if file is None:
                raise CorpusError("There is no such file any more. Choose one from the list.")
            removed = datetime.fromtimestamp(int(self._now()), UTC)
            place = self._place(scope) / f"{removed:%Y%m%d%H%M%S}-{secrets.token_hex(4)}"
            make_folder(place)
            where = file.real.relative_to(self.corpus.resolve()).as_posix()
            about = {"path": where, "shown": file.path, "removed": int(removed.timestamp())}
            write_whole(place / "about.json", json.dumps(about).encode())
            move(file.real, place / "file")
            self._listed = None
        return Trashed(place.name, file.path, removed)

    def trashed(self, scope: int | None) -> list[Trashed]:
        """What can be brought back, latest first."""
        found = []
        with suppress(FileNotFoundError):
            for place in self._place(scope).iterdir():
                with suppress(OSError, ValueError, KeyError, TypeError):  # cut off by a crash: never confirmed
                    about = json.loads((place / "about.json").read_bytes())
                    removed = datetime.fromtimestamp(about["removed"], UTC)
                    if (place / "file").is_file() and self._now() - about["removed"] < TRASH_DAYS * _DAY:
                        found.append(Trashed(place.name, str(about["shown"]), removed))
        return sorted(found, key=lambda trashed: (trashed.removed, trashed.name), reverse=True)

    def restore(self, scope: int | None, name: str) -> str:
        """Brings a removed file back to where it was, beside a newer one of its name; returns its path.

        Raises:
            CorpusError: there is no such thing in this scope's trash.
        """
        self.folder(scope)
        with self._change, told():
            if name not in {trashed.name for trashed in self.trashed(scope)}:
                raise CorpusError("That is no longer in the trash. Choose one from the list.")
            place = self._place(scope) / name
            where = Path(json.loads((place / "about.json").read_bytes())["path"])
            folder = (self.corpus / where).parent
            make_folder(folder)
            target = folder / free_name(where.name, [entry.name for entry in folder.iterdir()])
            move(place / "file", target)
            shutil.rmtree(place)
            self._listed = None
        return target.relative_to(self.corpus).as_posix()

    def sweep(self) -> int:
        """Removes what has lain in the trash for its time, and parts that a crash left; returns how many."""
        gone = 0
        for place in self._trash.glob("*/*"):
            if self._now() - place.stat().st_mtime > TRASH_DAYS * _DAY:
                shutil.rmtree(place, ignore_errors=True)
                gone += 1
        ours = not self._elsewhere and self.corpus.is_dir()
        folders = [self.corpus, *(self.corpus / SERVERS).glob("*")] if ours else []
        for folder in folders:
            for part in folder.glob(".clippings-*.part"):
                with self._change:
                    part.unlink(missing_ok=True)
                gone += 1
        return gone

    def _place(self, scope: int | None) -> Path:
        return self._trash / ("shared" if scope is None else str(scope))
