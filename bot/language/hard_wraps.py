"""Line breaks that the width of a page made, not the writer: a reader is shown a blank for each."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

_READ: Final = 20_000  # characters of a text that are looked at
_WIDEST: Final = 120  # characters of a wrapped line; longer lines are paragraphs
_FEWEST: Final = 2  # breaks inside paragraphs; one tells nothing
_SHARE: Final = 0.8  # of the breaks inside paragraphs stand where the next word had no room: so few by chance
_ITEM: Final = re.compile(r"[ \t]*(?:[-*•#>|–]|\d{1,3}[.)])[ \t]")  # of a list
_WRAP: Final = re.compile(rf"(?<=\S)\n(?=[ \t]*\S)(?!{_ITEM.pattern})")


def unwrapped(text: str, start: int = 0, end: int | None = None) -> str:
    """`text[start:end]` with a blank for each hard wrap: as long, so that offsets into it stay the same."""
    piece = text[start:end]
    return _WRAP.sub(" ", piece) if "\n" in piece and _is_wrapped(text[:_READ]) else piece


def _is_wrapped(text: str) -> bool:
    """Whether the lines of its paragraphs are filled: the first word of the next would have made each too long."""
    lines = [line.rstrip() for line in text.split("\n")]
    breaks = [
        (line, after.split(None, 1)[0]) for line, after in pairwise(lines) if line and after and not _ITEM.match(after)
    ]
    if len(breaks) > _FEWEST and lines[0]:
        del breaks[0]  # what stood before the text on its first line, a date say, is not part of it
    widest = max(map(len, lines))
    filled = sum(len(line) + 1 + len(word) > widest for line, word in breaks)
    return len(breaks) >= _FEWEST and widest <= _WIDEST and filled >= _SHARE * len(breaks)
