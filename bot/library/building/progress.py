"""How far a build is, reported a few times a second, with an estimate of the time left."""

from __future__ import annotations

import time
from collections.abc import Callable

from bot.library.building.changes import Changes
from bot.model import Progress

_EVERY = 0.2  # seconds between two reports; Discord takes far fewer, a terminal is smooth at this
_READING = 0.85  # share of a build's time until its last file is read; then it writes (measured on 26,564 files)
_FIRST_GUESS = 1.5  # seconds; earlier estimates vary too much


class ProgressReporter:
    """Collects what the reader and the indexer count, and reports it at most five times a second."""

    def __init__(self, changes: Changes, report: Callable[[Progress], None], *, streaming: bool) -> None:
        """`streaming`: articles are indexed as they are read; otherwise all are read first."""
        self._tell, self._streaming = report, streaming
        self._files_total, self._bytes_total = len(changes.scan.files), changes.bytes_to_read
        self._files = self._bytes = self._articles = self._passages = 0
        self._articles_total = 0
        self._started = time.monotonic()
        self._last_report = 0.0

    def read(self, files: int, size: int) -> None:
        """Records that so many files and bytes have been read."""
        self._files, self._bytes = files, size
        self._report()

    def indexed(self, articles: int, passages: int) -> None:
        """Records that so many articles and passages have been indexed."""
        self._articles, self._passages = articles, passages
        self._report()

    def expect(self, articles: int) -> None:
        """Records that reading is done and so many articles remain to be indexed."""
        self._articles_total = articles
        self._started = time.monotonic()

    def _report(self) -> None:
        now = time.monotonic()
        if now - self._last_report < _EVERY:
            return
        self._last_report = now
        stage = "reading" if self._files < self._files_total else "indexing"
        left = self._seconds_left(now - self._started)
        self._tell(Progress(stage, self._files, self._files_total, self._articles, self._passages, left))

    def _seconds_left(self, elapsed: float) -> float | None:
        if elapsed < _FIRST_GUESS:
            return None
        if self._articles_total:
            share = self._articles / self._articles_total
        elif self._streaming and self._files < self._files_total:
            share = self._bytes / max(self._bytes_total, 1)
        else:
            return None
        return round(elapsed / min(share, 1.0) / _READING - elapsed, 1) if share else None
