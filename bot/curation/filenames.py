"""Safe file names for uploads: no part of a name can act as a path, a shell word or a reserved name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

from bot.articles.formats import suffix_of

UPLOADED = (
    ".txt",
    ".md",
    ".html",
    ".json",
    ".jsonl",
    ".pdf",
    ".docx",
    ".odt",
    ".epub",
    ".eml",
    ".mbox",
    ".xml",
    ".hocr",
)
MAX_STEM_BYTES = 100  # file systems allow 255 for the whole name; a number and the ending are added

_RESERVED = re.compile(r"readme|con|prn|aux|nul|com\d|lpt\d|thumbs|desktop")  # not read, or Windows


def clean_name(given: str) -> str | None:
    """A plain file name for `given`, or None when its ending is not one of `UPLOADED`.

    Letters of every script are kept; folders, control and direction characters, quotes and spaces are not.
    """
    last = unicodedata.normalize("NFC", given).replace("\\", "/").rpartition("/")[2]
    suffix = suffix_of(last)
    if suffix not in UPLOADED:
        return None
    stem = "".join(char if _plain(char) else "-" for char in last[: -len(suffix)])
    stem = re.sub(r"[.-]{2,}", "-", stem).strip(".-_")
    stem = stem.encode()[:MAX_STEM_BYTES].decode(errors="ignore").rstrip(".-_")
    if not stem or _RESERVED.fullmatch(stem.lower().partition(".")[0]):
        stem = f"article-{stem}".rstrip("-")
    return stem + suffix


def _plain(char: str) -> bool:
    return char in "._-" or unicodedata.category(char)[0] in "LMN"


def free_name(name: str, taken: Collection[str]) -> str:
    """`name`, or "name-2", "name-3": the first that equals no name in `taken`, ignoring case."""
    used = {unicodedata.normalize("NFC", other).casefold() for other in taken}
    suffix = suffix_of(name)
    stem = name[: -len(suffix)]
    number, free = 1, name
    while free.casefold() in used:
        number += 1
        free = f"{stem}-{number}{suffix}"
    return free
