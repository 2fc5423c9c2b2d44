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
    for suffix, make in ((".docx", docx), (".eml", mail), (".mbox", mailbox), (".hocr", hocr)):
        assert_read_in_linear_time(suffix, make, unit, 8_000)


def test_printed_pages() -> None:
    def read(content: bytes) -> None:
        for _ in READERS[".pdf"](BytesIO(content), LIMITS):
            pass

    assert_linear(page_of_newspaper, read, start=1, most=8)
