"""No document makes its reader take more than linear time or memory."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from contextlib import suppress
from html import escape
from io import BytesIO

import pytest

from bot.articles import Limits
from bot.articles.drafts import UnreadableError
from bot.articles.formats import READERS
from tests.articles.readers.newspaper import page_of_newspaper
from tests.doubling import assert_linear

LIMITS = Limits()
UNITS = ["<i>a</i> b ", "<p>a", "<div>", "a b. ", "文日", "“a” ", "&amp; ", "<br>\n", "<p>Heron landed.</p>\n"]
TEXTS = ["a b. ", "文日", "“a” ", "— ", "\n", "> a\n", "=E9", "--x\n", "From \n"]
_WORDS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def zipped(**files: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return packed.getvalue()


def docx(text: str) -> bytes:
    run = f"<w:p><w:r><w:t>{escape(text)}</w:t></w:r></w:p>".replace("\n", "</w:t></w:r></w:p><w:p><w:r><w:t>")
    return zipped(word__document_xml=f'<w:document xmlns:w="{_WORDS}"><w:body>{run}</w:body></w:document>')


def mail(text: str) -> bytes:
    return f"From: a@b\nSubject: x\nDate: Sun, 3 May 2020 23:30:00 -0500\n\n{text}\n".encode()


def mailbox(text: str) -> bytes:
    return b"From a Sun May  3 00:00:00 2020\n" + mail(text)


def hocr(text: str) -> bytes:
    words = "".join(f'<span class="ocrx_word">{escape(word)}</span> ' for word in text.split() or ["a"])
    return f'<html><body><div class="ocr_page"><p class="ocr_par">{words}</p></div></body></html>'.encode()


def odt(text: str) -> bytes:
    blocks = "".join(f"<text:p>{escape(line)}</text:p>" for line in text.split("\n"))
    return zipped(content_xml=f'<office:body xmlns:office="o" xmlns:text="t">{blocks}</office:body>')


def epub(html: str) -> bytes:
    return zipped(
        META_INF__container_xml='<container><rootfile full-path="p.opf"/></container>',
        **{"p.opf": '<package><item id="a" href="a.html"/><itemref idref="a"/></package>', "a.html": html},
    )


def alto(text: str) -> bytes:
    words = "".join(f'<String CONTENT="{escape(word)}"/>' for word in text.split() or ["a"])
    return f"<alto><Page><TextBlock><TextLine>{words}</TextLine></TextBlock></Page></alto>".encode()


def nested(name: str, inside: str, unit: int) -> str:
    return f"<{name}>" * unit + inside + f"</{name}>" * unit


MAKERS: dict[str, Callable[[str], bytes]] = {
    ".docx": docx,
    ".odt": odt,
    ".eml": mail,
    ".mbox": mailbox,
    ".hocr": hocr,
    ".xml": alto,
    ".epub": epub,
}
LONG = "<p>The Heron probe landed on Titan on Monday after a journey of seven years and a day.</p>"
LINE = '<TextLine><String CONTENT="a"/></TextLine>'


def nested_alto(name: str, size: int) -> bytes:
    block = f"<TextBlock>{LINE}</TextBlock>"
    return f"<alto><Page>{nested(name, block, size)}</Page></alto>".encode()


HOCR = b"<x class='ocr_page'><x class='ocr_par'><x class='ocr_line'>"
STRUCTURES: dict[str, tuple[str, Callable[[int], bytes]]] = {
    "headings that do not end": (".epub", lambda size: epub(LONG + "<h1>" * size)),
    "titles that do not end": (".epub", lambda size: epub(LONG + "<title>" * size)),
    "headings that end alike": (".epub", lambda size: epub(LONG + "<h1" * size + "</h1>" * size)),
    "classes without an end": (".hocr", lambda size: b'<html><x class="' + b"ocr_page " * size),
    "pages without an end": (".hocr", lambda size: b"<html><x class='ocr_page'>" + b"<x class='ocr_line" * size),
    "lines of no page": (".hocr", lambda size: b"<x class='ocr_page'><x class='ocr_par'>" + b"<x class=" * size),
    "tags of a word without an end": (".hocr", lambda size: HOCR + b"<x class='ocrx_word'>" + b"<" * size),
    "blocks in blocks": (".xml", lambda size: nested_alto("TextBlock", size)),
    "pages in pages": (".xml", lambda size: nested_alto("Page", size)),
    "paragraphs in paragraphs": (".odt", lambda size: zipped(content_xml=nested("p", "a", size))),
    "paragraphs in runs": (".docx", lambda size: zipped(word__document_xml=nested("p", "<t>a</t>", size))),
}  # fmt: skip


def assert_read_in_linear_time(suffix: str, make: Callable[[str], bytes], unit: str, most: int) -> None:
    def read(content: bytes) -> None:
        with suppress(UnreadableError):
            for _ in READERS[suffix](BytesIO(content), LIMITS):
                pass

    assert_linear(lambda size: make(unit * (size // len(unit))), read, start=2_000, most=most)


@pytest.mark.parametrize("unit", UNITS)
def test_web_pages(unit: str) -> None:
    pytest.importorskip("trafilatura", reason="the extra `html` is not installed")
    page = "<html><body><article><p>The Heron probe landed on Titan on Monday.</p>{}</article></body></html>"
    assert_read_in_linear_time(".html", lambda text: page.format(text).encode(), unit, 8_000)


@pytest.mark.parametrize("unit", TEXTS)
def test_documents_and_mail(unit: str) -> None:
    for suffix, make in MAKERS.items():
        assert_read_in_linear_time(suffix, make, unit, 8_000)


@pytest.mark.parametrize("name", STRUCTURES)
def test_structures_that_only_an_attacker_makes(name: str) -> None:
    suffix, make = STRUCTURES[name]

    def read(content: bytes) -> None:
        with suppress(UnreadableError):
            for _ in READERS[suffix](BytesIO(content), LIMITS):
                pass

    assert_linear(make, read, start=500, most=16_000)


def test_no_reader_is_left_out() -> None:
    here = {*MAKERS, ".html", ".htm", ".pdf"}
    elsewhere = {".txt", ".md", ".markdown", ".json", ".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz"}  # ../test_linear
    assert here | elsewhere == {*READERS}


def test_printed_pages() -> None:
    def read(content: bytes) -> None:
        for _ in READERS[".pdf"](BytesIO(content), LIMITS):
            pass

    assert_linear(page_of_newspaper, read, start=1, most=8)
