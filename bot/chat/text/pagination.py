"""An article in pages: cut between paragraphs where that can be, then between lines, sentences, words."""

from __future__ import annotations

import re

PAGE = 1500  # characters: escaped twice over, one still fits a card
_CUTS = tuple(map(re.compile, (r"\n[ \t]*\n\s*", r"\n\s*", r"(?<=[.!?…])[\"'”’»)]*\s+", r"\s+")))

Span = tuple[int, int]


def pages(text: str) -> list[Span]:
    """The slices `[start, end)` that the reader shows, without the blanks between them; at least one."""
    found: list[Span] = []
    start = _next(text, 0)
    while start < len(text):
        end = _end(text, start)
        found.append((start, start + len(text[start:end].rstrip())))
        start = _next(text, end)
    return found or [(0, 0)]


def page_of(spans: list[Span], offset: int) -> int:
    """The number of the page on which `offset` stands."""
    return max((number for number, (start, _) in enumerate(spans) if start <= offset), default=0)


def _next(text: str, place: int) -> int:
    while place < len(text) and text[place].isspace():
        place += 1
    return place


def _end(text: str, start: int) -> int:
    if len(text) - start <= PAGE:
        return len(text)
    for cut in _CUTS:
        ends = [match.start() for match in cut.finditer(text, start + PAGE // 2, start + PAGE)]
        if ends:
            return ends[-1]
    return start + PAGE
