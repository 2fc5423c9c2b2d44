"""What has changed in the corpus since a generation was made, by looking at its files without opening them."""

from __future__ import annotations

import time
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from bot.articles import READING_VERSION, Limits, Scan, scan
from bot.errors import CorpusError
from bot.library.building.file_manifest import Entry, Ledger


class Survey(NamedTuple):
    """The corpus as scanned at `scanned_ns`, and the ledger's word on each file that is surely as it was.

    `bytes_to_read` is the size of the others; `same` says that there is nothing to do at all.
    """

    scan: Scan
    scanned_ns: int
    trusted: dict[str, Entry]
    bytes_to_read: int
    same: bool


def conditions(limits: Limits) -> str:
    """Whatever makes the same file give other articles: our reading, the limits, an extra that came or went."""
    return f"{READING_VERSION} {limits} html={find_spec('trafilatura') is not None}"


def survey(corpus: Path, limits: Limits, day: str, ledger: Ledger | None, *, missing: bool = False) -> Survey:
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
    trusted: dict[str, Entry] = {}
    gone = False
    if ledger and ledger.conditions == conditions(limits):
        entries = {entry.path: entry for entry in ledger.entries}
        for file in found.files:
            entry = entries.pop(file.path, None)
            if entry and ledger.vouches_for(entry, file) and not (entry.passing and day > ledger.day):
                trusted[file.path] = entry
        gone = bool(entries.keys() - trusted.keys())
    same = (
        ledger is not None
        and not gone
        and len(trusted) == len(found.files) == len(ledger.entries)
        and found.problems == ledger.scan_problems
    )
    to_read = sum(file.size for file in found.files if file.path not in trusted)
    return Survey(found, scanned_ns, trusted, to_read, same)
