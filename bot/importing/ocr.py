"""Reading scanned PDFs with OCRmyPDF (https://ocrmypdf.readthedocs.io), where it and its programs are installed."""

from __future__ import annotations

import importlib.util
import logging
import shutil
import subprocess
import sys
from pathlib import Path

_PROGRAMS = ("tesseract", "gs")
_SECONDS = 1_800.0  # for one PDF; a page of newspaper takes ten
_log = logging.getLogger(__name__)


def has_ocr() -> bool:
    """Whether OCRmyPDF, tesseract and Ghostscript are installed."""
    return _command() is not None and all(shutil.which(program) for program in _PROGRAMS)


def with_text(pdf: Path) -> Path | None:
    """A copy of `pdf` with a text layer, beside it; None where that is not possible."""
    command = _command()
    if command is None or not has_ocr():
        return None
    made = pdf.with_name("readable.pdf")
    words = ["--quiet", "--skip-text", "--output-type", "pdf", "--optimize", "0", str(pdf), str(made)]
    try:
        done = subprocess.run(  # noqa: S603 - a program of the operator, with two paths of ours
            [*command, *words], stdin=subprocess.DEVNULL, capture_output=True, timeout=_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        _log.warning("OCRmyPDF did not read a PDF: %s", type(error).__name__)
        return None
    if done.returncode or not made.is_file():
        _log.warning("OCRmyPDF ended with %d: %s", done.returncode, done.stderr.decode("utf-8", "replace")[-500:])
        return None
    return made


def _command() -> list[str] | None:
    if importlib.util.find_spec("ocrmypdf") is not None:
        return [sys.executable, "-m", "ocrmypdf"]
    program = shutil.which("ocrmypdf")
    return [program] if program else None
