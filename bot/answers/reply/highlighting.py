"""Which words of an excerpt are marked: those of the question, and a number whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.search.analysis.sentences import Span

_JOINTS = ".,:"  # between digits they hold one number together that the index reads as two words: 2.54, 1,000, 10:30


def highlights(excerpt: str, hits: Sequence[Span], question: str) -> tuple[Span, ...]:
    """Returns the places in `excerpt` to mark, in order, given its words that `question` has too (in order).

    Part of a longer number ("2" of "2.54") is marked only with all of it, where the question has that very number.
    """
    asked = question.casefold()
    return tuple(span for span in _joined(excerpt, hits) if _is_whole(excerpt, *span) and _has(asked, excerpt, *span))


def _joined(excerpt: str, hits: Sequence[Span]) -> Iterator[Span]:
    """`hits` with those parts of one number that follow each other made one."""
    if not hits:
        return
    first, last = hits[0]
    for start, end in hits[1:]:
        if start != last + 1 or not _is_joint(excerpt, last):
            yield first, last
            first = start
        last = end
    yield first, last


def _is_joint(text: str, place: int) -> bool:
    around = text[place - 1 : place + 2] if place > 0 else ""
    return len(around) == 3 and around[0].isdecimal() and around[1] in _JOINTS and around[2].isdecimal()


def _is_whole(text: str, start: int, end: int) -> bool:
    return not _is_joint(text, start - 1) and not _is_joint(text, end)


def _has(asked: str, excerpt: str, start: int, end: int) -> bool:
    """Whether the question has the very number at `[start, end)`; a single word needs no second look."""
    if not any(_is_joint(excerpt, place) for place in range(start, end)):
        return True
    number = excerpt[start:end].casefold()
    place = asked.find(number)
    while place >= 0 and not _is_whole(asked, place, place + len(number)):
        place = asked.find(number, place + 1)
    return place >= 0
