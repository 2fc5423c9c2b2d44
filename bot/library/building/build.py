"""Bringing an index up to date with its corpus: the whole of a reload but the swap, in whichever process runs it."""

from __future__ import annotations

import json
import logging
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import chain
from pathlib import Path

from bot.errors import CorpusError, DamagedIndexError, DataError, ShrunkError
from bot.library.building.changes import Survey, conditions, survey
from bot.library.building.file_manifest import ABOUT, LEDGER, Ledger, read_ledger, row_of
from bot.library.building.ingest import Intake
from bot.library.building.job import Order, Outcome
from bot.library.building.lock import changing
from bot.library.building.progress import Pace
from bot.library.status import Counts
from bot.model import Article, Progress
from bot.search import Edition, Engine

_log = logging.getLogger(__name__)
_SPOOL = 32_000_000  # bytes of changed articles held in memory before they go to a file


def bring_up_to_date(
    order: Order, engine: Engine, tell: Callable[[Progress], None], *, at_most: float = float("inf")
) -> Outcome | None:
    """Reads what changed and builds the next generation from it; None when that means reading over `at_most` bytes.

    Raises:
        BusyError: another process is at it.
        CorpusError: the corpus is missing or, at the first time, empty.
        ShrunkError: less than half of the articles would be left, and the order does not force it.
        DataError: the data folder cannot be written.
    """
    with changing(order.root):
        try:
            engine.sweep(keep=2)  # and what killed builds left behind
            base = None if order.anew else engine.open_newest()
            work = _Work(order, engine, tell, at_most, time.monotonic())
            try:
                return work.from_base(base)
            except DamagedIndexError as error:
                _log.warning("%s It is built anew.", error)
                return work.from_base(None)
        except OSError as error:
            raise DataError(f"The index cannot be written ({order.root}): {error.strerror}.") from error


@dataclass(frozen=True, slots=True)
class _Work:
    """One order being carried out."""

    order: Order
    engine: Engine
    tell: Callable[[Progress], None]
    at_most: float
    started: float

    def from_base(self, base: Edition | None) -> Outcome | None:
        """Looks for changes since `base` and takes them in; closes it unless it is the outcome."""
        outcome = None
        try:
            outcome = self._from_base(base)
        finally:
            if base and not (outcome and outcome.index is base):
                base.close()
        return outcome

    def _from_base(self, base: Edition | None) -> Outcome | None:
        order = self.order
        ledger = read_ledger(base) if base else None
        self.tell(Progress("scanning"))
        seen = survey(order.corpus, order.limits, order.today.isoformat(), ledger, missing=order.empty)
        owned = Counter[int | None]()
        for entry in ledger.entries if ledger else ():
            owned[entry.server] += len(entry.articles) // 32
        if base and seen.same:
            unchanged = {owner: Counts(unchanged=count) for owner, count in owned.items()}
            return Outcome(base.name, 0, self._seconds(), unchanged, base)
        if seen.bytes_to_read > self.at_most:
            return None
        before = base.articles if base else order.articles
        last = base if ledger and before else None  # without knowing what is in it, nothing of it can be kept
        pace = Pace(seen, self.tell, streaming=last is None)
        intake = _intake(order, last, ledger, seen, pace)
        name = _Job(order, last, self.engine, seen, intake, pace, before).run()
        return Outcome(name, intake.files_read, self._seconds(), intake.counts(owned))

    def _seconds(self) -> float:
        return time.monotonic() - self.started


def _intake(order: Order, base: Edition | None, ledger: Ledger | None, seen: Survey, pace: Pace) -> Intake:
    rows: dict[str, int] = {}
    versions: dict[str, str] = {}
    if base and ledger:
        rows = base.keys()
        for entry in ledger.entries:
            versions.update(zip(entry.keys(), entry.versions(), strict=True))
    return Intake(seen, rows, versions, limits=order.limits, today=order.today, moved=pace.read)


@dataclass(frozen=True, slots=True)
class _Job:
    """One build: which articles go into it, and what is stored with it."""

    order: Order
    base: Edition | None
    engine: Engine
    seen: Survey
    intake: Intake
    pace: Pace
    before: int

    def run(self) -> str:
        """Builds, or finds that the base holds just these articles already; returns the generation's name."""
        if self.base is None:
            return self._build(self._guarded(self.intake.articles()), keep=[])
        with tempfile.SpooledTemporaryFile(_SPOOL, dir=str(self.order.root)) as spool:
            fresh = 0
            for article in self.intake.articles():
                spool.write(_line(article))
                fresh += 1
            keep = sorted(self.intake.keep)
            if not fresh and len(keep) == self.before:
                self.engine.amend(self.base, self._extra())
                return self.base.name
            self._check_size(len(keep) + fresh)
            self.pace.expect(fresh)
            spool.seek(0)
            return self._build(map(_article, spool), keep)

    def _build(self, articles: Iterable[Article], keep: list[int]) -> str:
        return self.engine.build(
            articles,
            base=self.base if keep else None,
            keep=keep,
            extra=self._extra,
            progress=self.pace.indexed,
        )

    def _guarded(self, articles: Iterator[Article]) -> Iterator[Article]:
        """The same articles, with an error before the first if there is none, and after the last if too few."""
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
        order = self.order
        if not count and not order.empty and not self.before:
            raise CorpusError(nothing_in(order.corpus, len(self.intake.problems())))
        if count * 2 < self.before and not order.force:
            raise shrunk(self.before, count)

    def _extra(self) -> dict[str, bytes]:
        ledger = Ledger(
            conditions(self.order.limits),
            self.seen.scanned_ns,
            self.order.today.isoformat(),
            self.intake.entries,
            self.seen.scan.problems,
        )
        about = {
            "by": self.order.by,
            "at": datetime.now(UTC).isoformat(),
            "problems": [row_of(problem) for problem in self.intake.problems()],
        }
        return {LEDGER: ledger.to_bytes(), ABOUT: json.dumps(about).encode()}


def nothing_in(corpus: Path, problems: int = 0) -> str:
    """The sentence for a corpus without articles."""
    skipped = f" ({problems:,} files or records were skipped: see the problems)" if problems else ""
    return (
        f"The corpus {corpus} holds no articles{skipped}. Put .txt files into it, each opening with a line such as "
        "“date 2020-10-28”, or .md, .html, .json or .jsonl files; then reload."
    )


def shrunk(before: int, after: int) -> ShrunkError:
    """The refusal to lose more than half of the articles, with both counts on it."""
    left = "no article" if not after else f"only {after:,} of {before:,} articles"
    error = ShrunkError(f"The reload would leave {left}, so the old corpus stays; force it if that is right.")
    error.before, error.after = before, after
    return error


def tidy(engine: Engine) -> None:
    """Removes every generation but the newest, unless another process is at work on them."""
    with changing(engine.folder):
        engine.sweep(keep=1)


def _line(article: Article) -> bytes:
    day = article.date.isoformat() if article.date else None
    fields = [article.id, article.title, article.text, article.path, day, article.source, article.url, article.server]
    return json.dumps(fields).encode() + b"\n"


def _article(line: bytes) -> Article:
    ident, title, text, path, day, source, url, server = json.loads(line)
    return Article(ident, title, text, path, date.fromisoformat(day) if day else None, source, url, server)
