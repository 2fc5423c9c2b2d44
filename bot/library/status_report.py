"""How a library stands, and what a reload of it did: for admins, the terminal and the log."""

from __future__ import annotations

import logging
import os
import resource
from collections import Counter
from pathlib import Path

from bot.library.building.job import Outcome
from bot.library.counters import Tally
from bot.library.loaded import Live
from bot.library.status import Figures, Reload, Running, Status
from bot.model import Problem

_log = logging.getLogger(__name__)


def status_of(
    live: Live, server: int | None, tally: Tally, *, last: Reload | None, running: Running | None, notice: str
) -> Status:
    """How things stand, for the eyes of `server`."""
    problems, skipped = counts_of(live.seen_by(server))
    return Status(
        generation=live.index.name,
        built=live.built,
        by=live.by,
        span=live.span(server),
        bytes_on_disk=live.bytes_on_disk,
        problems=problems,
        skipped=skipped,
        median_ms=tally.median_ms,
        answers=tally.answers.total(),
        rss=resident_bytes(),
        last=last,
        running=running,
        notice=notice,
    )


def figures_of(live: Live) -> Figures:
    """What an operator counts, over all owners."""
    return Figures(live.articles, live.passages, len(live.problems), live.bytes_on_disk, live.built)


def report_of(live: Live, outcome: Outcome, by: str) -> Reload:
    """What a reload did, which the log is told, too."""
    report = Reload(
        generation=live.index.name,
        by=by,
        seconds=outcome.seconds,
        articles=live.articles,
        passages=live.passages,
        files_read=outcome.files_read,
        problems=tuple(live.problems),
        counts=outcome.counts,
    )
    total = report.total
    _log.info(
        "reload by %s: %d added, %d changed, %d removed, %d unchanged, %d skipped, %d files read in %.1f s",
        by, total.added, total.changed, total.removed, total.unchanged, total.skipped, outcome.files_read,
        outcome.seconds,
    )  # fmt: skip
    return report


def counts_of(problems: list[Problem]) -> tuple[int, int]:
    """How many problems, and how many of them leave something out."""
    skipped = Counter(problem.skipped for problem in problems)
    return len(problems), skipped[True]


def resident_bytes() -> int:
    """The memory that this process holds now; where the system does not say, the most it ever held."""
    try:
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError):
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
