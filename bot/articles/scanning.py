"""Lists the files of the corpus to read, with their owners: regular files of a known format, sorted by path."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from bot.articles.display_names import shown
from bot.articles.formats import READERS, suffix_of
from bot.articles.limits import Limits, megabytes
from bot.articles.printed.pictures import OCR_PAGES, PICTURES
from bot.errors import CorpusError
from bot.model import Problem

SERVERS = "servers"
"""The folder inside the corpus whose folders, named by a server's id, are that server's own."""

_SERVER_ID = re.compile(r"[1-9][0-9]{0,18}")
_ENDINGS = tuple(READERS)  # as most names are written: asked first, for 100,000 files
_INNER_LINK = "It is a link within the corpus; files are read under their own names."
_IGNORED = re.compile(r"readme(?:\.[a-z]+)?|thumbs\.db|desktop\.ini", re.IGNORECASE)


class SourceFile(NamedTuple):
    """A file to read: `path` in the corpus, fit to be shown; `file` as the system knows it; stamp; owner."""

    path: str
    file: str
    size: int
    mtime_ns: int
    server: int | None = None
    ctime_ns: int = 0

    @property
    def real(self) -> Path:
        """Where the file is."""
        return Path(self.file)


class Scan(NamedTuple):
    """The files of a corpus, sorted by path, and what is in it that will not be read."""

    files: list[SourceFile]
    problems: list[Problem]


class _Folder(NamedTuple):
    file: str
    path: str
    server: int | None


def scan(corpus: Path, limits: Limits) -> Scan:
    """Looks through `corpus`, a folder or one file, without opening any file.

    Names that begin with a dot and READMEs are passed over in silence; whatever else is not read is a problem. Nothing
    outside the folder is ever touched: a link is followed only to a file inside, of the same owner, read nowhere else.

    Raises:
        CorpusError: when `corpus` does not exist or cannot be listed.
    """
    try:
        root = os.path.realpath(corpus, strict=True)
        if not os.path.isdir(root):  # noqa: PTH112 - plain strings: a Path for each of 100,000 files costs seconds
            return _single(Path(corpus).name, root, limits)
        os.scandir(root).close()
    except FileNotFoundError:
        raise CorpusError(
            f"There is no corpus at {corpus}: set CORPUS to your folder of articles, or make one with `clippings init`."
        ) from None
    except OSError as error:
        raise CorpusError(f"The corpus {corpus} cannot be read: {error.strerror}.") from None
    walk = _Walk(root, limits)
    walk.folders()
    walk.links()
    return Scan(sorted(walk.files), sorted(walk.problems, key=lambda problem: problem.path))


def _page_pictures(entries: Sequence[tuple[os.DirEntry[str], str]]) -> dict[str, os.stat_result]:
    """The pictures in a folder where OCR programs have written pages: no articles, but what these were printed on."""
    names = "\0".join([entry.name for entry, _ in entries]).lower() + "\0"
    if not any(f"{suffix}\0" in names for suffix in OCR_PAGES):
        return {}
    return {
        entry.name: entry.stat(follow_symlinks=False)
        for entry, _ in entries
        if entry.name.lower().endswith(PICTURES) and entry.is_file(follow_symlinks=False)
    }


def _with_picture(page: SourceFile, pictures: Mapping[str, os.stat_result]) -> SourceFile:
    """The page with the later of its own and its picture's time of change, so that a new picture is a change of it."""
    stem = Path(page.file).stem
    times = [pictures[stem + suffix].st_ctime_ns for suffix in PICTURES if stem + suffix in pictures]
    return page._replace(ctime_ns=max([page.ctime_ns, *times]))


def _single(name: str, file: str, limits: Limits) -> Scan:
    walk = _Walk(os.path.dirname(file), limits)  # noqa: PTH120
    walk.regular(shown(name), file, os.stat(file), None)  # noqa: PTH116
    return Scan(walk.files, walk.problems)


