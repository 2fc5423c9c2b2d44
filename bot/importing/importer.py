"""Runs one import: reads sources as a stream, checks each article as a reload would, writes them to one file."""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import blake2b
from pathlib import Path
from urllib.parse import urlsplit

from bot.articles import SourceFile
from bot.articles.drafts import Draft, Flaw, UnreadableError
from bot.articles.file_reader import TOO_MUCH_MEMORY, checked
from bot.articles.limits import MEGABYTE, Limits
from bot.curation.filenames import clean_name
from bot.errors import ClippingsError, CorpusError
from bot.importing.entries import Entry, Incomplete, LeftOut, ReadOptions, Supersedes, Unchanged
from bot.importing.recognition import Recognised, recognise
from bot.importing.record_file import Merge, RecordFile
from bot.importing.sources import Source, Subset, open_source
from bot.importing.web.validators import Validators
from bot.model import Article, DateRange, Problem

_log = logging.getLogger(__name__)
MOST_PROBLEMS = 1_000  # kept for the report; the rest is counted
_DATE_IN_NAME = re.compile(r"[-_. ]*(?:19|20)[0-9]{2}[-_.]?[0-9]{2}[-_.]?[0-9]{2}.*$")


class ImportRefusedError(ClippingsError):
    """Nothing was imported; the sentence says why."""


@dataclass(slots=True)
class Tally:
    """What one export held."""

    name: str
    kind: str
    articles: int = 0
    undated: int = 0
    dates: DateRange = field(default_factory=DateRange)
    left_out: Counter[str] = field(default_factory=Counter)
    problems: list[Problem] = field(default_factory=list)
    refused: int = 0
    broken: bool = False
    unchanged: int = 0

    def take(self, article: Article) -> None:
        """Counts an article."""
        self.articles += 1
        if article.date is None:
            self.undated += 1
            return
        first, last = self.dates.first or article.date, self.dates.last or article.date
        self.dates = DateRange(min(first, article.date), max(last, article.date))

    def note(self, problem: Problem) -> None:
        """Counts a problem, and keeps it for the list while that is short."""
        self.refused += problem.skipped
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(problem)


@dataclass(frozen=True, slots=True)
class Report:
    """What an import did, or would do: `path` is the file in the corpus; `pruned` says that records were removed."""

    path: Path
    tallies: list[Tally]
    merge: Merge
    size: int = 0
    not_pruned: bool = False

    @property
    def articles(self) -> int:
        """Articles in all sources."""
        return sum(tally.articles for tally in self.tallies)


@dataclass(frozen=True, slots=True)
class Order:
    """What to import, to which file, and how. A source is a path, or a web address as a string."""

    sources: Sequence[Path | str]
    target: Path
    options: ReadOptions
    today: date
    prune: bool = False
    dry_run: bool = False


Show = Callable[[str, int, int, int], None]
"""Called with what is being read, the bytes read so far, the bytes in all, and the number of articles."""


def default_name(source: Path | str) -> str:
    """The name of the corpus's file for an export: its own, without the day on which it was made; a site's host."""
    if isinstance(source, str):
        return (clean_name(f"{urlsplit(source).hostname or 'web'}.txt") or "web.txt").removesuffix(".txt")
    stem = re.sub(r"(?i)(?:\.(?:xml|json|csv|tsv|zip|tar|t?gz|bz2|xz|7z|xlsx|jsonl|ndjson|atom))+$", "", source.name)
    shortened = _DATE_IN_NAME.sub("", stem) or stem
    return (clean_name(f"{shortened}.txt") or "imported.txt").removesuffix(".txt").lower()


def run(order: Order, show: Show = lambda *_: None) -> Report:
    """Carries an order out. Until everything has been read, nothing in the corpus changes.

    Raises:
        ImportRefusedError: none of the sources can be read, or the result would be too large for the corpus.
        CorpusError: the file is there already and no import made it.
        DataError: the corpus cannot be written.
    """
    validators = Validators(order.options.web.validators)
    with RecordFile(order.target) as records, closing(order.options.readers):
        reading = _Reading(order, records, validators, show)
        for source in order.sources:
            reading.read(source)
        if not any(tally.articles or tally.unchanged for tally in reading.tallies):
            raise ImportRefusedError(_nothing(reading.tallies))
        complete = not any(tally.broken for tally in reading.tallies)
        merge = records.merge(prune=order.prune and complete)
        size = records.size()
        _check_size(records, size, order.options.limits)
        if merge.changes and not order.dry_run:
            size = records.replace()
        if not order.dry_run:
            validators.save()
    return Report(order.target, reading.tallies, merge, size, not_pruned=order.prune and not complete)


def _nothing(tallies: Sequence[Tally]) -> str:
    reasons = [f"{tally.name}: {problem.reason}" for tally in tallies for problem in tally.problems]
    left = sum((tally.left_out for tally in tallies), Counter[str]())
    if not reasons and left:
        reasons = ["it holds only " + ", ".join(f"{count:,} {kind}" for kind, count in left.most_common()) + "."]
    return "There is no article to import. " + (" ".join(reasons[:3]) or "What was given is empty.")


