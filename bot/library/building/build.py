"""An incremental build: reads what changed in the corpus and writes the next generation."""

from __future__ import annotations

import json
import logging
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path

from bot.articles.sandbox import ReaderPool
from bot.articles.scanning import SERVERS
from bot.errors import CorpusError, DamagedIndexError, DataError, ShrunkError
from bot.language.recurring import RecurringLines
from bot.library.building.arrivals import next_arrivals
from bot.library.building.changes import Changes, collection_paused, conditions, find_changes
from bot.library.building.file_manifest import ABOUT, MANIFEST, FileManifest, read_about, read_manifest, row_of
from bot.library.building.ingest import Ingest
from bot.library.building.job import BuildJob, Outcome
from bot.library.building.lock import index_lock
from bot.library.building.progress import ProgressReporter
from bot.library.building.reports import Counts
from bot.library.building.standing_lines import STANDING_LINES, count_kept, read_lines
from bot.model import Article, Progress
from bot.search import Edition, Engine
from bot.search.headings import article_from, stored_heading

_log = logging.getLogger(__name__)
_SPOOL = 32_000_000  # bytes of changed articles held in memory before they go to a file
_WHILE_TIDYING = 2.0  # seconds a build waits for the lock: old generations are deleted under it, too


def bring_up_to_date(
    job: BuildJob,
    engine: Engine,
    report: Callable[[Progress], None],
    readers: ReaderPool,
    *,
    at_most: float = float("inf"),
    plain: bool = False,
) -> Outcome | None:
    """Reads what changed and builds the next generation from it.

    None when that means reading over `at_most` bytes, or with `plain` a file that is no plain text.

    Raises:
        BusyError: another process is building.
        CorpusError: the corpus is missing or, at the first time, empty.
        ShrunkError: less than half of the shared articles would be left, and the job does not force it.
        DataError: the data folder cannot be written.
    """
    with index_lock(job.root, patience=_WHILE_TIDYING):
        try:
            engine.sweep(keep=2)  # also removes what killed builds left behind
            base = None if job.anew else engine.open_newest()
            work = _Update(job, engine, report, readers, at_most, plain, time.monotonic())
            try:
                return work.from_base(base)
            except DamagedIndexError as error:
                _log.warning("%s It is built anew.", error)
                return work.from_base(None)
        except OSError as error:
            raise DataError(f"The index cannot be written ({job.root}): {error.strerror}.") from error


@dataclass(frozen=True, slots=True)
class _Update:
    """One job under way, and what it reports to."""

    job: BuildJob
    engine: Engine
    report: Callable[[Progress], None]
    readers: ReaderPool
    at_most: float
    plain: bool
    started: float

    def from_base(self, base: Edition | None) -> Outcome | None:
        """Builds what changed since `base`; closes `base` unless it is the outcome."""
        outcome = None
        try:
            outcome = self._from_base(base)
        finally:
            if base and not (outcome and outcome.index is base):
                base.close()
        return outcome

    def _from_base(self, base: Edition | None) -> Outcome | None:
        job = self.job
        self.report(Progress("scanning"))
        with collection_paused():
            manifest = read_manifest(base) if base else None
            changes = find_changes(job.corpus, job.limits, job.today.isoformat(), manifest, missing=job.empty)
        owned = Counter[int | None]()
        for entry in manifest.entries if manifest else ():
            owned[entry.server] += len(entry.articles) // 32
        if base and changes.none:
            unchanged = {owner: Counts(unchanged=count) for owner, count in owned.items()}
            return Outcome(base.name, 0, self._seconds(), unchanged, base)
        too_much = changes.bytes_to_read > self.at_most or (changes.may_need_ocr and self.at_most < float("inf"))
        if too_much or (self.plain and not changes.plain):
            return None
        before = base.articles if base else job.articles
        last = base if manifest and before else None  # articles of a base can only be kept when its manifest names them
        reporter = ProgressReporter(changes, self.report, streaming=last is None)
        ingest = _ingest(job, last, manifest, changes, reporter, self.readers)
        name = _Build(job, last, self.engine, changes, ingest, reporter, before, owned, read_lines(last)).run()
        return Outcome(name, ingest.files_read, self._seconds(), ingest.counts(owned))

    def _seconds(self) -> float:
        return time.monotonic() - self.started


def _ingest(
    job: BuildJob,
    base: Edition | None,
    manifest: FileManifest | None,
    changes: Changes,
    reporter: ProgressReporter,
    readers: ReaderPool,
) -> Ingest:
    rows: dict[str, int] = {}
    versions: dict[str, str] = {}
    if base and manifest:
        rows = base.keys()
        for entry in manifest.entries:
            versions.update(zip(entry.keys(), entry.versions(), strict=True))
    return Ingest(
        changes, rows, versions, limits=job.limits, today=job.today, on_position=reporter.read, readers=readers
    )


