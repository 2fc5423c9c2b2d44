"""A printed page as text: its lines in reading order, column by column; its paragraphs; words broken at a line's end.

Columns are found by the white gutter between them: the stretch of the page's width that the
fewest lines cross (Nagy and Seth's recursive cuts, with lines that cross the gutter, such as a headline, as borders).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby, pairwise
from statistics import median

SOFT_HYPHEN = "\N{SOFT HYPHEN}"  # joins a broken word: not shown, and no letter of its term
_HYPHENS = "-\u2010\u00ad\ufffe\u0002\u00ac"
_CROSSING = 0.2  # of the lines may cross a gutter: headlines, pictures' captions
_FEWEST = 3  # lines on each side of a gutter
_NARROWEST = 5.0  # points of a gutter
_DEEPEST = 12  # columns inside columns
_INDENT, _GAP, _SHORT = 0.7, 1.35, 0.75  # of a line's height; of its pitch; of a column's width

Box = tuple[float, float, float, float]
"""Left, top, right and bottom of what is printed, from the page's top left."""


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line: its words, its box (of a PDF, in points), and the box of each character."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    boxes: tuple[Box, ...] = ()

    @property
    def height(self) -> float:
        """In points."""
        return max(1.0, self.bottom - self.top)


def in_reading_order(lines: Sequence[Line], depth: int = 0) -> list[list[Line]]:
    """The lines as columns, or parts of columns between headlines, in the order in which they are read."""
    gutter = _gutter(lines) if depth < _DEEPEST else None
    if gutter is None:
        return [sorted(lines, key=lambda line: (round(line.top), line.left))] if lines else []
    left, right = gutter
    ordered = sorted(lines, key=lambda line: line.top)
    found: list[list[Line]] = []
    for crosses, group in groupby(ordered, key=lambda line: line.left < left and line.right > right):
        part = list(group)
        if crosses:
            found.append(part)
            continue
        middle = (left + right) / 2
        found += in_reading_order([line for line in part if (line.left + line.right) / 2 < middle], depth + 1)
        found += in_reading_order([line for line in part if (line.left + line.right) / 2 >= middle], depth + 1)
    return found


def _gutter(lines: Sequence[Line]) -> tuple[float, float] | None:
    """The widest stretch of the width that few lines cross and that has lines on both sides; None for one column."""
    if len(lines) < 2 * _FEWEST:
        return None
    first, last = min(line.left for line in lines), max(line.right for line in lines)
    width = int(last - first) + 1
    if not 20 <= width <= 100_000:
        return None
    steps = [0] * (width + 2)
    for line in lines:
        steps[int(line.left - first)] += 1
        steps[int(line.right - first) + 1] -= 1
    crossing = list(accumulate(steps))[:width]
    few = [count <= int(_CROSSING * len(lines)) for count in crossing]
    best: tuple[float, float] | None = None
    start = 0
    for is_free, run in groupby(few):
        end = start + len(list(run))
        if is_free:
            left, right = _narrowed(crossing, start, end)
            before = sum(line.right <= first + left + 1 for line in lines)
            after = sum(line.left >= first + right - 1 for line in lines)
            wide = right - left >= _NARROWEST and (best is None or right - left > best[1] - best[0])
            if left > 0 and right < width and wide and min(before, after) >= _FEWEST:
                best = (first + left, first + right)
        start = end
    return best


def _narrowed(crossing: Sequence[int], start: int, end: int) -> tuple[int, int]:
    """The longest part of a stretch that the fewest lines cross: the gutter without the ragged ends beside it.

    What no line reaches at the sides of the page is no gutter, so those that cross are counted from its inside.
    """
    inside = crossing[start:end]
    least = min(inside)
    best, at = (start, start), start
    for fewest, run in groupby(count == least for count in inside):
        stop = at + len(list(run))
        if fewest and stop - at > best[1] - best[0]:
            best = (at, stop)
        at = stop
    return best


def paragraphs(columns: Sequence[Sequence[Line]]) -> Iterator[list[Line]]:
    """The lines of each paragraph. One may go on in the next column: where its last sentence has not ended."""
    current: list[Line] = []
    for column in columns:
        if not column:
            continue
        edge = median(line.left for line in column)
        room = max(line.right for line in column) - edge
        steps = [below.top - above.top for above, below in pairwise(column) if below.top > above.top]
        pitch = median(steps) if steps else column[0].height
        for line in column:
            if current and _begins(line, current[-1], edge, room, pitch):
                yield current
                current = []
            current.append(line)
    if current:
        yield current


def _begins(line: Line, before: Line, edge: float, room: float, pitch: float) -> bool:
    """Whether a paragraph begins with `line`."""
    if not 0.8 < line.height / before.height < 1.25:
        return True
    ended = before.text.rstrip().endswith((".", "!", "?", "”", '"', "’", ":", "»"))
    if line.top < before.top:  # the next column, or another part of the page
        return ended
    indented = line.left - edge > _INDENT * line.height and line.left - before.left > _INDENT * line.height
    apart = line.top - before.top > _GAP * pitch
    short = ended and before.right - before.left < _SHORT * room
    return indented or apart or short


def joined(lines: Sequence[Line], known: frozenset[str] = frozenset()) -> str:
    """The words of a paragraph on one line. A word that was broken is one word again, with a soft hyphen in it.

    `known` are words of the whole document in lower case: a hyphen stays where the word is written with one elsewhere.
    """
    text = ""
    for line in lines:
        words = " ".join(line.text.split())
        if text and text[-1] in _HYPHENS and words[:1].islower() and text[-2:-1].isalpha():
            start = re.split(r"\s", text)[-1][:-1]
            rest = re.match(r"\w*", words)[0]  # type: ignore[index]  # it matches always
            whole, hyphened = (start + rest).lower(), f"{start}-{rest}".lower()
            keep = hyphened in known and whole not in known
            text = text[:-1] + ("-" if keep else SOFT_HYPHEN) + words
        else:
            text = f"{text} {words}" if text else words
    return text.translate({0xFFFE: None, 2: None})


def words_of(lines: Sequence[Line]) -> frozenset[str]:
    """The words of lines in lower case, those at a line's end left out, since they may be broken."""
    return frozenset(
        word.lower().strip(".,;:!?“”\"'()") for line in lines for word in line.text.split()[:-1] if len(word) > 2
    )
