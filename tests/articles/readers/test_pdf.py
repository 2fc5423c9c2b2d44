"""PDFs: columns in reading order, heads dropped, hyphens joined, pages known; and a quotation cut out of its page."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from fpdf import FPDF
from PIL import Image

from bot.articles.readers.page_crop import crop
from bot.errors import CorpusError
from tests.articles.conftest import Reading, read_all
from tests.articles.readers.newspaper import page_of_newspaper

ReadFile = Callable[[str, str | bytes], Reading]
LEFT = (
    "The fog bell that the town calls Clarence rang again on Sunday, for the first time since the great storm. The "
    "keeper, Martha Oddly, pulled the rope herself at noon while the whole har\xadbour looked on and the ferries blew "
    'their horns. "It sounds a little flat," she said afterwards. "But so do I."'
)
RIGHT = (
    "The repairs had taken nine years and cost four thousand pounds, most of it raised by the fishermen's wives. "
    "A second bell, cast in the same foundry, is to follow in the spring."
)


def test_columns_are_read_one_after_the_other_below_their_headline(read_file: ReadFile) -> None:
    (article,), _ = read_file("a.pdf", page_of_newspaper(3))
    headlines = [f"Clarence rings again over Lower Quay, part {number}" for number in (1, 2, 3)]
    assert article.text == "\n\n".join(part for headline in headlines for part in (headline, LEFT, RIGHT))
    assert article.title == headlines[0]
    assert [article.page_at(article.text.index(headline)) for headline in headlines] == [1, 2, 3]


def test_the_date_is_that_of_the_path_and_no_other(tmp_path: Path) -> None:
    folder = tmp_path / "1931" / "05" / "03"
    folder.mkdir(parents=True)
    (folder / "p4.pdf").write_bytes(page_of_newspaper())
    (tmp_path / "courier-1931-05-10.pdf").write_bytes(page_of_newspaper())
    (tmp_path / "undated.pdf").write_bytes(page_of_newspaper())
    articles, _ = read_all(tmp_path)
    assert [article.date for article in articles] == [date(1931, 5, 3), date(1931, 5, 10), None]


def test_a_pdf_of_pictures_names_ocrmypdf(read_file: ReadFile) -> None:
    paper = FPDF()
    paper.add_page()
    paper.image(Image.new("L", (40, 40)))
    articles, (problem,) = read_file("scan.pdf", bytes(paper.output()))
    assert not articles
    assert "OCRmyPDF" in problem.reason


@pytest.mark.parametrize("content", [b"%PDF-1.7\nnothing", b"not a pdf", b"%PDF-1.4" + b"<<" * 50_000])
def test_what_is_no_pdf_is_a_problem(read_file: ReadFile, content: bytes) -> None:
    articles, (problem,) = read_file("a.pdf", content)
    assert not articles
    assert problem.reason == "It is not a PDF that can be read."


def test_a_locked_pdf_says_so(read_file: ReadFile) -> None:
    paper = FPDF()
    paper.set_encryption("owner", "reader")
    paper.add_page()
    _, (problem,) = read_file("a.pdf", bytes(paper.output()))
    assert problem.reason == "It is locked with a password."


def test_without_the_extra_it_says_what_to_install(read_file: ReadFile, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    _, (problem,) = read_file("a.pdf", page_of_newspaper())
    assert "[documents]" in problem.reason


def _tinted(picture: bytes) -> Image.Image:
    """The rows and columns of the picture that are tinted, as an image of yes and no."""
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    blue = image.getchannel("B").point(lambda value: 255 if value < 200 else 0)
    red = image.getchannel("R").point(lambda value: 255 if value > 200 else 0)
    return Image.composite(blue, Image.new("L", image.size), red)


def test_a_clipping_shows_the_quotation_of_its_own_page_and_column_with_its_words_tinted(tmp_path: Path) -> None:
    file = tmp_path / "a.pdf"
    file.write_bytes(page_of_newspaper(3))
    quote = RIGHT[: RIGHT.index(" A second")]
    picture = crop(file, 2, quote, 0, ((0, 3),))
    image = Image.open(io.BytesIO(picture))
    assert image.format == "PNG"
    assert 990 <= image.width <= 1000
    assert 150 < image.height < 700  # three lines and a margin, not the page
    left, top, right, bottom = _tinted(picture).getbbox() or (0, 0, 0, 0)
    assert right - left > 0.7 * image.width
    assert 0.4 * image.height < bottom - top < image.height


def test_a_word_that_is_broken_on_the_page_is_found(tmp_path: Path) -> None:
    file = tmp_path / "a.pdf"
    file.write_bytes(page_of_newspaper())
    assert crop(file, 1, "the whole har\xadbour looked on", 0, ())


def test_a_pdf_that_has_changed_or_gone_says_so(tmp_path: Path) -> None:
    file = tmp_path / "a.pdf"
    file.write_bytes(page_of_newspaper())
    with pytest.raises(CorpusError, match="has changed"):
        crop(file, 1, "Words that are printed nowhere on it.", 0, ())
    with pytest.raises(CorpusError, match="no such page"):
        crop(file, 9, RIGHT, 0, ())
    file.unlink()
    with pytest.raises(CorpusError, match="not there any more"):
        crop(file, 1, RIGHT, 0, ())
