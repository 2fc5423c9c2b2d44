"""PDFs: columns in reading order, heads dropped, hyphens joined, pages known."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from fpdf import FPDF
from PIL import Image

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
