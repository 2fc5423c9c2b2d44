"""Where an article is cut into passages: at paragraphs and sentence ends where there are any, and cheaply.

Exact sentences are found later, on the few passages that are quoted.
"""

from __future__ import annotations

import re

SIZE = 720  # characters: about 120 English words
_LEAST, _MOST = SIZE // 2, SIZE * 5 // 4
_END = re.compile(r"[.!?][”\"’')\]]*\s|[。！？][」』”]*")


def cut(text: str) -> list[tuple[int, int]]:
    """Slices `[start, end)` that hold all of `text` but blanks, in order, none longer than 900 characters."""
    slices = []
    start, last = 0, len(text)
    while start < last:
        end = last if last - start <= _MOST else _break(text, start)
        part = text[start:end]
        kept = len(part) - len(part.lstrip())
        if kept < len(part):
            slices.append((start + kept, start + len(part.rstrip())))
        start = end
    return slices


def _break(text: str, start: int) -> int:
    """The best place to end a passage from `start`: a paragraph's, line's or sentence's end, a blank, or anywhere."""
    first, last = start + _LEAST, start + _MOST
    for mark in ("\n\n", "\n"):
        place = text.rfind(mark, first, last)
        if place >= 0:
            return place + len(mark)
    places = [found.end() for found in _END.finditer(text, first, last)]
    if places:
        return min(places, key=lambda place: abs(place - start - SIZE))
    place = text.rfind(" ", first, last)
    return place + 1 if place >= 0 else last
