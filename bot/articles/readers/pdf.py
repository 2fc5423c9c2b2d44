"""PDFs with a text layer (pypdfium2): columns in reading order, running heads removed, the offset of each page kept."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, BinaryIO

from bot.articles.drafts import Draft, Flaw, UnreadableError
from bot.articles.limits import Limits
from bot.articles.readers.page_layout import Line, in_reading_order, joined, paragraphs, words_of
from bot.errors import MissingExtraError

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage

MOST_PAGES = 5_000
_MOST_CHARACTERS = 200_000  # of one page; a broadsheet has 40,000
_EDGE = 0.09  # of a page's height, in which running heads and page numbers stand
_NUMBER = re.compile(r"\W*(?:(?:page|seite|pagina|p\.?)\s*)?[0-9ivxlc]{1,5}\W*(?:of|/)?\s*[0-9]*\W*", re.IGNORECASE)
_LONGEST_TITLE = 150  # characters
_WIDE = 2.0  # heights of a line: a wider gap in it is the gutter between two columns
NO_TEXT = (
    "Its pages are pictures without text. Make it readable with OCRmyPDF: ocrmypdf input.pdf output.pdf, "
    "and put the output here."
)


def read_pdf(stream: BinaryIO, limits: Limits) -> Iterator[Draft | Flaw]:
    """One article: the whole document, with where each page begins.

    Raises:
        UnreadableError: it is locked, damaged, holds no text, or the `documents` extra is not installed.
    """
    document = open_pdf(stream.read(limits.max_file_bytes))
    try:
        count = len(document)
        if count > MOST_PAGES:
            yield Flaw(f"It has {count:,} pages; the first {MOST_PAGES:,} were read.", skipped=False)
        pages = [_lines_at(document, number) for number in range(min(count, MOST_PAGES))]
        title = (document.get_metadata_dict().get("Title") or "").strip()
        author = (document.get_metadata_dict().get("Author") or "").strip()
        labels = [_printed_number(document, number) for number in range(len(pages))]
    finally:
        document.close()
    if not any(lines for lines, _ in pages):
        raise UnreadableError(NO_TEXT)
    text, starts = text_of([_without_heads(number, pages) for number in range(len(pages))], labels)
    title = "" if _is_file_name(title) else title
    yield Draft(text=text, title=title or _headline(pages[0][0]), author=author, pages=starts)


def open_pdf(data: bytes) -> PdfDocument:
    """The document of these bytes. Raises UnreadableError."""
    try:
        from pypdfium2 import PdfDocument, PdfiumError  # noqa: PLC0415 - the extra
    except ImportError:
        raise UnreadableError(str(MissingExtraError("Reading PDFs", "documents"))) from None
    try:
        return PdfDocument(data)
    except PdfiumError as error:
        locked = "password" in str(error).lower()
        raise UnreadableError(
            "It is locked with a password." if locked else "It is not a PDF that can be read."
        ) from None


def text_of(pages: Sequence[Sequence[Line]], numbers: Sequence[int]) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The text of pages, paragraphs apart; and where each page begins, as `Article.pages`.

    A paragraph that goes on over the page is one paragraph.
    """
    known = words_of([line for lines in pages for line in lines])
    columns = [
        (number, column) for number, lines in zip(numbers, pages, strict=True) for column in in_reading_order(lines)
    ]
    page_of = {id(line): number for number, column in columns for line in column}
    parts: list[str] = []
    starts: list[tuple[int, int]] = []
    length = 0
    for lines in paragraphs([column for _, column in columns]):
        words = joined(lines, known)
        for place, line in enumerate(lines):
            number = page_of[id(line)]
            if not starts or starts[-1][1] != number:
                before = len(joined(lines[:place], known)) if place else 0
                starts.append((length + before + (1 if before else 0), number))
        if words.strip():
            parts.append(words)
            length += len(words) + 2
    return "\n\n".join(parts), tuple(starts)


