"""The process that reloads run in: see `bot/library/building/worker_client.py`.

It takes one job on its input and writes JSON lines on its output.

It ends with the process that started it: when its input closes, it kills itself and its children. In a process of its
own it takes no time from the answers, and a parser that crashes or uses up the memory does not stop the bot.
"""

from __future__ import annotations

import gc
import json
import logging
import os
import signal
import sys
import threading
from contextlib import closing
from dataclasses import astuple
from typing import Any, TextIO

from bot.articles.sandbox import ReaderPool, Scans
from bot.errors import ClippingsError
from bot.library.building.build import bring_up_to_date
from bot.library.building.job import BuildJob
from bot.model import Progress
from bot.search import Analyzer, create_engine

_log = logging.getLogger(__name__)
_NICENESS = 10  # with two cores, a full build at normal priority doubles the time of answers


class _Line(logging.Handler):
    """Sends log records to the parent, which logs them in its own format."""

    def __init__(self, output: TextIO) -> None:
        super().__init__()
        self._output = output

    def emit(self, record: logging.LogRecord) -> None:
        _say(self._output, log=[record.name, record.levelno, self.format(record)])


def main() -> int:
    """Runs one job. Returns 0 when it succeeded, or 1 after writing the error to the output."""
    gc.freeze()
    gc.enable()
    output = _own_output()
    job = BuildJob.from_json(sys.stdin.readline())
    threading.Thread(target=_end_with_parent, daemon=True).start()
    logging.basicConfig(level=logging.INFO, handlers=[_Line(output)])
    os.nice(_NICENESS)
    try:
        engine = create_engine(job.engine, job.root, Analyzer(job.language))
        with closing(ReaderPool(Scans(job.scans) if job.scans else None)) as readers:
            outcome = bring_up_to_date(job, engine, lambda progress: _progress(output, progress), readers)
    except ClippingsError as error:
        _say(output, error=error.to_json())
        return 1
    except Exception as error:
        _log.exception("the reload failed")
        _say(output, failure=type(error).__name__)
        return 1
    _say(output, outcome=outcome.to_json() if outcome else None)
    return 0


def _own_output() -> TextIO:
    """Returns the standard output as it was; from now on, what libraries print goes to standard error."""
    output = os.fdopen(os.dup(1), "w", encoding="ascii", buffering=1)
    os.dup2(2, 1)
    return output


def _end_with_parent() -> None:
    while os.read(0, 1):
        pass
    os.killpg(os.getpgrp(), signal.SIGKILL)


def _progress(output: TextIO, progress: Progress) -> None:
    _say(output, progress=list(astuple(progress)))


def _say(output: TextIO, **what: Any) -> None:
    output.write(json.dumps(what) + "\n")
