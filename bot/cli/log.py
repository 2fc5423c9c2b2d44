"""The operator's log: one line an event for people, or one JSON object a line for machines."""

from __future__ import annotations

import json
import logging
import os
import sys
import time
from typing import Literal, TextIO

from bot.request import request_id

_FIELDS = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


class JsonLines(logging.Formatter):
    """One JSON object a line: time (UTC, ISO), level, logger, message, the request's id, and an event's `extra`."""

    converter = staticmethod(time.gmtime)

    def format(self, record: logging.LogRecord) -> str:
        """Returns `record` as one line of JSON, its traceback (if any) inside it."""
        event: dict[str, object] = {
            "time": f"{self.formatTime(record, '%Y-%m-%dT%H:%M:%S')}.{int(record.msecs):03d}Z",
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if identity := request_id():
            event["request"] = identity
        event.update({name: value for name, value in vars(record).items() if name not in _FIELDS})
        if record.exc_info:
            event["traceback"] = self.formatException(record.exc_info)
        return json.dumps(event, ensure_ascii=False, default=str)


class OneLine(logging.Formatter):
    """For people: each event is one line, whatever a file name or a message holds; only a traceback takes more."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - logging's own name
        """Returns the line, with the request's id, with line breaks and control characters escaped."""
        line = super().formatMessage(record) + (f" [{request_id()}]" if request_id() else "")
        return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in line)


class Journal(OneLine):
    """For systemd's journal, which has the time already: each line with its priority (sd-daemon(3)), no time."""

    def format(self, record: logging.LogRecord) -> str:
        """Returns the record with `<priority>` before each of its lines."""
        return "\n".join(f"<{_priority(record.levelno)}>{line}" for line in super().format(record).splitlines())


def _priority(level: int) -> int:
    return 3 if level >= logging.ERROR else 4 if level >= logging.WARNING else 6 if level >= logging.INFO else 7


def _in_one_line(record: logging.LogRecord) -> bool:
    """A network error as one sentence: discord.py logs it with a traceback at every attempt."""
    error = record.exc_info[1] if record.exc_info else None
    if record.name.startswith("discord.") and error is not None and _is_of_the_network(error):
        record.msg, record.args = "%s: %s", (record.getMessage(), str(error) or type(error).__name__)
        record.exc_info = record.exc_text = None
    return True


def _is_of_the_network(error: BaseException) -> bool:
    return isinstance(error, OSError) or type(error).__module__.split(".")[0] in {"aiohttp", "discord"}


def set_up_logging(level: str, form: Literal["human", "json"], stream: TextIO | None = None) -> None:
    """Sends the log to `stream` (standard output when None), replacing whatever was set up before.

    Only our own loggers go below INFO: what libraries log at DEBUG may hold what Discord sent, word for word.
    """
    out = stream or sys.stdout
    handler = logging.StreamHandler(out)
    handler.setFormatter(_formatter(form, out))
    handler.addFilter(_in_one_line)
    others = max(logging.INFO, logging.getLevelName(level))
    logging.basicConfig(level=others, handlers=[handler], force=True)
    logging.getLogger("bot").setLevel(level)


def _formatter(form: Literal["human", "json"], out: TextIO) -> logging.Formatter:
    if form == "json":
        return JsonLines()
    if _is_the_journal(out):
        return Journal("%(name)s: %(message)s")
    return OneLine("%(asctime)s %(levelname)-7s %(name)s: %(message)s", "%Y-%m-%d %H:%M:%S")


def _is_the_journal(out: TextIO) -> bool:
    """Whether systemd connected `out` to its journal (systemd.exec(5), JOURNAL_STREAM)."""
    try:
        status = os.fstat(out.fileno())
    except (OSError, ValueError):  # no file at all, as in tests
        return False
    return os.environ.get("JOURNAL_STREAM") == f"{status.st_dev}:{status.st_ino}"


def is_for_machines() -> bool:
    """Whether the log goes to a program: then the sentence that ends the process is logged too, in the same form."""
    return any(isinstance(handler.formatter, JsonLines | Journal) for handler in logging.getLogger().handlers)
