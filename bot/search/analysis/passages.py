"""Where an article is cut into passages: at paragraphs and sentence ends where there are any, and cheaply.

Exact sentences are found later, on the few passages that are quoted.
"""

from __future__ import annotations

from bot.language.sentence_ends import SENTENCE_END
from bot.search.parameters import PASSAGE_SIZE


def cut(text: str, size: int = PASSAGE_SIZE) -> list[tuple[int, int]]:
    """Slices `[start, end)` that hold all of `text` but blanks, in order, none longer than 1.25 times `size`."""
    slices = []
    start, last = 0, len(text)
    while start < last:
        end = last if last - start <= size * 5 // 4 else _break(text, start, size)
        part = text[start:end]
        kept = len(part) - len(part.lstrip())
        if kept < len(part):
            slices.append((start + kept, start + len(part.rstrip())))
        start = end
    return slices


def _break(text: str, start: int, size: int) -> int:
    """The best place to end a passage from `start`: a paragraph's, line's or sentence's end, a blank, or anywhere."""
    first, last = start + size // 2, start + size * 5 // 4
    for mark in ("\n\n", "\n"):
        place = text.rfind(mark, first, last)
        if place >= 0:
            return place + len(mark)
    places = [found.end() for found in SENTENCE_END.finditer(text, first, last)]
    if places:
        return min(places, key=lambda place: abs(place - start - size))
    place = text.rfind(" ", first, last)
    return place + 1 if place >= 0 else last