class _Walk:
    """One pass over a folder; links wait until it is known what is read under its own name."""

    def __init__(self, root: str, limits: Limits) -> None:
        self.root = root
        self.limits = limits
        self._most_bytes = limits.max_file_bytes
        self.files: list[SourceFile] = []
        self.problems: list[Problem] = []
        self._links: list[_Folder] = []

    def folders(self) -> None:
        waiting = [_Folder(self.root, "", None)]
        while waiting:
            folder = waiting.pop()
            entries = list(self._entries(folder))
            pictures = _page_pictures(entries)
            for entry, path in entries:
                if pictures and entry.name in pictures:
                    continue
                if entry.is_symlink():
                    self._links.append(_Folder(entry.path, path, folder.server))
                elif entry.is_dir(follow_symlinks=False):
                    if below := self._folder(entry, path, folder.server):
                        waiting.append(below)
                elif folder.path == SERVERS:
                    self._problem(path, "It lies beside the servers' own folders and belongs to none.", None)
                else:
                    self._file(entry, path, folder.server, pictures)

    def _entries(self, folder: _Folder) -> Iterator[tuple[os.DirEntry[str], str]]:
        try:
            with os.scandir(folder.file) as entries:
                for entry in entries:
                    name = entry.name
                    if name[0] == "." or (name[0] in "rRtTdD" and _IGNORED.fullmatch(name)):
                        continue
                    yield entry, f"{folder.path}/{shown(name)}" if folder.path else shown(name)
        except OSError as error:
            self._problem(folder.path, f"The folder cannot be listed: {error.strerror}.", folder.server)

    def _folder(self, entry: os.DirEntry[str], path: str, server: int | None) -> _Folder | None:
        if path.startswith(SERVERS + "/") and server is None:
            if not _SERVER_ID.fullmatch(entry.name):
                self._problem(path, "A folder here is named by a server's id, in digits; this one is not read.", None)
                return None
            server = int(entry.name)
        elif path != SERVERS and path.casefold() == SERVERS:
            self._problem(path, f"Write the folder's name as “{SERVERS}”; it is not read.", None)
            return None
        return _Folder(entry.path, path, server)

    def _file(
        self, entry: os.DirEntry[str], path: str, server: int | None, pictures: Mapping[str, os.stat_result]
    ) -> None:
        try:
            self.regular(path, entry.path, entry.stat(follow_symlinks=False), server)
            if pictures and self.files and self.files[-1].file == entry.path:
                self.files[-1] = _with_picture(self.files[-1], pictures)
        except OSError as error:
            self._problem(path, f"It cannot be looked at: {error.strerror}.", server)

    def regular(self, path: str, file: str, status: os.stat_result, server: int | None) -> None:
        """Takes a file, or lists why not."""
        reason = ""
        if not stat.S_ISREG(status.st_mode):
            reason = "It is not a regular file."
        elif not file.endswith(_ENDINGS) and suffix_of(file) not in READERS:
            reason = f"Its kind is unknown; articles end in {', '.join(READERS)}."
        elif status.st_size > self._most_bytes:
            reason = f"It is too large: {megabytes(status.st_size)}; the limit is {self.limits.max_file_mb:g} MB."
        elif status.st_size == 0:
            reason = "It is empty."
        elif len(self.files) == self.limits.max_files:
            reason = f"The corpus has more than {self.limits.max_files:,} files; this one is not read."
        if reason:
            self._problem(path, reason, server)
        else:
            self.files.append(SourceFile(path, file, status.st_size, status.st_mtime_ns, server, status.st_ctime_ns))

    def links(self) -> None:
        """Follows links to files inside the corpus that no other name leads to: how containers mount folders."""
        if not self._links:
            return
        read = {file.file for file in self.files}
        for link in sorted(self._links):
            try:
                target = os.path.realpath(link.file, strict=True)
                status = os.stat(target)  # noqa: PTH116
            except OSError:
                self._problem(link.path, "It is a link that leads nowhere.", link.server)
                continue
            if not (target + os.sep).startswith(self.root + os.sep):
                self._problem(link.path, "It is a link that leaves the corpus folder.", link.server)
            elif os.path.isdir(target) or target in read or self._owner(target) != link.server:  # noqa: PTH112
                self._problem(link.path, _INNER_LINK, link.server)
            else:
                read.add(target)
                self.regular(link.path, target, status, link.server)

    def _owner(self, target: str) -> int | None:
        """The owner of a file inside the corpus; -1 for a folder below `servers` that is no server's."""
        first, second = (*Path(target).relative_to(self.root).parts, "")[:2]
        if first.casefold() != SERVERS:
            return None
        return int(second) if _SERVER_ID.fullmatch(second) else -1

    def _problem(self, path: str, reason: str, server: int | None) -> None:
        self.problems.append(Problem(path, reason, server=server))
