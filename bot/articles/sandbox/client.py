"""The parent's side: starts the reading process, asks it for one file after the other, kills it at its limits."""

from __future__ import annotations

import logging
import subprocess
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import asdict, replace
from datetime import date
from typing import Any, BinaryIO, cast

from bot.articles.file_reader import BROKE_OFF, TOO_MUCH_MEMORY, TOO_SLOW
from bot.articles.limits import MEGABYTE, Limits
from bot.articles.readers.pdf import NO_TEXT
from bot.articles.sandbox.frames import BrokenFrameError, read_frame, write_frame
from bot.articles.sandbox.processes import start
from bot.articles.sandbox.scans import OcrError, Scans, has_ocr
from bot.articles.scanning import SourceFile
from bot.model import Article, Problem, read_details

_AHEAD = 64  # requests sent before they are needed, so that a hundred thousand small files need no waiting
_TICK = 0.2  # seconds between two looks at how long a file has taken


class ReaderProcess:
    """Reads files as `bot.articles.read` does, in a process of its own; one thread uses it at a time.

    Articles that came before a limit was met are kept, as those before damage in a packed file are. Scanned PDFs are
    made readable with `scans`, which takes minutes for each, once. Close it.
    """

    def __init__(self, scans: Scans | None = None) -> None:
        self._scans = scans
        self._limits, self._settings = Limits(), dict[str, Any]()
        self._plan: deque[SourceFile] = deque()
        self._asked: deque[SourceFile] = deque()
        self._process: subprocess.Popen[bytes] | None = None
        self._clock = Stopwatch(self._kill)

    def __enter__(self) -> ReaderProcess:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def configure(self, limits: Limits, today: date) -> None:
        """Sets the limits, and the last day that an article may be dated, for the files asked for from now on."""
        self._limits = limits
        self._settings = {"what": "read", "limits": asdict(limits), "today": today.isoformat()}
        if self._scans is not None:
            self._settings["scans"] = str(self._scans.folder)

    def forget_plan(self) -> None:
        """Forgets the files that were expected and not asked for."""
        if self._asked:
            self._stop()
        self._plan.clear()

    def expect(self, files: Iterable[SourceFile]) -> None:
        """Says which files will be asked for, in this order: each is read while the caller works on the one before."""
        self._plan.extend(files)

    def read(
        self, file: SourceFile, moved: Callable[[int], None] = lambda _position: None
    ) -> Iterator[Article | Problem]:
        """The articles of `file` and the problems met; never raises for what it holds.

        `moved` is called with the bytes of the file that have been read.
        """
        for found in self._read_once(file, moved):
            if self._scans is None or not isinstance(found, Problem) or found.reason != NO_TEXT or not has_ocr():
                yield found
                continue
            try:
                self._scans.make(file.real)
            except OcrError as error:
                yield replace(found, reason=str(error))
            else:
                with ReaderProcess(self._scans) as again:  # this one has been asked for the next files already
                    again._limits, again._settings = self._limits, self._settings
                    yield from again._read_once(file, moved)

    def _read_once(self, file: SourceFile, moved: Callable[[int], None]) -> Iterator[Article | Problem]:
        try:
            self._ask_for(file)
            yield from self._answers(file, moved)
        except (BrokenFrameError, BrokenPipeError):
            yield Problem(file.path, self._why_it_ended(), server=file.server)
        finally:
            if (
                self._asked and self._asked[0] is file
            ):  # its caller stopped halfway: the rest of its answers is not wanted
                self._stop()

    def close(self) -> None:
        """Ends the process."""
        self._clock.stop()
        self._stop()

    def _ask_for(self, file: SourceFile) -> None:
        """Makes `file` the one that the next answers are about."""
        if not self._asked or self._asked[0] is not file:
            if self._asked:
                self._stop()
            while self._plan and self._plan[0].path <= file.path:
                self._plan.popleft()
            self._plan.appendleft(file)
        process = self._started()
        if len(self._asked) > _AHEAD // 2:
            return
        while self._plan and len(self._asked) < _AHEAD:
            following = self._plan.popleft()
            self._asked.append(following)
            write_frame(cast(BinaryIO, process.stdin), self._settings | {"file": following})
        cast(BinaryIO, process.stdin).flush()

    def _answers(self, file: SourceFile, moved: Callable[[int], None]) -> Iterator[Article | Problem]:
        stream = cast(BinaryIO, self._started().stdout)
        most, output = 4 * self._limits.max_article_chars, 2 * int(self._limits.max_unpacked_mb * MEGABYTE)
        exhausted = False
        self._clock.restart(self._limits.max_read_seconds)
        while True:
            with self._clock:
                header, body = read_frame(stream, most)
            output -= len(body)
            if output < 0:
                raise BrokenFrameError
            match header:
                case ["done"]:
                    self._asked.popleft()
                    if exhausted:
                        self._stop()  # what is left of its memory may be too little for the next file
                    return
                case ["article", *fields]:
                    yield _article(file, fields, body)
                case ["problem", str(reason), bool(skipped), record]:
                    exhausted = exhausted or reason == TOO_MUCH_MEMORY
                    yield Problem(file.path, reason, skipped, record, file.server)
                case ["position", int(place)]:
                    moved(place)
                case ["log", str(name), int(level), str(line)]:
                    logging.getLogger(name).log(level, "%s", line)
                case _:
                    raise BrokenFrameError

    def _why_it_ended(self) -> str:
        self._stop()
        if self._clock.ran_out:
            return TOO_SLOW.format(seconds=self._limits.max_read_seconds)
        return BROKE_OFF

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            self._process = start()
            read_frame(cast(BinaryIO, self._process.stdout), 0)  # "ready": starting is no part of the first file's time
        return self._process

    def _stop(self) -> None:
        """Ends the process; files that it was asked for ahead are planned again."""
        while self._asked:
            self._plan.appendleft(self._asked.pop())
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            for pipe in (process.stdin, process.stdout):
                with suppress(OSError):
                    cast(BinaryIO, pipe).close()
            process.wait()

    def _kill(self) -> None:
        process = self._process
        if process is not None:
            process.kill()


