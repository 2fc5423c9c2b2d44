"""The picture of a page that an OCR program has read, to cut a clipping out of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from bot.articles.decoding import decode
from bot.articles.printed.page_crop import CHANGED, DAMAGED, GONE, TOO_LARGE, PrintedPage
from bot.articles.printed.pictures import picture_of
from bot.articles.readers.digitised import OcrPage, alto_pages, hocr_pages
from bot.articles.readers.page_layout import Box, Line
from bot.errors import CorpusError

if TYPE_CHECKING:
    from PIL.Image import Image

_LARGEST = 100_000_000  # bytes of what the OCR program wrote
_MOST_PIXELS = 200_000_000  # of a page: a broadsheet at 600 dpi


@contextmanager
def scanned_page(file: Path, page: int) -> Iterator[PrintedPage]:
    """The page numbered `page` in an ALTO or hOCR file. Raises CorpusError, or UnreadableError."""
    if file.stat().st_size > _LARGEST:
        raise CorpusError(TOO_LARGE)
    data = file.read_bytes()
    pages = alto_pages(data) if file.suffix.lower() == ".xml" else hocr_pages(decode(data)[0])
    place, sheet = next(((place, one) for place, one in enumerate(pages) if one.number == page), (0, None))
    if sheet is None:
        raise CorpusError(CHANGED)
    picture = picture_of(file, sheet.image)
    if picture is None:
        raise CorpusError(GONE)
    with _opened(picture, place) as image:
        yield _placed(sheet, image)


@contextmanager
def _opened(picture: Path, place: int) -> Iterator[Image]:
    """The picture; of one that holds several pages (TIFF), the one at `place`."""
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415 - an extra

    Image.MAX_IMAGE_PIXELS = _MOST_PIXELS // 2  # Pillow refuses twice as many
    try:
        with Image.open(picture) as image:
            if image.width * image.height > _MOST_PIXELS:
                raise CorpusError(TOO_LARGE)
            if 0 < place < getattr(image, "n_frames", 1):
                image.seek(place)
            yield image
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise CorpusError(TOO_LARGE) from None
    except (UnidentifiedImageError, SyntaxError, ValueError):
        raise CorpusError(DAMAGED) from None


def _placed(sheet: OcrPage, image: Image) -> PrintedPage:
    """The page in pixels of its picture: the file's own unit may be another (pixels of a larger scan, millimetres)."""
    left, top, right, bottom = sheet.box
    across = image.width / (right - left) if right > left else 1.0
    down = image.height / (bottom - top) if bottom > top else 1.0

    def place(box: Box) -> Box:
        return (box[0] - left) * across, (box[1] - top) * down, (box[2] - left) * across, (box[3] - top) * down

    lines = [
        Line(line.text, *place((line.left, line.top, line.right, line.bottom)), tuple(map(place, line.boxes)))
        for lines in sheet.blocks
        for line in lines
    ]

    def picture(around: Box, scale: float) -> Image:
        cut = image.crop((round(around[0]), round(around[1]), round(around[2]), round(around[3]))).convert("RGB")
        size = (max(1, round(cut.width * scale)), max(1, round(cut.height * scale)))
        return cut.resize(size)

    return PrintedPage(lines, (float(image.width), float(image.height)), picture, _unit(lines))


def _unit(lines: list[Line]) -> float:
    """Pixels of a point: newspaper lines are about nine points high."""
    heights = sorted(line.height for line in lines)
    return max(1.0, heights[len(heights) // 2] / 9.0) if heights else 1.0
