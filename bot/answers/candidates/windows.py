"""A window of an article as a slice of its text; the clauses of a sentence that is longer than an excerpt may be."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from bot.search.analysis.sentences import Span

# After these (or before a dash) a sentence may be left without harm to its sense.
_CLAUSE = re.compile(r"[,;:][\"'”’»)]*\s+|\s+[—–-]+\s+|—|[、，；：]")
_BLANK = re.compile(r"\s+")
_TRAILING = ",;:—–- \t\r\n\u00a0、，；："


@dataclass(frozen=True, slots=True)
class Window:
    """Sentences `first` to `last`, both included, of an article: the slice `[start, end)` of its text."""

    first: int
    last: int
    start: int
    end: int
    cut_start: bool = False
    cut_end: bool = False


def cut(text: str, number: int, span: Span, limit: int, hits: Sequence[tuple[int, float]] = ()) -> Window:
    """Returns the clauses of the over-long sentence `span` that hold most of the weight of `hits` within `limit`."""
    start, end = span
    starts = [start, *(match.end() for match in _CLAUSE.finditer(text, start, end) if match.end() < end)]
    ends = [*(match.start() for match in _CLAUSE.finditer(text, start, end) if match.start() > start), end]
    inside = sorted((place, weight) for place, weight in hits if start <= place < end)
    places = [place for place, _ in inside]
    up_to = list(accumulate((weight for _, weight in inside), initial=0.0))
    best = (-1.0, 0, start, start)
    for begin in starts:
        fitting = bisect_right(ends, begin + limit)
        stop = max(ends[fitting - 1], begin) if fitting else begin
        if stop - begin < limit // 2:  # the clauses are too long as well, or too short to say anything
            stop = _word_end(text, begin, min(end, begin + limit))
        weight = round(up_to[bisect_left(places, stop)] - up_to[bisect_left(places, begin)], 9)
        best = max(best, (weight, -begin, begin, stop))
    _, _, begin, stop = best
    if stop < end:
        stop = begin + len(text[begin:stop].rstrip(_TRAILING))
    return Window(number, number, begin, stop, begin > start, stop < end)


def _word_end(text: str, begin: int, stop: int) -> int:
    """Returns the last place up to `stop` where no word is cut; `stop` itself (between letters) where there is none."""
    if stop >= len(text) or text[stop].isspace():
        return stop
    blanks = [match.start() for match in _BLANK.finditer(text, begin + 1, stop)]
    if blanks:
        return blanks[-1]
    while stop - 1 > begin and (unicodedata.combining(text[stop]) or text[stop] in "\u200d\ufe0f"):
        stop -= 1
    return stop


def unbalanced(text: str) -> int:
    """Counts the quotation marks and brackets of `text` that open without closing, or close without opening."""
    open_marks: list[str] = []
    lonely = 0
    straight = 0
    for mark in _PAIRED.findall(text):
        if mark == '"':
            straight += 1
        elif mark in _CLOSERS:
            open_marks.append(_CLOSERS[mark])
        elif open_marks and open_marks[-1] == mark:
            open_marks.pop()
        else:
            lonely += 1
    return lonely + len(open_marks) + straight % 2


_CLOSERS = {"“": "”", "«": "»", "「": "」", "『": "』", "(": ")", "[": "]"}
_PAIRED = re.compile(r"[“”«»「」『』()\[\]\"]")
