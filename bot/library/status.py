"""What the library reports about itself: its status, what a reload changed, totals for the operator."""

from __future__ import annotations

import logging
import os
import resource
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.library.building.job import Outcome
from bot.library.building.reports import Reload
from bot.library.counters import Counters
from bot.library.generations.loaded import LoadedGeneration
from bot.library.reload_run import ReloadRun
from bot.model import Span

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Totals:
    """The loaded generation over all owners: for its operator, not for a server. `built` as in `Status`."""

    articles: int
    passages: int
    problems: int
    bytes_on_disk: int
    built: datetime


@dataclass(frozen=True, slots=True)
class Status:
    """The library as one server may see it: `span`, `problems` and `skipped` count only that.

    `built` and `by` say when and by whom the loaded generation was made. `bytes_on_disk` is its size, `rss` the memory
    of this process in bytes, `median_ms` the median time of the last thousand answers, None before the first.
    """

    generation: str
    built: datetime
    by: str
    span: Span
    bytes_on_disk: int
    problems: int
    skipped: int
    median_ms: float | None
    answers: int
    rss: int
    last: Reload | None
    running: ReloadRun | None
    notice: str


def status_of(
    loaded: LoadedGeneration,
    server: int | None,
    counters: Counters,
    *,
    last: Reload | None,
    running: ReloadRun | None,
    notice: str,
) -> Status:
    """The status as `server` may see it."""
    problems = loaded.seen_by(server)
    return Status(
        generation=loaded.index.name,
        built=loaded.built,
        by=loaded.by,
        span=loaded.span(server),
        bytes_on_disk=loaded.bytes_on_disk,
        problems=len(problems),
        skipped=sum(problem.skipped for problem in problems),
        median_ms=counters.median_ms,
        answers=counters.answers.total(),
        rss=resident_bytes(),
        last=last,
        running=running,
        notice=notice,
    )


def report_of(loaded: LoadedGeneration, outcome: Outcome, by: str) -> Reload:
    """What a reload changed; also writes it to the log."""
    report = Reload(
        generation=loaded.index.name,
        by=by,
        seconds=outcome.seconds,
        articles=loaded.articles,
        passages=loaded.passages,
        files_read=outcome.files_read,
        problems=tuple(loaded.problems),
        counts=outcome.counts,
    )
    total = report.total
    _log.info(
        "reload by %s: %d added, %d changed, %d removed, %d unchanged, %d skipped, %d files read in %.1f s",
        by, total.added, total.changed, total.removed, total.unchanged, total.skipped, outcome.files_read,
        outcome.seconds,
    )  # fmt: skip
    return report


def totals_of(loaded: LoadedGeneration) -> Totals:
    """Counts over all owners."""
    return Totals(loaded.articles, loaded.passages, len(loaded.problems), loaded.bytes_on_disk, loaded.built)


def resident_bytes() -> int:
    """The resident memory of this process; its peak where the system has no /proc."""
    try:
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError):
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
