"""A pool of reading processes: starting one takes longer than reading an article."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from bot.articles.limits import Limits
from bot.articles.sandbox.client import ReaderProcess
from bot.articles.sandbox.scans import Scans

_IDLE_SECONDS = 10.0  # after which an unused process is ended: each holds about 30 MB


class ReaderPool:
    """As many `ReaderProcess`es as are in use at once; any thread may take one. Close it."""

    def __init__(self, scans: Scans | None = None) -> None:
        """Scanned PDFs are made readable with `scans`; without it they are refused."""
        self._scans = scans
        self._idle: list[ReaderProcess] = []
        self._lock = threading.Lock()
        self._timer: threading.Timer | None = None

    @contextmanager
    def reader(self, limits: Limits, today: date) -> Iterator[ReaderProcess]:
        """Lends a process that reads within `limits`, for articles dated up to `today`."""
        with self._lock:
            reader = self._idle.pop() if self._idle else ReaderProcess(self._scans)
        reader.configure(limits, today)
        try:
            yield reader
        except BaseException:
            reader.close()
            raise
        reader.forget_plan()
        with self._lock:
            self._idle.append(reader)
            if self._timer is not None:
                self._timer.cancel()
            self._timer = threading.Timer(_IDLE_SECONDS, self._end_idle)
            self._timer.daemon = True
            self._timer.start()

    def close(self) -> None:
        """Ends the processes that nobody uses at the moment, and OCR."""
        if self._scans is not None:
            self._scans.close()
        self._end_idle()

    def _end_idle(self) -> None:
        with self._lock:
            idle, self._idle = self._idle, []
            timer, self._timer = self._timer, None
        for reader in idle:
            reader.close()
        if timer is not None and timer is not threading.current_thread():
            timer.cancel()
            timer.join()
