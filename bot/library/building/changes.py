"""What has changed in the corpus since a generation was made, by looking at its files without opening them."""

from __future__ import annotations

import gc
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from bot.articles import READING_VERSION, Limits, Scan, scan
from bot.articles.formats import suffix_of
from bot.articles.sandbox import has_ocr
from bot.errors import CorpusError
from bot.library.building.file_manifest import FileEntry, FileManifest

_PLAIN = frozenset((".txt", ".md", ".markdown"))


class Changes(NamedTuple):
    """The corpus as scanned at `scanned_ns`, and the manifest entries of the files that have surely not changed.

    `unchanged` holds those entries by path, `bytes_to_read` the size of the other files; `none` says that nothing
    did, `may_need_ocr` that one of those files may have to be read by OCR, which takes minutes,
    `plain` that they are plain text or Markdown, which take no longer to read than they are long.
    """

    scan: Scan
    scanned_ns: int
    unchanged: dict[str, FileEntry]
    bytes_to_read: int
    none: bool
    may_need_ocr: bool
    plain: bool


@contextmanager
def collection_paused() -> Iterator[None]:
    """Pauses Python's garbage collector: a manifest is values by the hundred thousand, and no garbage.

    Each of its collections goes through all of them: half of the time that finding no change in 100,000 files takes.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def conditions(limits: Limits) -> str:
    """What else determines the articles of a file: our readers' version, the limits, which extras are installed."""
    extras = " ".join(f"{name}={find_spec(name) is not None}" for name in ("trafilatura", "pypdfium2"))
    return f"{READING_VERSION} {limits} {extras} ocr={has_ocr()}"


def find_changes(
    corpus: Path, limits: Limits, day: str, manifest: FileManifest | None, *, missing: bool = False
) -> Changes:
    """Compares the corpus with what was read before; with `missing`, one that cannot be listed counts as empty.

    Raises:
        CorpusError: when the corpus is missing or cannot be listed.
    """
    scanned_ns = time.time_ns()
    try:
        found = scan(corpus, limits)
    except CorpusError:
        if not missing:
            raise
        found = Scan([], [])
    unchanged: dict[str, FileEntry] = {}
    gone = False
    if manifest and manifest.conditions == conditions(limits):
        entries = {entry.path: entry for entry in manifest.entries}
        for file in found.files:
            entry = entries.pop(file.path, None)
            if entry and manifest.is_unchanged(entry, file) and not (entry.may_clear_up and day > manifest.day):
                unchanged[file.path] = entry
        gone = bool(entries.keys() - unchanged.keys())
    none = (
        manifest is not None
        and not gone
        and len(unchanged) == len(found.files) == len(manifest.entries)
        and found.problems == manifest.scan_problems
    )
    to_read = [file for file in found.files if file.path not in unchanged]
    ocr = has_ocr() and any(suffix_of(file.path) == ".pdf" for file in to_read)
    plain = all(suffix_of(file.path) in _PLAIN for file in to_read)
    return Changes(found, scanned_ns, unchanged, sum(file.size for file in to_read), none, ocr, plain)
