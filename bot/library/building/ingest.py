"""One pass over the corpus, ordered by path: what stays, what is new, and which file keeps an id that two files use."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from bot.articles import Limits, SourceFile, may_clear_up
from bot.articles.display_names import shown
from bot.articles.sandbox import ReaderPool, ReaderProcess
from bot.library.building.changes import Changes
from bot.library.building.file_manifest import FileEntry, row_of, version_of
from bot.library.building.reports import Counts
from bot.model import Article, Problem


class Ingest:
    """Compares a corpus with a base generation, article by article.

    `rows` are the base's rows by `Article.key`, `versions` the versions of those articles. After `articles` has been
    exhausted, `keep` holds the rows that stay, `added` who owns each new article and its key, `entries` the new
    manifest's entries, and `duplicates` a problem for each article left out.
    `on_position` is called with the files and bytes done so far.

    The rule for two articles of one owner with one id: the file whose path sorts first has it, and within a file the
    first record.
    """

    def __init__(
        self,
        changes: Changes,
        rows: Mapping[str, int],
        versions: Mapping[str, str],
        *,
        limits: Limits,
        today: date,
        on_position: Callable[[int, int], None],
        readers: ReaderPool,
    ) -> None:
        self.keep: list[int] = []
        self.entries: list[FileEntry] = []
        self.duplicates: list[Problem] = []
        self.added: list[tuple[int | None, str]] = []
        self.files_read = 0
        self._changes, self._rows, self._versions, self._readers = changes, rows, versions, readers
        self._limits, self._today, self._on_position = limits, today, on_position
        self._owners: dict[str, int] = {}  # by key: its entry's number and, in the low half, the digest of its text
        self._counts: Counter[tuple[str, int | None]] = Counter()
        self._bytes = 0

    def articles(self) -> Iterator[Article]:
        """Yields the articles that are new, or differ from those of the base."""
        with self._readers.reader(self._limits, self._today) as reader:
            reader.expect(file for file in self._changes.scan.files if file.path not in self._changes.unchanged)
            for number, file in enumerate(self._changes.scan.files):
                entry = self._changes.unchanged.get(file.path)
                if entry is not None and self._keep_unchanged(entry):
                    continue
                self._on_position(number, self._bytes)
                yield from self._read(file, reader)
                self._bytes += file.size
        self._on_position(len(self._changes.scan.files), self._bytes)

    def counts(self, before: Mapping[int | None, int]) -> dict[int | None, Counts]:
        """What changed, by owner; `before` is how many articles each owner had in the base."""
        counts = self._counts
        skipped = Counter(problem.server for problem in self.problems() if problem.skipped)
        owners = {owner for _, owner in counts} | before.keys() | skipped.keys()
        return {
            owner: Counts(
                added=counts["added", owner],
                changed=counts["changed", owner],
                removed=before.get(owner, 0) - counts["changed", owner] - counts["kept", owner],
                unchanged=counts["kept", owner],
                skipped=skipped[owner],
            )
            for owner in owners
        }

    def total(self, owner: int | None) -> int:
        """The articles of `owner`, so far."""
        return sum(self._counts[kind, owner] for kind in ("kept", "changed", "added"))

    def problems(self) -> list[Problem]:
        """Everything that was skipped or kept with a flaw, sorted by path."""
        read = [
            Problem(entry.path, reason, skipped, record, entry.server)
            for entry in self.entries
            for reason, skipped, record in entry.problems
        ]
        return sorted(
            [*self._changes.scan.problems, *self.duplicates, *read],
            key=lambda problem: (problem.path, problem.record or 0),
        )

    def _keep_unchanged(self, entry: FileEntry) -> bool:
        """Keeps an unchanged file's rows; False when one of its ids changes hands between files."""
        keys = entry.keys()
        rows = [self._rows.get(key) for key in keys]
        if None in rows or not self._owners.keys().isdisjoint(keys):
            return False
        if any(key not in keys and self._digest(key) != digest for key, _, digest, _ in entry.duplicate_ids):
            return False
        number = len(self.entries)
        self._owners.update(zip(keys, (_owner(number, version) for version in entry.versions()), strict=True))
        self.keep.extend(row for row in rows if row is not None)
        self._counts["kept", entry.server] += len(keys)
        if entry.duplicate_ids:
            self._add_duplicates(entry)
        self.entries.append(entry)
        return True

    def _read(self, file: SourceFile, reader: ReaderProcess) -> Iterator[Article]:
        self.files_read += 1
        articles: list[str] = []
        duplicate_ids: list[list[Any]] = []
        problems: list[Problem] = []
        for found in reader.read(file, self._report_position):
            if isinstance(found, Problem):
                problems.append(found)
                continue
            article, taken = self._under_a_free_id(found)
            duplicate_ids += taken
            if article is None:
                continue
            key, version = article.key, version_of(article)
            self._owners[key] = _owner(len(self.entries), version)
            articles.append(key + version)
            if self._needs_indexing(article, key, version):
                yield article
        entry = FileEntry(
            file.path,
            file.size,
            file.mtime_ns,
            file.ctime_ns,
            "".join(articles),
            file.server,
            tuple(duplicate_ids),
            tuple(row_of(problem)[1:4] for problem in problems),
            any(map(may_clear_up, problems)),
        )
        self._add_duplicates(entry)
        self.entries.append(entry)

    def _under_a_free_id(self, article: Article) -> tuple[Article | None, list[list[Any]]]:
        """The article under an id that is free, or None; and the ids that were not (see `FileEntry`)."""
        taken: list[list[Any]] = []
        while (digest := self._digest(article.key)) is not None:
            in_this_file = self._owners[article.key] >> 32 == len(self.entries)
            left_out = in_this_file or digest == article.version
            taken.append([article.key, article.id, digest, left_out])
            if left_out:
                return None, taken
            article = replace(article, id=f"{article.path}:{article.id}")
        return article, taken

    def _digest(self, key: str) -> str | None:
        owner = self._owners.get(key)
        return None if owner is None else f"{owner & 0xFFFFFFFF:08x}"

    def _needs_indexing(self, article: Article, key: str, version: str) -> bool:
        """Counts the article and returns whether it has to be indexed."""
        row = self._rows.get(key)
        if row is not None and self._versions.get(key) == version:
            self.keep.append(row)
            self._counts["kept", article.server] += 1
            return False
        if row is None:
            self.added.append((article.server, key))
        self._counts["added" if row is None else "changed", article.server] += 1
        return True

    def _add_duplicates(self, entry: FileEntry) -> None:
        """One problem for each article left out, up to a limit, and one for all that are kept under another id."""
        left_out = [taken for taken in entry.duplicate_ids if taken[3]]
        for number, (key, ident, *_) in enumerate(left_out):
            if number == self._limits.max_problems:
                rest = len(left_out) - number
                verb = "is" if rest == 1 else "are"
                self._add_duplicate(entry, f"{rest:,} more of its articles {verb} there already.")
                break
            where = self._path(key, entry)
            self._add_duplicate(
                entry, f"An article with its id “{shown(ident)}” is in {where} already; it is left out."
            )
        renamed = [taken for taken in entry.duplicate_ids if not taken[3]]
        if renamed:
            key, ident, *_ = renamed[0]
            reason = (
                f"{len(renamed):,} of its ids are those of other articles in files that come first, such as "
                f"“{shown(ident)}” in {self._path(key, entry)}; here the ids begin with “{entry.path}:”."
            )
            self._add_duplicate(entry, reason, skipped=False)

    def _add_duplicate(self, entry: FileEntry, reason: str, *, skipped: bool = True) -> None:
        self.duplicates.append(Problem(entry.path, reason, skipped, server=entry.server))

    def _path(self, key: str, being_read: FileEntry) -> str:
        """The file that has the article `key`; `being_read` is not among the entries yet."""
        number = self._owners[key] >> 32
        return self.entries[number].path if number < len(self.entries) else being_read.path

    def _report_position(self, position: int) -> None:
        self._on_position(len(self.entries), self._bytes + position)


def _owner(number: int, version: str) -> int:
    return number << 32 | int(version[:8], 16)
