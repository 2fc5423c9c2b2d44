"""ALTO and hOCR: the output of OCR programs, each word with its place on the printed page.

ALTO: https://www.loc.gov/standards/alto/. hOCR: http://kba.github.io/hocr-spec/1.2/.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import TYPE_CHECKING, BinaryIO

from bot.articles.decoding import decode
from bot.articles.drafts import Draft, Flaw, UnreadableError
from bot.articles.limits import Limits
from bot.articles.readers.office import local, parsed
from bot.articles.readers.page_layout import Line, joined, words_of

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_PAGE = re.compile(r"""<[^>]*class=["'][^"']*\bocr_page\b[^>]*>""")
_PARAGRAPH = re.compile(r"""<[^>]*class=["'][^"']*\bocr_par\b[^>]*>""")
_LINE = re.compile(r"""<[^>]*class=["'][^"']*\bocr_(?:line|header|caption|textfloat)\b[^>]*>""")
_NUMBER = re.compile(r"ppageno\s+(?P<it>[0-9]{1,5})")
_TAG = re.compile(r"<[^>]*>")


def read_alto(stream: BinaryIO, limits: Limits) -> Iterator[Draft | Flaw]:
    """One article: the page or pages of an ALTO file, blocks as paragraphs. Raises UnreadableError."""
    root = parsed(stream.read(limits.max_file_bytes))
    if root is None or local(root) != "alto":
        raise UnreadableError("Its XML is no ALTO page. Exports of other programs are taken by: python -m bot import.")
    blocks: list[tuple[int, list[Line]]] = []
    for place, page in enumerate((one for one in root.iter() if local(one) == "Page"), start=1):
        stated = page.get("PRINTED_IMG_NR") or page.get("PHYSICAL_IMG_NR") or ""
        number = (int(stated) if stated.isascii() and stated.isdigit() and len(stated) < 6 else 0) or place
        blocks += [
            (number, [_alto_line(line) for line in block.iter() if local(line) == "TextLine"])
            for block in page.iter()
            if local(block) == "TextBlock"
        ]
    yield from _draft(blocks)


def _alto_line(line: Element) -> Line:
    """A line's words; a broken one ends with its hyphen, whether ALTO marks it as HYP or within the word."""
    words, glued = "", False
    for one in line:
        name = local(one)
        if name == "String":
            words += ("" if glued or not words else " ") + one.get("CONTENT", "")
            glued = False
        elif name == "HYP":
            words, glued = words + "-", True
    return Line(words, 0, 0, 0, 0)


def read_hocr(stream: BinaryIO, limits: Limits) -> Iterator[Draft | Flaw]:
    """One article: the page or pages of an hOCR file. Raises UnreadableError."""
    text, flaw = decode(stream.read(limits.max_file_bytes))
    if flaw:
        yield Flaw(flaw, skipped=False)
    pages = list(_PAGE.finditer(text))
    if not pages:
        raise UnreadableError("It holds no page of hOCR.")
    blocks: list[tuple[int, list[Line]]] = []
    ends = [page.start() for page in pages[1:]] + [len(text)]
    for place, (page, end) in enumerate(zip(pages, ends, strict=True), start=1):
        stated = _NUMBER.search(page[0])
        number = int(stated["it"]) + 1 if stated else place
        for part in _PARAGRAPH.split(text[page.end() : end]):
            lines = [" ".join(unescape(_TAG.sub(" ", line)).split()) for line in _LINE.split(part)[1:]]
            blocks.append((number, [Line(words, 0, 0, 0, 0) for words in lines if words]))
    yield from _draft(blocks)


def _draft(blocks: list[tuple[int, list[Line]]]) -> Iterator[Draft]:
    known = words_of([line for _, lines in blocks for line in lines])
    parts, starts, length = list[str](), list[tuple[int, int]](), 0
    for number, lines in blocks:
        words = joined(lines, known).strip()
        if not words:
            continue
        if not starts or starts[-1][1] != number:
            starts.append((length, number))
        parts.append(words)
        length += len(words) + 2
    if not parts:
        raise UnreadableError("It holds no words.")
    yield Draft("\n\n".join(parts), pages=tuple(starts))
