"""Pictures of quotations on printed pages, cut out of the corpus's own files by a process of its own."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO, cast

from bot.articles.limits import Limits
from bot.articles.printed.page_crop import GONE, TOO_LARGE
from bot.articles.sandbox.client import Stopwatch
from bot.articles.sandbox.frames import BrokenFrameError, read_frame, write_frame
from bot.articles.sandbox.processes import start
from bot.errors import CorpusError

_KEPT = 48  # pictures in memory, of about 150 kB each
_LARGEST = 20_000_000  # bytes of a picture
_LIMITS = Limits(max_read_seconds=20.0)  # somebody waits for it


def crop_page(file: Path, page: int, quote: str, nth: int, words: tuple[tuple[int, int], ...], scans: Path) -> bytes:
    """`bot.articles.printed.cropping.crop` in another process. Takes about a second: not for the event loop.

    A scan is cut out of its readable copy in the folder `scans`.

    Raises:
        CorpusError: the file is gone, the quotation cannot be found on the page, or drawing it met a limit.
    """
    try:
        changed = file.stat().st_mtime_ns
    except OSError:
        raise CorpusError(GONE) from None
    return _cropped(file, changed, page, quote, nth, words, scans)


@lru_cache(maxsize=_KEPT)
def _cropped(
    file: Path, _changed: int, page: int, quote: str, nth: int, words: tuple[tuple[int, int], ...], scans: Path
) -> bytes:
    request = {
        "what": "crop", "file": str(file), "page": page, "quote": quote, "nth": nth, "words": words,
        "limits": asdict(_LIMITS), "scans": str(scans),
    }  # fmt: skip
    process = start()
    clock = Stopwatch(process.kill)
    clock.restart(_LIMITS.max_read_seconds)
    header: object = None
    picture = b""
    try:
        with suppress(BrokenFrameError, BrokenPipeError), clock:
            read_frame(cast(BinaryIO, process.stdout), 0)
            write_frame(cast(BinaryIO, process.stdin), request)
            cast(BinaryIO, process.stdin).flush()
            header, picture = read_frame(cast(BinaryIO, process.stdout), _LARGEST)
    finally:
        clock.stop()
        process.kill()
        process.communicate()
    match header:
        case ["picture"]:
            return picture
        case ["refused", str(sentence)]:
            raise CorpusError(sentence)
        case _:
            raise CorpusError(TOO_LARGE)
