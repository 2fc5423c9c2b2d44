"""A clipping: the part of a printed page around a quotation, cut out of the PDF, the quotation's words tinted."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bot.articles.drafts import UnreadableError
from bot.articles.readers.page_layout import Line, in_reading_order
from bot.articles.readers.pdf import open_pdf, page_lines
from bot.errors import CorpusError

Box = tuple[float, float, float, float]

_WIDTH = 1_000  # pixels of the picture; newspaper type of 9 points is then 25 pixels high in a column of 200 points
_MARGIN = 16.0  # points around the quotation
_TALLEST = 1.6  # times as high as wide: a phone shows it whole
_MOST_SCALE = 6.0
_TINT, _WORD_TINT = (255, 232, 130), (255, 196, 60)
_LARGEST = 100_000_000  # bytes of a PDF
GONE = "The PDF of this quotation is not there any more."


def crop(file: Path, page: int, quote: str, nth: int, words: tuple[tuple[int, int], ...]) -> bytes:
    """The picture (PNG) of the page's part that holds `quote`; only what stands on this page of it.

    `page` is the article's page number, `nth` which of several equal places on the page is meant (0 is the first).
    `words` are slices of `quote` that are tinted more strongly. Takes about 0.3 s: not for the event loop.

    Raises:
        CorpusError: the file is gone, or the quotation cannot be found on the page.
    """
    try:
        if file.stat().st_size > _LARGEST:
            raise CorpusError("The PDF is too large to draw a part of it.")
        document = open_pdf(file.read_bytes())
    except FileNotFoundError:
        raise CorpusError(GONE) from None
    except (OSError, UnreadableError):
        raise CorpusError("The PDF of this quotation cannot be read any more.") from None
    try:
        sheet = document[_index(document, page)]
        lines = [line for column in in_reading_order(page_lines(sheet)) for line in column]
        boxes = _boxes_of(lines, quote, nth)
        around = _around([box for box in boxes if box], lines, (sheet.get_width(), sheet.get_height()))
        return _picture(sheet, around, boxes, words)
    finally:
        document.close()


def _index(document: Any, page: int) -> int:
    """The place in the file of the page that calls itself `page`."""
    for number in range(len(document)):
        if str(document.get_page_label(number) or "") == str(page):
            return number
    if not 1 <= page <= len(document):
        raise CorpusError("The PDF has changed: it has no such page any more.")
    return page - 1


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
    raise CorpusError("The quotation cannot be found on its page: the PDF has changed.")


def _places(text: str, part: str) -> list[int]:
    found, at = list[int](), text.find(part)
    while at >= 0 and len(found) < 100:
        found.append(at)
        at = text.find(part, at + 1)
    return found


def _counts(character: str) -> bool:
    return not character.isspace() and character not in "-\u00ad\u2010\ufffe\u0002\u00ac"


def _around(boxes: Sequence[Box], lines: Sequence[Line], size: tuple[float, float]) -> Box:
    """The part of the page to show: the quotation's lines over the width of their column, and a margin."""
    top, bottom = min(box[1] for box in boxes), max(box[3] for box in boxes)
    left, right = min(box[0] for box in boxes), max(box[2] for box in boxes)
    for line in lines:
        overlaps = line.left < right and line.right > left
        if overlaps and line.top < bottom and line.bottom > top:
            left, right = min(left, line.left), max(right, line.right)
    left, right = max(0.0, left - _MARGIN), min(size[0], right + _MARGIN)
    tallest = _TALLEST * (right - left)
    top, bottom = max(0.0, top - _MARGIN), min(size[1], bottom + _MARGIN)
    return left, top, right, min(bottom, top + tallest)


def _picture(sheet: Any, around: Box, boxes: Sequence[Box | None], words: Sequence[tuple[int, int]]) -> bytes:
    from PIL import Image, ImageChops, ImageDraw  # noqa: PLC0415 - the extra that pypdfium2 belongs to

    left, top, right, bottom = around
    scale = min(_MOST_SCALE, _WIDTH / (right - left))
    width, height = sheet.get_size()
    image = sheet.render(scale=scale, crop=(left, height - bottom, width - right, top)).to_pil().convert("RGB")
    tint = Image.new("RGB", image.size, (255, 255, 255))
    pen = ImageDraw.Draw(tint)
    marked = {place for start, end in words for place in range(start, end)}
    for strong in (False, True):
        for place, box in enumerate(boxes):
            if box is not None and (place in marked) is strong:
                x, y = (box[0] - left) * scale, (box[1] - top) * scale
                corner = ((box[2] - left) * scale + 1, (box[3] - top) * scale)
                pen.rectangle((x - 1, y, *corner), fill=_WORD_TINT if strong else _TINT)
    made = io.BytesIO()
    ImageChops.multiply(image, tint).save(made, format="PNG", optimize=True)
    return made.getvalue()