def page_lines(page: PdfPage) -> list[Line]:
    """The lines of a page as PDFium finds them, cut where a gutter runs through them."""
    height = page.get_height()
    text_page = page.get_textpage()
    try:
        count = min(text_page.count_chars(), _MOST_CHARACTERS)
        lines: list[Line] = []
        words, boxes = "", list[tuple[float, float, float, float]]()
        for index, character in enumerate(_characters(text_page, count)):
            if character in "\r\n":
                lines += _line(words, boxes)
                words, boxes = "", []
                continue
            left, bottom, right, top = text_page.get_charbox(index, loose=True)
            box = (left, height - top, right, height - bottom)
            if boxes and not character.isspace() and _is_apart(boxes, box):
                lines += _line(words, boxes)
                words, boxes = "", []
            words += character
            boxes.append(box)
        return lines + list(_line(words, boxes))
    finally:
        text_page.close()


def _characters(text_page: Any, count: int) -> Iterator[str]:
    from pypdfium2 import raw  # noqa: PLC0415

    for index in range(count):
        code = raw.FPDFText_GetUnicode(text_page, index)
        yield chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else " "


def _is_apart(boxes: Sequence[tuple[float, float, float, float]], box: tuple[float, float, float, float]) -> bool:
    """Whether a character stands in another column, or on another line, than those before it."""
    solid = [one for one in boxes[-3:] if one[2] > one[0]] or [boxes[-1]]
    last = solid[-1]
    height = max(last[3] - last[1], box[3] - box[1], 4.0)
    return box[0] - last[2] > _WIDE * height or box[2] < last[0] - height or abs(box[3] - last[3]) > 1.5 * height


def _line(words: str, boxes: Sequence[tuple[float, float, float, float]]) -> Iterator[Line]:
    solid = [box for character, box in zip(words, boxes, strict=True) if not character.isspace() and box[2] > box[0]]
    if words.strip() and solid:
        left, top = min(box[0] for box in solid), min(box[1] for box in solid)
        right, bottom = max(box[2] for box in solid), max(box[3] for box in solid)
        yield Line(words, left, top, right, bottom, tuple(boxes))


def _lines_at(document: PdfDocument, number: int) -> tuple[list[Line], float]:
    page = document[number]
    try:
        return page_lines(page), page.get_height()
    finally:
        page.close()


def _without_heads(number: int, pages: Sequence[tuple[Sequence[Line], float]]) -> list[Line]:
    """The lines of a page without its number, and without heads and feet that other pages have, too."""
    lines, height = pages[number]
    common = Counter(key for others, tall in pages for key in {_key(line) for line in _at_edge(others, tall)})
    dropped = {
        id(line)
        for line in _at_edge(lines, height)
        if _NUMBER.fullmatch(line.text.strip()) or (len(pages) > 2 and common[_key(line)] > max(1, len(pages) // 3))
    }
    return [line for line in lines if id(line) not in dropped]


def _at_edge(lines: Sequence[Line], height: float) -> list[Line]:
    return [line for line in lines if line.bottom < _EDGE * height or line.top > (1 - _EDGE) * height]


def _key(line: Line) -> str:
    return re.sub(r"[0-9]+", "#", " ".join(line.text.split())).casefold()


def _printed_number(document: PdfDocument, number: int) -> int:
    """The number printed on a page, where the PDF states it in digits; else its place in the file, from 1."""
    label = str(document.get_page_label(number) or "")
    return int(label) if label.isascii() and label.isdigit() and len(label) < 6 else number + 1


def _headline(lines: Sequence[Line]) -> str:
    """The largest type of the first page, where it is much larger than most; "" where there is none."""
    if not lines:
        return ""
    heights = sorted(line.height for line in lines)
    largest = heights[-1]
    if largest < 1.5 * heights[len(heights) // 2]:
        return ""
    words = " ".join(" ".join(line.text.split()) for line in lines if line.height > 0.95 * largest)
    return words if len(words) <= _LONGEST_TITLE else ""


def _is_file_name(title: str) -> bool:
    return (
        re.search(r"\.(?:pdf|docx?|indd|qxd|tiff?|jpe?g)$|^(?:untitled|microsoft word - .*)$", title, re.I) is not None
    )
