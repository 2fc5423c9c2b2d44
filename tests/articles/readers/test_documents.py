"""Documents that pandoc, LibreOffice and Tesseract wrote, and mail."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from bot.model import DateKind
from tests.articles.conftest import Reading

ReadFile = Callable[[str, str | bytes], Reading]
DOCUMENTS = Path(__file__).parent / "documents"
STORY = (
    "The fog bell that the town calls Clarence rang again on Sunday, for the first time since the great storm of the "
    "year before.\nThe keeper, Martha Oddly, pulled the rope herself at noon while the whole harbour looked on and the "
    "ferries blew their horns."
)


@pytest.mark.parametrize("name", ["pandoc.docx", "libreoffice.docx", "pandoc.odt", "libreoffice.odt", "pandoc.epub"])
def test_title_and_prose(read_file: ReadFile, name: str) -> None:
    (article,), _ = read_file(name, (DOCUMENTS / name).read_bytes())
    assert (article.title, article.text) == ("The bell rang", STORY)


def test_a_document_has_the_day_of_its_last_change_and_says_so_unless_its_name_tells_a_day(read_file: ReadFile) -> None:
    content = (DOCUMENTS / "pandoc.docx").read_bytes()
    future = read_file("a.docx", content)[1]  # it was written after the tests' today
    assert "is in the future" in future[0].reason
    (article,), _ = read_file("1931-05-03 bell.docx", content)
    assert (article.date, article.date_kind) == (date(1931, 5, 3), DateKind.PUBLISHED)


def test_a_book_has_its_day_its_author_and_its_title_as_source(read_file: ReadFile) -> None:
    (article,), _ = read_file("b.epub", (DOCUMENTS / "pandoc.epub").read_bytes())
    assert (article.date, article.author, article.source) == (date(2020, 5, 3), "Mo", "Quay Stories")


@pytest.mark.parametrize("name", ["tesseract.hocr", "tesseract.xml"])
def test_digitised_pages_have_words_paragraphs_and_pages(read_file: ReadFile, name: str) -> None:
    (article,), _ = read_file(name, (DOCUMENTS / name).read_bytes())
    assert "Clarence rings again over Lower Quay, part 1" in article.text.split("\n\n")
    assert "har\xadbour" in article.text or "pulled the" in article.text
    assert article.page_at(0) == 1


ALTO = """<alto xmlns="http://www.loc.gov/standards/alto/ns-v4#"><Layout><Page PHYSICAL_IMG_NR="4"><PrintSpace>
<TextBlock><TextLine><String CONTENT="The"/><SP/><String CONTENT="har"/><HYP CONTENT="-"/></TextLine>
<TextLine><String CONTENT="bour"/><SP/><String CONTENT="slept."/></TextLine></TextBlock>
<TextBlock><TextLine><String CONTENT="Next."/></TextLine></TextBlock></PrintSpace></Page></Layout></alto>"""


def test_alto_joins_broken_words_and_knows_the_page(read_file: ReadFile) -> None:
    (article,), _ = read_file("1931/p.xml".rpartition("/")[2], ALTO)
    assert article.text == "The har\xadbour slept.\n\nNext."
    assert article.pages == ((0, 4),)


MAIL = (
    "From: Martha Oddly <mo@quay.example>\r\nSubject: =?utf-8?q?The_b=C3=A9ll?=\r\nMessage-ID: <1@quay.example>\r\n"
    "Date: Sun, 3 May 2020 23:30:00 -0500\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nIt rang.\r\n"
)


def test_a_message_is_dated_by_its_header(read_file: ReadFile) -> None:
    (article,), _ = read_file("a.eml", MAIL)
    assert (article.title, article.text, article.date) == ("The béll", "It rang.", date(2020, 5, 3))
    assert article.id == "1@quay.example"
    assert article.source == "Martha Oddly"


def test_a_mailbox_gives_each_message(read_file: ReadFile) -> None:
    second = MAIL.replace("<1@", "<2@").replace("It rang.", "Twice.\n>From the tower.")
    articles, _ = read_file("a.mbox", f"From mo Sun May  3\n{MAIL}\nFrom mo Mon May  4\n{second}".replace("\r\n", "\n"))
    assert [article.text for article in articles] == ["It rang.", "Twice.\nFrom the tower."]


def _bomb(name: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, b" " * 210_000_000)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.docx", b"PK\x03\x04"),
        ("a.odt", b"no zip"),
        ("a.epub", b""),
        ("a.xml", b"<a>"),
        ("a.xml", b"<!DOCTYPE a [<!ENTITY b 'c'>]><alto>&b;</alto>"),
        ("a.xml", b"<rss><channel/></rss>"),
        ("a.hocr", b"<p>plain</p>"),
        ("a.mbox", b"plain"),
        ("a.eml", b"plain"),
    ],
)
def test_what_is_no_such_document_is_one_problem(read_file: ReadFile, name: str, content: bytes) -> None:
    articles, problems = read_file(name, content)
    assert not articles
    assert len(problems) == 1


def test_a_document_that_unpacks_to_too_much_is_refused(read_file: ReadFile) -> None:
    _, (problem,) = read_file("a.docx", _bomb("word/document.xml"))
    assert "unpacks to more than" in problem.reason
