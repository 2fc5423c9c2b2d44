"""The process that reads untrusted files: `python -m bot.articles.sandbox.child`.

Each request on its input names one file; it answers with that file's articles and problems. The system limits its
memory and its CPU time for each file. It ends when its input closes, and its environment holds no secret.
"""

from __future__ import annotations

import logging
import os
import resource
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, BinaryIO

from bot.articles.date_writer import with_date
from bot.articles.file_reader import read
from bot.articles.limits import MEGABYTE, Limits
from bot.articles.readers.pdf import NO_TEXT
from bot.articles.sandbox.frames import BrokenFrameError, read_frame, write_frame
from bot.articles.sandbox.processes import limit
from bot.articles.sandbox.scans import Scans
from bot.articles.scanning import SourceFile
from bot.errors import CorpusError
from bot.model import Article, Problem

_NICENESS = 5  # questions have priority
_PER_BYTE = 16  # address space for each byte of a file: text at four bytes a character, parsed and copied
_CPU_MARGIN = 3  # times the limit in seconds after which the system ends the process, if the parent has not killed it
_MAX_REQUEST = 200 * MEGABYTE
NO_WORDS = "Its pages are pictures, and OCR found no words on them."


class _FrameHandler(logging.Handler):
    """Sends log records to the parent process, which logs them."""

    def __init__(self, output: BinaryIO) -> None:
        super().__init__()
        self._output = output

    def emit(self, record: logging.LogRecord) -> None:
        write_frame(self._output, ["log", record.name, record.levelno, self.format(record)])


def main() -> int:
    """Answers requests until the input closes."""
    requests = sys.stdin.buffer
    answers = os.fdopen(os.dup(1), "wb", buffering=1 << 16)
    os.dup2(2, 1)  # what a library prints must not look like a frame
    logging.basicConfig(level=logging.WARNING, handlers=[_FrameHandler(answers)])
    with suppress(OSError):
        os.nice(_NICENESS)
    for what in (resource.RLIMIT_CORE, resource.RLIMIT_FSIZE):
        limit(what, 0)
    with suppress(BrokenFrameError, BrokenPipeError):
        write_frame(answers, ["ready"])
        answers.flush()
        while True:
            request, body = read_frame(requests, _MAX_REQUEST)
            _WORK[request["what"]](request, body, answers)
            answers.flush()
    return 0


def _read(request: dict[str, Any], _body: bytes, answers: BinaryIO) -> None:
    file = SourceFile(*request["file"])
    limits = _limits(**request["limits"])
    _limit(file.size, limits)
    position = 0

    def moved(place: int) -> None:
        nonlocal position
        if place - position > MEGABYTE:
            position = place
            write_frame(answers, ["position", place])
            answers.flush()

    for found in _found(file, limits, date.fromisoformat(request["today"]), moved, request.get("scans")):
        if isinstance(found, Problem):
            write_frame(answers, ["problem", found.reason, found.skipped, found.record])
        else:
            day = found.date.isoformat() if found.date else None
            write_frame(
                answers,
                ["article", found.id, found.title, day, found.source, found.url, found.details()],
                found.text.encode("utf-8"),
            )
    write_frame(answers, ["done"])


def _found(
    file: SourceFile, limits: Limits, today: date, moved: Callable[[int], None], scans: str | None
) -> Iterator[Article | Problem]:
    """What the file holds; of a scan, what its readable copy holds, where there is one."""
    for found in read(file, limits, today, moved):
        copy = None
        if scans and isinstance(found, Problem) and found.reason == NO_TEXT:
            with suppress(OSError):
                copy = Scans(Path(scans)).copy_of(file.real)
        if copy is None:
            yield found
            continue
        size = copy.stat().st_size
        _limit(size, limits)
        for one in read(file._replace(file=str(copy), size=size), limits, today, moved):
            if isinstance(one, Problem) and one.reason == NO_TEXT:
                one = replace(one, reason=NO_WORDS)  # noqa: PLW2901
            yield one


def _write_date(request: dict[str, Any], body: bytes, answers: BinaryIO) -> None:
    _limit(len(body), _limits(**request["limits"]))
    dated = with_date(request["name"], body, date.fromisoformat(request["day"]))
    write_frame(answers, ["dated", dated is not None], dated or b"")


def _crop(request: dict[str, Any], _body: bytes, answers: BinaryIO) -> None:
    from bot.articles.printed.cropping import crop  # noqa: PLC0415 - Pillow, which reading needs not

    file = Path(request["file"])
    with suppress(OSError):  # a file that is gone is told by `crop`
        if file.suffix.lower() == ".pdf":
            file = Scans(Path(request["scans"])).copy_of(file) or file
        _limit(file.stat().st_size, _limits(**request["limits"]))
    words = tuple((int(start), int(end)) for start, end in request["words"])
    try:
        picture = crop(file, request["page"], request["quote"], request["nth"], words)
    except CorpusError as error:
        write_frame(answers, ["refused", str(error)])
    else:
        write_frame(answers, ["picture"], picture)


@lru_cache(maxsize=1)
def _limits(**given: Any) -> Limits:
    return Limits(**given)


def _limit(size: int, limits: Limits) -> None:
    """Sets the limits of memory and CPU time for a file of `size` bytes."""
    memory = int(limits.max_read_mb * MEGABYTE) + _PER_BYTE * size
    limit(resource.RLIMIT_AS, memory)
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = int(used.ru_utime + used.ru_stime + _CPU_MARGIN * limits.max_read_seconds) + 1
    limit(resource.RLIMIT_CPU, seconds)


_WORK: dict[str, Callable[[dict[str, Any], bytes, BinaryIO], None]] = {
    "read": _read,
    "date": _write_date,
    "crop": _crop,
}

if __name__ == "__main__":
    sys.exit(main())
