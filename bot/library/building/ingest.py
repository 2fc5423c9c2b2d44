"""One pass over the corpus, in the order of paths: what stays, what is new, and who keeps an id that two have."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import date

from bot.articles import Limits, SourceFile, may_pass, read
from bot.articles.display_names import shown
from bot.library.building.changes import Survey
from bot.library.building.file_manifest import Entry, row_of, version_of
from bot.library.status import Counts
from bot.model import Article, Problem


class Intake:
    """Settles a corpus against a base generation.

    `rows` are the base's rows by `Article.key`, `versions` the versions of those articles. After `articles` has been
    exhausted, `keep` holds the rows that stay, `entries` the new ledger's and `duplicates` the articles left out.
    `moved` is told the files and bytes done so far.

    The rule for two articles of one owner with one id: the file whose path sorts first has it, and within a file the
    first record.
    """

    def __init__(
        self,
        seen: Survey,
        rows: Mapping[str, int],
        versions: Mapping[str, str],
        *,
        limits: Limits,
        today: date,
        moved: Callable[[int, int], None],
    ) -> None:
        self.keep: list[int] = []
        self.entries: list[Entry] = []
        self.duplicates: list[Problem] = []
        self.files_read = 0
        self._seen, self._rows, self._versions = seen, rows, versions
        self._limits, self._today, self._moved = limits, today, moved
        self._owners: dict[str, str] = {}
        self._tally: Counter[tuple[str, int | None]] = Counter()
        self._bytes = 0

    def articles(self) -> Iterator[Article]:
        """The articles that the base lacks or has otherwise."""
        for number, file in enumerate(self._seen.scan.files):
            entry = self._seen.trusted.get(file.path)
            if entry is not None and self._taken_over(entry):
                continue
            self._moved(number, self._bytes)
            yield from self._read(file)
            self._bytes += file.size
        self._moved(len(self._seen.scan.files), self._bytes)

    def counts(self, before: Mapping[int | None, int]) -> dict[int | None, Counts]:
        """What changed, by owner; `before` is how many articles each owner had in the base."""
        tally = self._tally
        skipped = Counter(problem.server for problem in self.problems() if problem.skipped)
        owners = {owner for _, owner in tally} | before.keys() | skipped.keys()
        return {
            owner: Counts(
                added=tally["added", owner],
                changed=tally["changed", owner],
                removed=before.get(owner, 0) - tally["changed", owner] - tally["kept", owner],
                unchanged=tally["kept", owner],
                skipped=skipped[owner],
            )
            for owner in owners
        }

    def problems(self) -> list[Problem]:
        """Everything that was not taken as it is, sorted by path."""
        read = [
            Problem(entry.path, reason, skipped, record, entry.server)
            for entry in self.entries
            for reason, skipped, record in entry.problems
        ]
        return sorted(
            [*self._seen.scan.problems, *self.duplicates, *read],
            key=lambda problem: (problem.path, problem.record or 0),
        )

    def _taken_over(self, entry: Entry) -> bool:
        """Keeps an unchanged file's rows, unless a change elsewhere takes an id from it or leaves it one."""
        keys = entry.keys()
        rows = [self._rows.get(key) for key in keys]
        if None in rows or not self._owners.keys().isdisjoint(keys):
            return False
        if any(key not in self._owners and key not in keys for key, _ in entry.losers):
            return False
        self._owners.update(dict.fromkeys(keys, entry.path))
        self.keep.extend(row for row in rows if row is not None)
        self._tally["kept", entry.server] += len(keys)
        if entry.losers:
            self._note_losers(entry)
        self.entries.append(entry)
        return True

    def _read(self, file: SourceFile) -> Iterator[Article]:
        self.files_read += 1
        articles: list[str] = []
        losers: list[list[str]] = []
        problems: list[Problem] = []
        for found in read(file, self._limits, self._today, self._within):
            if isinstance(found, Problem):
                problems.append(found)
                continue
            key = found.key
            if key in self._owners:
                losers.append([key, found.id])
                continue
            self._owners[key] = file.path
            version = version_of(found)
            articles.append(key + version)
            if self._settled(found, key, version):
                yield found
        entry = Entry(
            file.path,
            file.size,
            file.mtime_ns,
            file.ctime_ns,
            "".join(articles),
            file.server,
            tuple(losers),
            tuple(row_of(problem)[1:4] for problem in problems),
            any(map(may_pass, problems)),
        )
        self._note_losers(entry)
        self.entries.append(entry)

    def _settled(self, article: Article, key: str, version: str) -> bool:
        """Counts the article; whether it has to be indexed."""
        row = self._rows.get(key)
        if row is not None and self._versions.get(key) == version:
            self.keep.append(row)
            self._tally["kept", article.server] += 1
            return False
        self._tally["added" if row is None else "changed", article.server] += 1
        return True

    def _note_losers(self, entry: Entry) -> None:
        for number, (key, ident) in enumerate(entry.losers):
            if number == self._limits.max_problems:
                rest = len(entry.losers) - number
                self.duplicates.append(Problem(entry.path, f"{rest:,} more of its ids are taken.", server=entry.server))
                return
            reason = f"Its id “{shown(ident)}” is taken by {self._owners[key]}, which comes first; it is left out."
            self.duplicates.append(Problem(entry.path, reason, server=entry.server))

    def _within(self, position: int) -> None:
        self._moved(len(self.entries), self._bytes + position)
