"""ALTO and hOCR: the output of OCR programs, each word with its place on the printed page.

ALTO: https://www.loc.gov/standards/alto/. hOCR: http://kba.github.io/hocr-spec/1.2/.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, BinaryIO

from bot.articles.decoding import decode
from bot.articles.drafts import Draft, Flaw, UnreadableError
from bot.articles.limits import Limits
from bot.articles.readers.office import local, parsed
from bot.articles.readers.page_layout import Box, Line, joined, words_of
from bot.web.html_text import unescaped

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_TAG = re.compile(r"<[^<>]*>")  # no "<" in it, so that each character belongs to one attempt
_CLASS = re.compile(r"""class=["'](?P<names>[^"']*)""")
_PAGE, _PARAGRAPH, _WORD = {"ocr_page"}, {"ocr_par"}, {"ocrx_word"}
_LINE = {"ocr_line", "ocr_header", "ocr_caption", "ocr_textfloat"}
_NUMBER = re.compile(r"ppageno\s+(?P<it>[0-9]{1,5})")
_BOX = re.compile(r"""\bbbox\s+(-?[0-9]{1,6})\s+(-?[0-9]{1,6})\s+(-?[0-9]{1,6})\s+(-?[0-9]{1,6})""")
_IMAGE = re.compile(r"""\bimage\s+(?:"(?P<quoted>[^"]*)"|(?P<plain>[^\s;]+))""")
NO_ALTO = "Its XML is no ALTO page. Exports of other programs are taken by: python -m bot import."
_NO_BOX: Box = (0.0, 0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class OcrPage:
    """A page as an OCR program read it: `blocks` of lines; `image` is the name of its picture, where that is told.

    `box` is the whole page in the file's own unit, in which the boxes of its lines are, too.
    """

    number: int
    image: str
    box: Box
    blocks: Sequence[Sequence[Line]]


def read_alto(stream: BinaryIO, limits: Limits) -> Iterator[Draft | Flaw]:
    """One article: the page or pages of an ALTO file, blocks as paragraphs. Raises UnreadableError."""
    yield _draft(alto_pages(stream.read(limits.max_file_bytes)))


def read_hocr(stream: BinaryIO, limits: Limits) -> Iterator[Draft | Flaw]:
    """One article: the page or pages of an hOCR file. Raises UnreadableError."""
    text, flaw = decode(stream.read(limits.max_file_bytes))
    if flaw:
        yield Flaw(flaw, skipped=False)
    yield _draft(hocr_pages(text))


def alto_pages(data: bytes) -> list[OcrPage]:
    """The pages of an ALTO file. Raises UnreadableError."""
    root = parsed(data)
    if root is None or local(root) != "alto":
        raise UnreadableError(NO_ALTO)
    image = next((one.text or "" for one in root.iter() if local(one) == "fileName"), "").strip()
    pages = list(_outermost(root, "Page"))
    from_zero = any(page.get("PHYSICAL_IMG_NR") == "0" for page in pages)  # as Tesseract counts
    return [_alto_page(page, place, image, from_zero=from_zero) for place, page in enumerate(pages, start=1)]


def _alto_page(page: Element, place: int, image: str, *, from_zero: bool) -> OcrPage:
    stated = page.get("PRINTED_IMG_NR") or ("" if from_zero else page.get("PHYSICAL_IMG_NR")) or ""
    number = (int(stated) if stated.isascii() and stated.isdigit() and len(stated) < 6 else 0) or place
    blocks = [[_alto_line(line) for line in _outermost(block, "TextLine")] for block in _outermost(page, "TextBlock")]
    return OcrPage(number, image, (0.0, 0.0, _figure(page, "WIDTH"), _figure(page, "HEIGHT")), blocks)


def _outermost(root: Element, name: str) -> Iterator[Element]:
    """The elements of this name below `root`, in their order, but none that stands in another of them."""
    waiting = list(root)[::-1]
    while waiting:
        one = waiting.pop()
        if local(one) == name:
            yield one
        else:
            waiting.extend(list(one)[::-1])


def _alto_line(line: Element) -> Line:
    """A line's words; a broken one ends with its hyphen, whether ALTO marks it as HYP or within the word."""
    words, boxes, glued = "", list[Box](), False
    for one in line:
        name = local(one)
        if name == "String":
            word = ("" if glued or not words else " ") + one.get("CONTENT", "")
        elif name == "HYP" and not words.endswith("-"):
            word = "-"
        else:
            continue
        glued = name == "HYP"
        words += word
        boxes += _spread(word, _alto_box(one))
    return _line(words, boxes, _alto_box(line))


def _alto_box(one: Element) -> Box:
    left, top = _figure(one, "HPOS"), _figure(one, "VPOS")
    return left, top, left + _figure(one, "WIDTH"), top + _figure(one, "HEIGHT")


def _figure(one: Element, name: str) -> float:
    try:
        figure = float(one.get(name, "0"))
    except ValueError:
        return 0.0
    return figure if abs(figure) < 1_000_000 else 0.0


def hocr_pages(text: str) -> list[OcrPage]:
    """The pages of an hOCR file. Raises UnreadableError."""
    pages = _tags(text, _PAGE)
    if not pages:
        raise UnreadableError("It holds no page of hOCR.")
    ends = [page.start() for page in pages[1:]] + [len(text)]
    found: list[OcrPage] = []
    for place, (page, end) in enumerate(zip(pages, ends, strict=True), start=1):
        about = unescaped(page[0])
        stated, image = _NUMBER.search(about), _IMAGE.search(about)
        blocks = [
            [line for part in _from_each(block, _LINE)[1:] if (line := _hocr_line(part)).text]
            for block in _from_each(text[page.end() : end], _PARAGRAPH)
        ]
        name = (image["quoted"] or image["plain"] or "") if image else ""
        found.append(OcrPage(int(stated["it"]) + 1 if stated else place, name, _hocr_box(about), blocks))
    return found


def _tags(html: str, classes: set[str]) -> list[re.Match[str]]:
    """The opening tags of elements of one of these classes."""
    named = ((tag, _CLASS.search(tag[0])) for tag in _TAG.finditer(html))
    return [tag for tag, its in named if its and not classes.isdisjoint(its["names"].split())]


def _from_each(html: str, classes: set[str]) -> list[str]:
    """`html` cut before each of these tags; the first part is what stands before all of them."""
    places = [0, *(tag.start() for tag in _tags(html, classes)), len(html)]
    return [html[start:end] for start, end in pairwise(places)]


def _hocr_line(html: str) -> Line:
    tag, _, _ = html.partition(">")
    whole = _hocr_box(tag)
    words, boxes = "", list[Box]()
    for part in _from_each(html, _WORD):
        word = " ".join(unescaped(_TAG.sub(" ", part)).split())
        if word:
            word = f" {word}" if words else word
            words += word
            stated = _hocr_box(part.partition(">")[0])
            boxes += _spread(word, stated if stated != _NO_BOX else whole)
    return _line(words, boxes, whole)


def _hocr_box(tag: str) -> Box:
    match = _BOX.search(tag)
    if match is None:
        return _NO_BOX
    left, top, right, bottom = map(float, match.groups())
    return left, top, right, bottom


def _spread(word: str, box: Box) -> Iterator[Box]:
    """The box of each character of a word: OCR programs tell that of the word, whose letters are about as wide."""
    left, top, right, bottom = box
    letters = word.lstrip()
    step = (right - left) / max(1, len(letters))
    for place in range(-(len(word) - len(letters)), len(letters)):
        yield left + max(0, place) * step, top, left + max(0, place + 1) * step, bottom


def _line(words: str, boxes: Sequence[Box], whole: Box) -> Line:
    known = [box for box in boxes if box[2] > box[0]] or [whole]
    left, top = min(box[0] for box in known), min(box[1] for box in known)
    right, bottom = max(box[2] for box in known), max(box[3] for box in known)
    return Line(words, left, top, right, bottom, tuple(boxes))


def _draft(pages: Sequence[OcrPage]) -> Draft:
    known = words_of([line for page in pages for lines in page.blocks for line in lines])
    parts, starts, length = list[str](), list[tuple[int, int]](), 0
    for page in pages:
        for lines in page.blocks:
            words = joined(lines, known).strip()
            if not words:
                continue
            if not starts or starts[-1][1] != page.number:
                starts.append((length, page.number))
            parts.append(words)
            length += len(words) + 2
    if not parts:
        raise UnreadableError("It holds no words.")
    return Draft("\n\n".join(parts), pages=tuple(starts), picture=pages[0].image)