class Stopwatch:
    """Adds up the time that one file is waited for, inside `with`; calls `ran_out_of_time` once that is too long.

    Time in which nobody waits does not count: the process may be blocked because its answers are not read.
    """

    def __init__(self, ran_out_of_time: Callable[[], None]) -> None:
        self.ran_out = False
        self._seconds, self._call = float("inf"), ran_out_of_time
        self._waited, self._since = 0.0, 0.0
        self._stopped = threading.Event()
        self._thread: threading.Thread | None = None

    def restart(self, seconds: float) -> None:
        """Starts to count anew, up to `seconds`."""
        self.ran_out, self._waited, self._seconds = False, 0.0, seconds
        if self._thread is None:
            self._thread = threading.Thread(target=self._look, name="reader limit", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """Ends the thread that watches the time."""
        self._stopped.set()
        if self._thread is not None:
            self._thread.join()

    def __enter__(self) -> None:
        self._since = time.perf_counter()

    def __exit__(self, *_error: object) -> None:
        self._waited += time.perf_counter() - self._since
        self._since = 0.0

    def _look(self) -> None:
        while not self._stopped.wait(_TICK):
            since = self._since
            if since and not self.ran_out and self._waited + time.perf_counter() - since > self._seconds:
                self.ran_out = True
                self._call()


def write_date(name: str, content: bytes, day: date, limits: Limits) -> bytes | None:
    """`bot.articles.date_writer.with_date` in a process of its own; None also where that met a limit."""
    process = start()
    read_frame(cast(BinaryIO, process.stdout), 0)
    clock = Stopwatch(process.kill)
    clock.restart(limits.max_read_seconds)
    try:
        with suppress(BrokenFrameError, BrokenPipeError), clock:
            request = {"what": "date", "name": name, "day": day.isoformat(), "limits": asdict(limits)}
            write_frame(cast(BinaryIO, process.stdin), request, content)
            cast(BinaryIO, process.stdin).flush()
            header, body = read_frame(cast(BinaryIO, process.stdout), 2 * len(content) + MEGABYTE)
            return body if header == ["dated", True] else None
        return None
    finally:
        clock.stop()
        process.kill()
        process.communicate()


def _article(file: SourceFile, fields: list[Any], text: bytes) -> Article:
    """The article of a frame; owner and path come from `file`, not from the process, which may be compromised."""
    try:
        ident, title, day, source, url, details = fields
        published = date.fromisoformat(day) if day else None
        given = (ident, title, text.decode("utf-8"), file.path, published, source, url, file.server)
        return Article(*given, **read_details(details))
    except (ValueError, TypeError, AttributeError):
        raise BrokenFrameError from None
