"""How far a reload has come, told a few times a second, with a guess at the time that is left."""

from __future__ import annotations

import time
from collections.abc import Callable

from bot.library.building.changes import Survey
from bot.model import Progress

_EVERY = 0.2  # seconds between two reports; Discord takes far fewer, a terminal is smooth at this
_READING = 0.85  # share of a build's time that ends with its last file; the rest is writing (measured on 26,564 files)
_FIRST_GUESS = 1.5  # seconds; earlier guesses jump about


class Pace:
    """Collects what the reader and the indexer tell, and passes it on in measured steps."""

    def __init__(self, seen: Survey, tell: Callable[[Progress], None], *, streaming: bool) -> None:
        """`streaming`: articles are indexed as they are read; otherwise all are read first."""
        self._tell, self._streaming = tell, streaming
        self._files_total, self._bytes_total = len(seen.scan.files), seen.bytes_to_read
        self._files = self._bytes = self._articles = self._passages = 0
        self._articles_total = 0
        self._started = time.monotonic()
        self._told = 0.0

    def read(self, files: int, size: int) -> None:
        """So many files and bytes are behind."""
        self._files, self._bytes = files, size
        self._report()

    def indexed(self, articles: int, passages: int) -> None:
        """So many articles and passages are indexed."""
        self._articles, self._passages = articles, passages
        self._report()

    def expect(self, articles: int) -> None:
        """All is read, and so many articles are to be indexed from now on."""
        self._articles_total = articles
        self._started = time.monotonic()

    def _report(self) -> None:
        now = time.monotonic()
        if now - self._told < _EVERY:
            return
        self._told = now
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
