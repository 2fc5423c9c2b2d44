"""Lines that recur from article to article, learned from the archive: its own adverts, credits and standing notes.

A line counts once an article. Counts are kept in bounded memory by lossy counting (Manku and Motwani, "Approximate
Frequency Counts over Data Streams", VLDB 2002): when there are too many, those met once are forgotten.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Callable, Iterator
from datetime import date
from hashlib import blake2b

from bot.language.boilerplate import is_boilerplate
from bot.language.sentence_ends import SENTENCE_END

_LEAST, _MONTHS = 4, 4  # articles, and months of publication: what a running story repeats is over in a month or two
_SHORTEST, _LONGEST = 12, 300  # characters of a line that is counted
_MOST = 200_000  # lines: about 10 MB while an index is built
_DIGITS = re.compile(r"\d+")
_ADDRESSES_THE_READER = re.compile(
    r"\b(?:you|your|we|our|us|here|sign|subscri\w+|follow|read|click|contact|newsletter|story|article|reporters?|editors?"
    r"|photos?|videos?|covers?)\b|[@©]"
)
_OFTEN = 20  # articles: a line that stands in so many need not address the reader
_ROW = struct.Struct("<QIH")
_VERSION = b"lines1"


def normal_form(line: str) -> str:
    """What makes two lines the same: their letters, whatever their case; one number is like any other."""
    return _DIGITS.sub("0", " ".join(line.split()).casefold())


def key_of(normal: str) -> int:
    """64 bits of a line's normal form."""
    return int.from_bytes(blake2b(normal.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


def lines_of(text: str) -> Iterator[str]:
    """The sentences of the short paragraphs of `text`; wrapped lines of one paragraph are one."""
    for block in text.split("\n\n") if "\n\n" in text else text.split("\n"):
        if not _SHORTEST <= len(block) <= _LONGEST:
            continue
        start = 0
        for end in SENTENCE_END.finditer(block):
            yield block[start : end.end()]
            start = end.end()
        yield block[start:]


def boilerplate_among(recurring: frozenset[int]) -> Callable[[str], bool]:
    """Tells boilerplate by its shape, or by its key being one of `recurring`."""
    return lambda text: is_boilerplate(text) or key_of(normal_form(text)) in recurring


class RecurringLines:
    """Which lines of short paragraphs stand in how many articles, of which months."""

    def __init__(self) -> None:
        self._seen: dict[int, tuple[int, int]] = {}  # by key: articles, and a bit for each month modulo 15, or 15 more

    def add(self, text: str, day: date | None) -> None:
        """Counts the lines of one more article."""
        month = 1 << ((day.year * 12 + day.month) % 15) if day else 0
        for normal in {normal_form(line) for line in lines_of(text)}:
            if len(normal) < _SHORTEST:
                continue
            key = key_of(normal)
            count, months = self._seen.get(key, (0, 0))
            addressed = 1 << 15 if _ADDRESSES_THE_READER.search(normal) else 0
            self._seen[key] = (count + 1, months | month | addressed)
        if len(self._seen) > _MOST:
            self._seen = {key: seen for key, seen in self._seen.items() if seen[0] > 1}

    def recurring(self) -> frozenset[int]:
        """The keys of lines that are boilerplate: over several months, and addressed to the reader or very frequent."""
        return frozenset(
            key
            for key, (count, bits) in self._seen.items()
            if (bits & 0x7FFF).bit_count() >= _MONTHS and count >= (_LEAST if bits >> 15 else _OFTEN)
        )

    def to_bytes(self) -> bytes:
        """The stored form, of lines that were met more than once."""
        rows = (_ROW.pack(key, min(count, 0xFFFFFFFF), bits) for key, (count, bits) in self._seen.items() if count > 1)
        return _VERSION + b"".join(rows)

    @classmethod
    def from_bytes(cls, stored: bytes) -> RecurringLines:
        """Reads what `to_bytes` made; empty where it is of another version or cut off."""
        lines = cls()
        body = stored.removeprefix(_VERSION)
        if len(body) < len(stored) and len(body) % _ROW.size == 0:
            lines._seen = {key: (count, bits) for key, count, bits in _ROW.iter_unpack(body)}
        return lines
