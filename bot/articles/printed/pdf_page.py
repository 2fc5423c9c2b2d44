"""A page of a PDF, to cut a clipping out of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.articles.printed.page_crop import CHANGED, TOO_LARGE, PrintedPage
from bot.articles.readers.page_layout import Box, in_reading_order
from bot.articles.readers.pdf import open_pdf, page_lines
from bot.errors import CorpusError

if TYPE_CHECKING:
    from PIL.Image import Image

_LARGEST = 100_000_000  # bytes


@contextmanager
def pdf_page(file: Path, page: int) -> Iterator[PrintedPage]:
    """The page of a PDF that calls itself `page`. Raises CorpusError, or UnreadableError."""
    if file.stat().st_size > _LARGEST:
        raise CorpusError(TOO_LARGE)
    document = open_pdf(file.read_bytes())
    try:
        sheet = document[_index(document, page)]
        lines = [line for column in in_reading_order(page_lines(sheet)) for line in column]
        width, height = sheet.get_size()

        def picture(around: Box, scale: float) -> Image:
            left, top, right, bottom = around
            crop = (left, height - bottom, width - right, top)
            made: Image = sheet.render(scale=scale, crop=crop).to_pil()
            return made

        yield PrintedPage(lines, (width, height), picture)
    finally:
        document.close()


def _index(document: Any, page: int) -> int:
    """The place in the file of the page that calls itself `page`."""
    for number in range(len(document)):
        if str(document.get_page_label(number) or "") == str(page):
            return number
    if not 1 <= page <= len(document):
        raise CorpusError(CHANGED)
    return page - 1
