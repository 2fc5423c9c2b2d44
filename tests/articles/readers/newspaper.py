"""A newspaper page as a PDF: a headline over two columns, a running head, a page number, words broken at line ends.

And the same page as an OCR program gives it: ALTO or hOCR beside a picture.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby
from pathlib import Path

import pypdfium2
from fpdf import FPDF

from bot.articles.readers.page_layout import Line, in_reading_order
from bot.articles.readers.pdf import page_lines

LEFT = (
    "The fog bell that the town calls Clarence rang again on Sunday, for the first time since the",
    "great storm. The keeper, Martha Oddly, pulled the rope herself at noon while the whole har-",
    "bour looked on and the ferries blew their horns.",
    "“It sounds a little flat,” she said afterwards. “But so do I.”",
)
RIGHT = (
    "The repairs had taken nine years and cost four thousand pounds, most of it raised by the",
    "fishermen’s wives. A second bell, cast in the same foundry, is to follow in the spring.",
)


def page_of_newspaper(pages: int = 1, *, size: float = 9) -> bytes:
    """The same page, so many times, with its number."""
    paper = FPDF(unit="pt", format=(600, 800))
    paper.set_auto_page_break(False)
    for number in range(1, pages + 1):
        paper.add_page()
        paper.set_font("Times", size=8)
        paper.text(40, 30, "THE QUAY COURIER, 3 May 1931")
        paper.text(295, 785, str(number))
        paper.set_font("Times", "B", 24)
        paper.text(40, 80, f"Clarence rings again over Lower Quay, part {number}")
        paper.set_font("Times", size=size)
        for left, lines in ((40, LEFT), (320, RIGHT)):
            top = 120.0
            for line in lines:
                for words in _broken(line, 50):
                    paper.text(left, top, words.replace("“", '"').replace("”", '"').replace("’", "'"))
                    top += size * 1.3
    return bytes(paper.output())


def write_scan(page: Path, *, ending: str = ".png", dots: int = 150) -> Path:
    """Writes the page's picture beside `page`, so many dots to the inch, and as `page` what OCR made of it.

    ALTO's boxes are in 1,200ths of an inch, hOCR's in pixels of a picture of 150 dots to the inch.
    """
    sheet = pypdfium2.PdfDocument(page_of_newspaper())[0]
    picture = page.with_suffix(ending)
    sheet.render(scale=dots / 72).to_pil().save(picture)
    columns, size = in_reading_order(page_lines(sheet)), sheet.get_size()
    page.write_text(_alto(columns, size) if page.suffix == ".xml" else _hocr(columns, size), encoding="utf-8")
    return picture


def _alto(columns: Sequence[Sequence[Line]], size: tuple[float, float]) -> str:
    def place(box: tuple[float, ...]) -> str:
        left, top, right, bottom = (round(part * 1200 / 72) for part in box)
        return f'HPOS="{left}" VPOS="{top}" WIDTH="{right - left}" HEIGHT="{bottom - top}"'

    blocks = "".join(
        "<TextBlock>"
        + "".join(
            f"<TextLine {place((line.left, line.top, line.right, line.bottom))}>"
            + "<SP/>".join(f'<String CONTENT="{escape(word)}" {place(box)}/>' for word, box in _words(line))
            + "</TextLine>"
            for line in column
        )
        + "</TextBlock>"
        for column in columns
    )
    width, height = (round(part * 1200 / 72) for part in size)
    return (
        '<alto xmlns="http://www.loc.gov/standards/alto/ns-v4#"><Description><MeasurementUnit>inch1200'
        "</MeasurementUnit></Description><Layout>"
        f'<Page PHYSICAL_IMG_NR="1" WIDTH="{width}" HEIGHT="{height}">{blocks}</Page></Layout></alto>'
    )


def _hocr(columns: Sequence[Sequence[Line]], size: tuple[float, float]) -> str:
    def place(box: tuple[float, ...]) -> str:
        return "bbox " + " ".join(str(round(part * 150 / 72)) for part in box)

    blocks = "".join(
        '<p class="ocr_par">'
        + "".join(
            f'<span class="ocr_line" title="{place((line.left, line.top, line.right, line.bottom))}">'
            + " ".join(
                f'<span class="ocrx_word" title="{place(box)}">{escape(word)}</span>' for word, box in _words(line)
            )
            + "</span>"
            for line in column
        )
        + "</p>"
        for column in columns
    )
    return f'<div class="ocr_page" title="{place((0, 0, *size))}; ppageno 0">{blocks}</div>'


def _words(line: Line) -> Iterator[tuple[str, tuple[float, ...]]]:
    pairs = zip(line.text, line.boxes, strict=True)
    for is_space, letters in groupby(pairs, key=lambda pair: pair[0].isspace()):
        if not is_space:
            word, boxes = zip(*letters, strict=True)
            yield "".join(word).replace("\x02", "-"), (boxes[0][0], boxes[0][1], boxes[-1][2], boxes[0][3])


def _broken(line: str, width: int) -> list[str]:
    lines, current = [], ""
    for word in line.split():
        if current and len(current) + len(word) > width:
            lines.append(current)
            current = ""
        current = f"{current} {word}".strip()
    return [*lines, current]