@dataclass(frozen=True, slots=True)
class _Build:
    """One build: which articles go into it, and what is stored with it."""

    job: BuildJob
    base: Edition | None
    engine: Engine
    changes: Changes
    ingest: Ingest
    reporter: ProgressReporter
    before: int
    owned: Mapping[int | None, int]
    lines: RecurringLines

    def run(self) -> str:
        """Builds, or notices that the base holds exactly these articles already; returns the generation's name."""
        if self.base is None:
            return self._build(self._guarded(self.ingest.articles()), keep=[])
        with tempfile.SpooledTemporaryFile(_SPOOL, dir=str(self.job.root)) as spool:
            fresh = 0
            for article in self.ingest.articles():
                spool.write(_line(article))
                fresh += 1
            keep = sorted(self.ingest.keep)
            if not fresh and len(keep) == self.before:
                self.engine.amend(self.base, self._extra())
                return self.base.name
            self._check_size(len(keep) + fresh)
            self.reporter.expect(fresh)
            spool.seek(0)
            return self._build(map(_article, spool), keep)

    def _build(self, articles: Iterable[Article], keep: list[int]) -> str:
        if self.base and keep:
            count_kept(self.lines, self.base, keep)
        return self.engine.build(
            self._counted(articles),
            base=self.base if keep else None,
            keep=keep,
            extra=self._extra,
            progress=self.reporter.indexed,
        )

    def _counted(self, articles: Iterable[Article]) -> Iterator[Article]:
        """Passes the articles on, and counts the lines that recur among them."""
        for article in articles:
            self.lines.add(article.text, article.date)
            yield article

    def _guarded(self, articles: Iterator[Article]) -> Iterator[Article]:
        """Passes the articles on; raises before the first if there is none, and after the last if there are too few."""
        first = next(articles, None)
        if first is None:
            self._check_size(0)
            return
        count = 0
        for article in chain([first], articles):
            count += 1
            yield article
        self._check_size(count)

    def _check_size(self, count: int) -> None:
        """Refuses to lose more than half of the shared articles, or all servers' at once.

        A server's admins may remove all of its own articles. Counted together with the others they
        would let one server's removal stop everybody's reloads.
        """
        job = self.job
        if not count and not job.empty and not self.before:
            raise CorpusError(empty_corpus(job.corpus, len(self.ingest.problems())))
        if job.force:
            return
        if not self.owned:  # not known whose articles the last index holds
            before, after = self.before, count
        elif any(owner is not None for owner in self.owned) and not (job.corpus / SERVERS).is_dir():
            before, after = self.before, count  # their folder has vanished, which no admin's command can cause
        else:
            before, after = self.owned.get(None, 0), self.ingest.total(None)
        if after * 2 < before:
            raise too_small(before, after)

    def _extra(self) -> dict[str, bytes]:
        manifest = FileManifest(
            conditions(self.job.limits),
            self.changes.scanned_ns,
            self.job.today.isoformat(),
            self.ingest.entries,
            self.changes.scan.problems,
        )
        now = datetime.now(UTC)
        former = read_about(self.base).get("arrivals") if self.base else None
        about = {
            "by": self.job.by,
            "at": now.isoformat(),
            "arrivals": next_arrivals(former, self.ingest.added if self.base else (), now),
            "problems": [row_of(problem) for problem in self.ingest.problems()],
        }
        return {MANIFEST: manifest.to_bytes(), ABOUT: json.dumps(about).encode(), STANDING_LINES: self.lines.to_bytes()}


def empty_corpus(corpus: Path, problems: int = 0) -> str:
    """The sentence for a corpus without articles."""
    several = "1 file or record was" if problems == 1 else f"{problems:,} files or records were"
    skipped = f" ({several} skipped: see the problems)" if problems else ""
    return (
        f"The corpus {corpus} holds no articles{skipped}. Put .txt files into it, each opening with a line such as "
        "“date 2020-10-28”, or .md, .html, .json or .jsonl files; then reload."
    )


def too_small(before: int, after: int) -> ShrunkError:
    """The refusal to lose more than half of the articles, with both counts on it."""
    if after:
        error = ShrunkError(
            "The reload would leave only {after} of {before} articles, so the old corpus stays; force it if that is "
            "right.",
            after=f"{after:,}",
            before=f"{before:,}",
        )
    else:
        error = ShrunkError("The reload would leave no article, so the old corpus stays; force it if that is right.")
    error.before, error.after = before, after
    return error


def tidy(engine: Engine) -> None:
    """Removes every generation but the newest, unless another process is building one."""
    with index_lock(engine.folder):
        engine.sweep(keep=1)


def _line(article: Article) -> bytes:
    return json.dumps([stored_heading(article), article.text]).encode() + b"\n"


def _article(line: bytes) -> Article:
    return article_from(*json.loads(line))
