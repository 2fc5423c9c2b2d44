"""Scanned PDFs made readable by OCRmyPDF (https://ocrmypdf.readthedocs.io), where it and its programs are installed.

A readable copy is kept under the digest of the scan: no page is read by OCR twice, and clippings are cut from the copy.
OCR runs in a process of its own, with limits of time, memory and disk, and without this one's secrets.
"""

from __future__ import annotations

import importlib.util
import logging
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import IO, cast

from bot.articles.sandbox.processes import environment

_PROGRAMS = ("tesseract", "gs")
_SECONDS = 3_600.0  # for one PDF; a page of newspaper takes ten
_MOST_LANGUAGES = 6  # whose data are installed: each makes OCR slower
_LIMITED = """
exec 3<&0
(cat <&3 >/dev/null; kill -KILL 0) &
ulimit -c 0; ulimit -f 4000000; ulimit -v 4000000; ulimit -t "$1"; shift
nice -n 10 "$@" 3<&- </dev/null &
wait $!
"""
"""Bounds each process of the program: files of 2 GB, 4 GB of memory, the seconds of CPU time; questions have priority.

When its input closes, because the program has ended or this process has, all that it has started is killed.
"""

_log = logging.getLogger(__name__)


class OcrError(Exception):
    """A scan was not made readable; `str(error)` is the sentence for its problem."""


def has_ocr() -> bool:
    """Whether OCRmyPDF, tesseract and Ghostscript are installed."""
    return _command() is not None and all(shutil.which(program) for program in _PROGRAMS)


class Scans:
    """The readable copies in `folder`, which may be deleted at any time. Any thread may use them; one runs OCR."""

    def __init__(self, folder: Path, seconds: float = _SECONDS) -> None:
        """`seconds` is the time that OCR may take for one file."""
        self.folder = folder
        self._seconds = seconds
        self._one_at_a_time = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._closed = False

    def copy_of(self, scan: Path) -> Path | None:
        """The readable copy of a scan, if one was made. Raises OSError where the scan cannot be read."""
        copy = self.folder / f"{_digest(scan)}.pdf" if self.folder.is_dir() else None
        return copy if copy is not None and copy.is_file() else None

    def make(self, scan: Path) -> None:
        """Reads a scan by OCR, unless that was done before. Takes minutes.

        Raises:
            OcrError: OCRmyPDF is not installed, failed, or met a limit.
        """
        with self._one_at_a_time:
            try:
                if self.copy_of(scan) is None:
                    self._make(scan)
            except OSError as error:
                raise OcrError(f"It cannot be read by OCR: {error.strerror}.") from None

    def close(self) -> None:
        """Ends the OCR that is running."""
        self._closed = True
        process = self._process
        if process is not None:
            process.terminate()

    def _make(self, scan: Path) -> None:
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._remove_leftovers()
        with tempfile.TemporaryDirectory(prefix=".work-", dir=self.folder, ignore_cleanup_errors=True) as work:
            given, made = Path(work) / "scan.pdf", Path(work) / "readable.pdf"
            shutil.copyfile(scan, given)  # what is read is what the digest is of, whatever happens to the scan
            digest = _digest(given)
            _log.info("reading a scan of %d bytes by OCR", given.stat().st_size)
            said = self._run(given, made)
            if not made.is_file():
                _log.warning("OCRmyPDF failed: %s", said[-500:])
                raise OcrError("Its pages are pictures without text, and OCRmyPDF could not read them.")
            made.replace(self.folder / f"{digest}.pdf")

    def _remove_leftovers(self) -> None:
        """Removes what killed processes left behind."""
        for work in self.folder.glob(".work-*"):
            with suppress(OSError):
                if work.stat().st_mtime < time.time() - 2 * _SECONDS:
                    shutil.rmtree(work, ignore_errors=True)

    def _run(self, given: Path, made: Path) -> str:
        """Runs OCRmyPDF; what it complained of."""
        jobs = max(1, (os.cpu_count() or 1) // 2)
        words = ["--quiet", "--skip-text", "--output-type", "pdf", "--optimize", "0", "--jobs", str(jobs)]
        words += ["--tesseract-timeout", "300", *_languages()]
        command = [*(_command() or []), *words, str(given), str(made)]
        limited = ["sh", "-c", _LIMITED, "sh", str(int(self._seconds) + 1), *command]
        said = given.with_name("said.txt")
        with said.open("wb") as complaints:
            self._process = process = subprocess.Popen(  # noqa: S603 - a program of the operator, with paths of ours
                limited,
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=complaints,
                env=environment() | {"TMPDIR": str(given.parent), "OMP_THREAD_LIMIT": "1"},
                process_group=0,
            )
        try:
            if self._closed:
                process.terminate()
            process.wait(self._seconds)
        except subprocess.TimeoutExpired:
            raise OcrError(f"Reading it by OCR took longer than {self._seconds:g} s.") from None
        finally:
            cast(IO[bytes], process.stdin).close()  # ends what it started
            process.kill()
            process.wait()
            self._process = None
        if self._closed:
            raise OcrError("Reading it by OCR was broken off.")
        return said.read_bytes().decode("utf-8", "replace")


def _command() -> list[str] | None:
    program = shutil.which("ocrmypdf")
    if program is None and importlib.util.find_spec("ocrmypdf") is not None:  # beside this Python, but not on the path
        return [sys.executable, "-m", "ocrmypdf"]
    return [program] if program else None


def _languages() -> list[str]:
    """All languages whose data tesseract has, unless there are so many that somebody has installed all there are."""
    listed = subprocess.run(["tesseract", "--list-langs"], capture_output=True, timeout=30, check=False)  # noqa: S607
    names = [line.strip() for line in listed.stdout.decode("utf-8", "replace").splitlines()[1:]]
    known = [name for name in names if name.isalnum() and name != "osd"]
    return ["--language", "+".join(known)] if 0 < len(known) <= _MOST_LANGUAGES else []


def _digest(file: Path) -> str:
    with file.open("rb") as content:
        digest = blake2b(digest_size=16)
        while chunk := content.read(1 << 20):
            digest.update(chunk)
    return digest.hexdigest()
