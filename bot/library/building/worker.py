"""The process that reloads run in: `python -m bot.library.building.worker`.

It takes one job on its input and writes JSON lines on its output.

It dies with the process that started it: when its input ends, it kills itself and whatever it has started. Being a
process of its own, it takes no time from the answers, and a parser that crashes or eats all memory takes nothing down.
"""

from __future__ import annotations

import json
import logging
import os
import signal
import sys
import threading
from dataclasses import astuple
from typing import Any, TextIO

from bot.errors import ClippingsError
from bot.library.building.build import bring_up_to_date
from bot.library.building.job import Order
from bot.library.engine_factory import engine_for
from bot.model import Progress

_log = logging.getLogger(__name__)
_NICENESS = 10  # answers come first: with two cores, a full build would otherwise double their time


class _Line(logging.Handler):
    """Log records as lines for the parent, whose format they take on."""

    def __init__(self, output: TextIO) -> None:
        super().__init__()
        self._output = output

    def emit(self, record: logging.LogRecord) -> None:
        _say(self._output, log=[record.name, record.levelno, self.format(record)])


def main() -> int:
    """Carries out one order; 0 when it was, 1 when it could not be, and the output has the sentence."""
    output = _own_output()
    order = Order.from_json(sys.stdin.readline())
    threading.Thread(target=_die_with_the_parent, daemon=True).start()
    logging.basicConfig(level=logging.INFO, handlers=[_Line(output)])
    os.nice(_NICENESS)
    try:
        engine = engine_for(order.root, order.language, order.engine)
        outcome = bring_up_to_date(order, engine, lambda progress: _progress(output, progress))
    except ClippingsError as error:
        counts = [getattr(error, "before", 0), getattr(error, "after", 0)]
        _say(output, error=[type(error).__name__, str(error), *counts])
        return 1
    except Exception as error:
        _log.exception("the reload failed")
        _say(output, error=["", type(error).__name__, 0, 0])
        return 1
    _say(output, outcome=outcome.to_json() if outcome else None)
    return 0


def _own_output() -> TextIO:
    """Where standard output went; from now on, whatever prints does so on standard error."""
    output = os.fdopen(os.dup(1), "w", encoding="ascii", buffering=1)
    os.dup2(2, 1)
    return output


def _die_with_the_parent() -> None:
    while os.read(0, 1):
        pass
    os.killpg(os.getpgrp(), signal.SIGKILL)


def _progress(output: TextIO, progress: Progress) -> None:
    _say(output, progress=list(astuple(progress)))


def _say(output: TextIO, **what: Any) -> None:
    output.write(json.dumps(what) + "\n")


if __name__ == "__main__":
    sys.exit(main())
