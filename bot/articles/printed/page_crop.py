"""A clipping: the part of a printed page around a quotation, the quotation's words tinted."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.articles.readers.page_layout import Box, Line
from bot.errors import CorpusError
from bot.language.interface import N_

if TYPE_CHECKING:
    from PIL.Image import Image

_WIDTH = 1_000  # pixels of the picture; newspaper type of 9 points is then 25 pixels high in a column of 200 points
_MARGIN = 16.0  # points around the quotation
_TALLEST = 1.6  # times as high as wide: a phone shows it whole
_MOST_SCALE = 6.0  # pixels of a point
_TINT, _WORD_TINT = (255, 232, 130), (255, 196, 60)
GONE = N_("The printed page of this quotation is not in the corpus.")
CHANGED = N_("The printed page has changed: this quotation is not on it any more.")
TOO_LARGE = N_("The printed page cannot be drawn: it needs too much memory or time.")
DAMAGED = N_("The printed page of this quotation cannot be read any more.")


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """A page to cut from: its lines in the order of the article's text, its width and height, its `unit` for a point.

    `picture` draws a box of it, so many pixels to the unit.
    """

    lines: Sequence[Line]
    size: tuple[float, float]
    picture: Callable[[Box, float], Image]
    unit: float = 1.0


def cut(page: PrintedPage, quote: str, nth: int, words: Sequence[tuple[int, int]]) -> bytes:
    """The picture (PNG) of the page's part that holds `quote`; only what stands on this page of it.

    `nth` says which of several equal places on the page is meant (0 is the first). `words` are slices of `quote` that
    are tinted more strongly.

    Raises:
        CorpusError: the quotation cannot be found on the page.
    """
    boxes = _boxes_of(page.lines, quote, nth)
    around = _around([box for box in boxes if box], page)
    return _tinted(page, around, boxes, words)


def _boxes_of(lines: Sequence[Line], quote: str, nth: int) -> list[Box | None]:
    """The box of each character of `quote`, None for those between words and for what is on another page.

    Both are compared without spaces and hyphens, by which a line's end and the article's text may differ.
    """
    printed, places = "", list[Box]()
    for line in lines:
        for character, box in zip(line.text, line.boxes, strict=True):
            if _counts(character):
                printed += character
                places.append(box)
    wanted = "".join(filter(_counts, quote))
    start, length = _find(printed, wanted, nth)
    found: list[Box | None] = []
    at = start
    for character in quote:
        inside = _counts(character) and start <= at < start + length
        found.append(places[at] if inside else None)
        at += _counts(character)
    return found


def _find(printed: str, wanted: str, nth: int) -> tuple[int, int]:
    """Where `wanted`, or the longest beginning of it that the page holds, is printed: offset and length."""
    length = len(wanted)
    while length >= 8:
        places = _places(printed, wanted[:length])
        if places:
            return places[min(nth, len(places) - 1)], length
        length = length * 3 // 4
    raise CorpusError(CHANGED)


def _places(text: str, part: str) -> list[int]:
    found, at = list[int](), text.find(part)
    while at >= 0 and len(found) < 100:
        found.append(at)
        at = text.find(part, at + 1)
    return found


def _counts(character: str) -> bool:
    return not character.isspace() and character not in "-\u00ad\u2010\ufffe\u0002\u00ac"


def _around(boxes: Sequence[Box], page: PrintedPage) -> Box:
    """The part of the page to show: the quotation's lines over the width of their column, and a margin."""
    top, bottom = min(box[1] for box in boxes), max(box[3] for box in boxes)
    left, right = min(box[0] for box in boxes), max(box[2] for box in boxes)
    for line in page.lines:
        overlaps = line.left < right and line.right > left
        if overlaps and line.top < bottom and line.bottom > top:
            left, right = min(left, line.left), max(right, line.right)
    margin = _MARGIN * page.unit
    left, right = max(0.0, left - margin), min(page.size[0], right + margin)
    tallest = _TALLEST * (right - left)
    top, bottom = max(0.0, top - margin), min(page.size[1], bottom + margin)
    if right - left < 1 or bottom - top < 1:
        raise CorpusError(CHANGED)
    return left, top, right, min(bottom, top + tallest)


def _tinted(page: PrintedPage, around: Box, boxes: Sequence[Box | None], words: Sequence[tuple[int, int]]) -> bytes:
    from PIL import Image, ImageChops, ImageDraw  # noqa: PLC0415 - an extra

    left, top, right, _ = around
    scale = min(_MOST_SCALE / page.unit, _WIDTH / (right - left))
    image = page.picture(around, scale).convert("RGB")
    tint = Image.new("RGB", image.size, (255, 255, 255))
    pen = ImageDraw.Draw(tint)
    marked = {place for start, end in words for place in range(start, end)}
    for strong in (False, True):
        for place, box in enumerate(boxes):
            if box is not None and (place in marked) is strong:
                x, y = (box[0] - left) * scale, (box[1] - top) * scale
                corner = ((box[2] - left) * scale + 1, (box[3] - top) * scale)
                pen.rectangle((x - 1, y, max(x, corner[0]), max(y, corner[1])), fill=_WORD_TINT if strong else _TINT)
    made = io.BytesIO()
    ImageChops.multiply(image, tint).save(made, format="PNG", optimize=True)
    return made.getvalue()
