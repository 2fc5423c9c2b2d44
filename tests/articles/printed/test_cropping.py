"""A quotation cut out of its printed page: a PDF's, or the picture of a page that an OCR program has read."""

from __future__ import annotations

import io
import re
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from bot.articles.printed.cropping import crop
from bot.errors import CorpusError
from tests.articles.conftest import read_all
from tests.articles.readers.newspaper import page_of_newspaper, write_scan

QUOTE = "The repairs had taken nine years and cost four thousand pounds, most of it raised by the fishermen's wives."
OCR = Path(__file__).parents[1] / "readers" / "documents"
GONE, CHANGED = "is not in the corpus", "has changed"


@pytest.fixture(params=["page.pdf", "page.hocr", "page.xml"])
def page(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A printed page with what is needed to show it."""
    file = tmp_path / str(request.param)
    if file.suffix == ".pdf":
        file.write_bytes(page_of_newspaper(3))
    else:
        write_scan(file)
    return file


def tint_of(picture: bytes) -> Image.Image:
    """Which pixels of the picture are tinted, as an image of yes and no."""
    red, _, blue = Image.open(io.BytesIO(picture)).convert("RGB").split()
    return ImageChops.subtract(red, blue).point(lambda value: 255 if value > 60 else 0)


def test_the_clipping_shows_the_quote_over_its_column_with_its_words_tinted(page: Path) -> None:
    words = [match.span() for match in re.finditer("nine years|four thousand pounds", QUOTE)]
    picture = crop(page, 1, QUOTE, 0, tuple(words))
    image = Image.open(io.BytesIO(picture))
    assert image.format == "PNG"
    assert 900 <= image.width <= 1000
    assert 150 < image.height < 700  # three lines and a margin, not the page
    left, top, right, bottom = tint_of(picture).getbbox() or (0, 0, 0, 0)
    assert right - left > 0.7 * image.width
    assert 0.4 * image.height < bottom - top < image.height
    tinted = ImageChops.multiply(tint_of(crop(page, 1, QUOTE, 0, ())), tint_of(picture))
    assert tinted.getbbox()
    ink = image.convert("L").point(lambda value: 255 if value < 100 else 0)
    beside = ink.crop((0, 0, image.width, max(1, top - 2))).histogram()[255]
    assert ink.crop((left, top, right, bottom)).histogram()[255] > 20 * beside  # the tint lies on the words


def test_a_word_that_is_broken_on_the_page_is_found(page: Path) -> None:
    assert crop(page, 1, "while the whole har\xadbour looked on", 0, ())


def test_a_page_that_has_changed_or_gone_says_so(page: Path) -> None:
    with pytest.raises(CorpusError, match=CHANGED):
        crop(page, 1, "Words that are printed nowhere on it.", 0, ())
    with pytest.raises(CorpusError, match=CHANGED):
        crop(page, 9, QUOTE, 0, ())
    for picture in page.parent.glob("page.p*"):
        picture.unlink()
    with pytest.raises(CorpusError, match=GONE):
        crop(page, 1, QUOTE, 0, ())


def _no_picture(page: Path) -> None:
    page.with_suffix(".png").write_bytes(b"no picture")


def _cut_off(page: Path) -> None:
    picture = page.with_suffix(".png")
    picture.write_bytes(picture.read_bytes()[:3_000])


def _bomb(page: Path) -> None:
    header = b"IHDR" + struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    chunk = struct.pack(">I", 13) + header + struct.pack(">I", zlib.crc32(header))
    page.with_suffix(".png").write_bytes(b"\x89PNG\r\n\x1a\n" + chunk + struct.pack(">I", 0) + b"IDAT")


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [(_no_picture, "cannot be read any more"), (_cut_off, "cannot be read any more"), (_bomb, "too much memory")],
)
def test_a_picture_that_is_damaged_or_huge_is_a_sentence(
    tmp_path: Path, spoil: Callable[[Path], None], sentence: str
) -> None:
    file = tmp_path / "page.hocr"
    write_scan(file)
    spoil(file)
    with pytest.raises(CorpusError, match=sentence):
        crop(file, 1, QUOTE, 0, ())


@pytest.mark.parametrize("ending", [".jpg", ".tif", ".webp"])
def test_the_picture_may_be_of_another_size_and_kind_than_the_one_that_was_read(tmp_path: Path, ending: str) -> None:
    file = tmp_path / "page.xml"
    write_scan(file, ending=ending, dots=220)
    left, top, right, bottom = tint_of(crop(file, 1, QUOTE, 0, ())).getbbox() or (0, 0, 0, 0)
    assert right - left > 600
    assert bottom - top > 60


def test_only_pages_whose_picture_is_there_have_a_facsimile_and_pictures_are_no_problem(tmp_path: Path) -> None:
    for name in ("1931-05-03.xml", "1931-05-10.xml", "named.hocr"):
        (tmp_path / name).write_bytes((OCR / f"tesseract{Path(name).suffix}").read_bytes())
    for name in ("1931-05-03.png", "page-1.png"):  # the second is the name that the others state
        (tmp_path / name).write_bytes(b"a picture")
    articles, problems = read_all(tmp_path)
    assert [article.facsimile for article in articles] == [True, True, True]
    assert not [problem for problem in problems if problem.path.endswith(".png")]
    (tmp_path / "page-1.png").unlink()
    assert [article.facsimile for article in read_all(tmp_path)[0]] == [True, False, False]