def _check_size(records: RecordFile, size: int, limits: Limits) -> None:
    if size > limits.max_file_bytes:
        needed = -(-size // MEGABYTE) + 1
        raise CorpusError(
            f"{records.path.name} would have {size / MEGABYTE:,.0f} MB, and the corpus reads files up to "
            f"{limits.max_file_mb:g} MB. Set MAX_FILE_MB={needed} and import again, or import it in parts."
        )


class _Reading:
    """The sources of one order, read into one file."""

    def __init__(self, order: Order, records: RecordFile, validators: Validators, show: Show) -> None:
        self.tallies: list[Tally] = []
        self._order, self._records, self._validators, self._show = order, records, validators, show
        self._versions: dict[str, int] = {}
        self._behind = self._size = self._articles = 0

    def read(self, source: Path | str) -> None:
        """Reads one source; what cannot be read is a problem of its tally."""
        if isinstance(source, str):
            self._read_web(source)
        else:
            self._read_path(source)

    def _read_web(self, url: str) -> None:
        from bot.importing.web.crawl import read_web  # noqa: PLC0415 - files need no web client

        tally = Tally(url, "web")
        self.tallies.append(tally)
        self._behind = self._size = 0
        try:
            for entry in read_web(url, self._order.options, self._validators, self._records.holds):
                self._take(entry, tally, "")
                self._show(url, 0, 0, self._articles)
        except UnreadableError as error:
            self._broken(tally, error)

    def _read_path(self, path: Path) -> None:
        tally = Tally(path.name, "unknown")
        try:
            source = open_source(path, self._moved)
        except UnreadableError as error:
            self._broken(tally, error)
            self.tallies.append(tally)
            return
        try:
            self._behind, self._size = 0, source.size
            for recognised, names in recognise(source):
                tally = Tally(source.title, recognised.name)
                self.tallies.append(tally)
                self._read_export(recognised, Subset(source, names), tally)
        except UnreadableError as error:
            self._broken(tally, error)
            if tally not in self.tallies:
                self.tallies.append(tally)
        finally:
            source.close()

    def _read_export(self, recognised: Recognised, source: Source, tally: Tally) -> None:
        """Each file on its own, unless they belong together: one that is broken does not end the others."""
        together = recognised.name in ("Substack export", "Medium export")
        parts = [source] if together else [Subset(source, [name]) for name in source.names()]
        for part in parts:
            try:
                for entry in _safely(recognised.read(part, self._order.options)):
                    self._take(entry, tally, "" if together or len(parts) == 1 else part.names()[0])
            except UnreadableError as error:
                prefix = f"{part.names()[0]}: " if len(parts) > 1 else ""
                self._broken(tally, UnreadableError(f"{prefix}{error}"))

    def _take(self, entry: Entry, tally: Tally, name: str) -> None:
        if isinstance(entry, LeftOut):
            tally.left_out[entry.kind] += 1
            return
        if isinstance(entry, Unchanged):
            tally.unchanged += 1
            self._records.keep(entry.id)
            return
        if isinstance(entry, Incomplete):
            tally.broken = True
            return
        if isinstance(entry, Flaw):
            tally.note(Problem(tally.name, entry.reason, entry.skipped, entry.record))
            return
        draft, version = (entry.draft, entry.version) if isinstance(entry, Supersedes) else (entry, None)
        draft = replace(draft, id=_ident(draft, name))
        where = SourceFile(tally.name, "", 0, 0)
        for found in checked(where, draft, self._order.options.limits, self._order.today):
            if isinstance(found, Problem):
                title = f"“{draft.title[:80]}”: " if draft.title else ""
                tally.note(replace(found, reason=title + found.reason))
            else:
                self._add(found, version, tally)

    def _add(self, article: Article, version: int | None, tally: Tally) -> None:
        if article.id in self._records:
            if version is None:
                tally.left_out["entries that came before under the same id"] += 1
                return
            if version <= self._versions.get(article.id, 0):
                tally.left_out["earlier versions"] += 1
                return
            tally.left_out["earlier versions"] += 1
            self._records.add(article)
        else:
            self._records.add(article)
            tally.take(article)
            self._articles += 1
        if version is not None:
            self._versions[article.id] = version
        if self._articles % 100 == 0:
            self._show(tally.name, self._behind, self._size, self._articles)

    def _moved(self, count: int) -> None:
        self._behind += count

    @staticmethod
    def _broken(tally: Tally, error: UnreadableError) -> None:
        tally.broken = True
        tally.note(Problem(tally.name, str(error)))


def _safely(entries: Iterator[Entry]) -> Iterator[Entry]:
    """The entries; what a parser raises for strangers' data ends them as a sentence. Raises UnreadableError."""
    try:
        yield from entries
    except (UnreadableError, ClippingsError):
        raise
    except MemoryError:
        raise UnreadableError(f"{TOO_MUCH_MEMORY} What stands before was read.") from None
    except Exception as error:
        _log.exception("reading an export failed")
        raise UnreadableError(f"It cannot be read ({type(error).__name__}); what stands before was read.") from error


def _ident(draft: Draft, name: str) -> str:
    """The record's own id, else its address, else a digest of title and date: the same in the next export.

    An id that is only a number is counted anew by every feed, so it goes with the name of its file.
    """
    given = draft.id.strip() or draft.url.strip()
    if given:
        return f"{name}:{given}" if name and given.isdigit() else given
    stated = f"{draft.title}\0{draft.date}" if draft.title else draft.text[:1_000]
    return blake2b(stated.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
