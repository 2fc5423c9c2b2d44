"""What was read for a generation: each file's stamp, its articles and its problems, kept beside the index.

With it, a reload reads only files that changed and indexes only articles that changed.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any, NamedTuple

from bot.articles import SourceFile
from bot.model import Article, Problem
from bot.search import Edition

MANIFEST, ABOUT = "files", "about"  # names under which both are stored with a generation
_VERSION = 3
_DOUBT_NS = 2_000_000_000  # the coarsest clock of a file system in use (FAT) ticks every 2 s


class FileEntry(NamedTuple):
    """One file as it was read.

    `articles` has 32 hex digits for each: its key and the version of the whole of it. `duplicate_ids` are [key, id,
    digest, left out] of articles whose id another had first, with the digest of that one's text; `problems` are
    [reason, skipped, record]; `may_clear_up` says that one of them may be gone on a later day. Short, because a reload
    reads up to 100,000 of these.
    """

    path: str
    size: int
    mtime_ns: int
    ctime_ns: int
    articles: str
    server: int | None = None
    duplicate_ids: Sequence[Sequence[Any]] = ()
    problems: Sequence[Sequence[Any]] = ()
    may_clear_up: bool = False

    def keys(self) -> list[str]:
        """`Article.key` of each of its articles."""
        return [self.articles[at : at + 16] for at in range(0, len(self.articles), 32)]

    def versions(self) -> list[str]:
        """`version_of` each of its articles."""
        return [self.articles[at : at + 16] for at in range(16, len(self.articles), 32)]

    def to_row(self) -> tuple[Any, ...]:
        """The stored form: only the first five fields when the others have their defaults."""
        return self if self[5:] != (None, (), (), False) else self[:5]


@dataclass(frozen=True, slots=True)
class FileManifest:
    """All files of a generation. `conditions`: see there; `day` is the day of reading."""

    conditions: str
    scanned_ns: int
    day: str
    entries: list[FileEntry]
    scan_problems: list[Problem]

    def is_unchanged(self, entry: FileEntry, file: SourceFile) -> bool:
        """Whether the file's stamps prove that it is as it was read.

        A file changed just before the scan may have been written again within the same tick of the file system's clock.
        The change time (ctime) reveals an edit that kept the old modification time.
        """
        surely_older = self.scanned_ns - _DOUBT_NS
        return (
            entry.mtime_ns == file.mtime_ns < surely_older
            and entry.ctime_ns == file.ctime_ns < surely_older
            and entry.size == file.size
            and entry.server == file.server
        )

    def to_bytes(self) -> bytes:
        """The stored form, JSON."""
        problems = [row_of(problem) for problem in self.scan_problems]
        rows = [entry.to_row() for entry in self.entries]
        return json.dumps([_VERSION, self.conditions, self.scanned_ns, self.day, problems, rows]).encode()


def version_of(article: Article) -> str:
    """A hash of the text (8 hex digits) and one of everything else that is shown of an article (8)."""
    shown = (article.title, article.path, str(article.date), article.source, article.url, str(article.details()))
    return article.version + blake2b("\0".join(shown).encode("utf-8", "surrogatepass"), digest_size=4).hexdigest()


def row_of(problem: Problem) -> list[Any]:
    """The stored form of a problem; `Problem(*row)` reads it."""
    return [problem.path, problem.reason, problem.skipped, problem.record, problem.server]


def read_manifest(edition: Edition) -> FileManifest | None:
    """The manifest stored with `edition`, or None when there is none of this version: then every file is read again."""
    for content in edition.extras(MANIFEST):
        try:
            version, conditions, scanned_ns, day, problems, entries = json.loads(content)
            if version == _VERSION:
                return FileManifest(
                    conditions,
                    scanned_ns,
                    day,
                    [FileEntry(*row) for row in entries],
                    [Problem(*row) for row in problems],
                )
        except (ValueError, TypeError):
            continue
    return None


def read_about(edition: Edition) -> dict[str, Any]:
    """Who made `edition`, when, and its problems; empty when that cannot be read."""
    for content in edition.extras(ABOUT):
        try:
            about = json.loads(content)
        except ValueError:
            continue
        if isinstance(about, dict):
            return about
    return {}
