"""Saved web pages."""

from __future__ import annotations

import codecs
import sys
import time
from collections.abc import Callable
from datetime import date

import pytest

from bot.articles.readers.web_page import _decode_page
from bot.articles.web_encodings import _CODECS, web_codec
from bot.installation import extra_command
from tests.articles.conftest import Reading

ReadFile = Callable[[str, str | bytes], Reading]
PROSE = (
    "<p>The bridge over the river opened on Monday, a year later than the town had planned and paid for.</p>"
    "<p>The mayor said that it would stand for a century, and that nobody would have to pay to cross it.</p>"
)


def page(head: str = "", above: str = "") -> str:
    return (
        f"<html><head><title>A bridge</title>{head}</head><body><nav><a href='/'>Home</a></nav><article>"
        f"<h1>A bridge</h1>{above}{PROSE}</article><script>alert('x')</script></body></html>"
    )


def test_a_page_gives_title_prose_source_and_address_without_its_furniture(read_file: ReadFile) -> None:
    head = (
        '<meta property="article:published_time" content="2020-10-28T23:30:00-05:00">'
        '<meta property="og:site_name" content="The Courier">'
        '<link rel="canonical" href="https://example.org/bridge">'
    )
    articles, problems = read_file("b.html", page(head))
    (article,) = articles
    assert (article.title, article.date) == ("A bridge", date(2020, 10, 28))
    assert (article.source, article.url) == ("The Courier", "https://example.org/bridge")
    assert article.text.startswith("The bridge over the river")
    assert "alert" not in article.text
    assert "Home" not in article.text
    assert not problems


@pytest.mark.parametrize(
    ("head", "above"),
    [
        ('<meta name="date" content="2020-10-28">', ""),
        ('<meta itemprop="datePublished" content="2020-10-28">', ""),
        ('<script type="application/ld+json">{"@graph": [{"datePublished": "2020-10-28T10:00:00Z"}]}</script>', ""),
        ("", '<time datetime="2020-10-28">Wednesday</time>'),
        ("", '<p class="byline">Published on October 28, 2020</p>'),
        ('<link rel="canonical" href="https://example.org/2020/10/28/bridge">', ""),
    ],
)
def test_the_date_is_found_wherever_a_page_declares_it(read_file: ReadFile, head: str, above: str) -> None:
    articles, _ = read_file("b.html", page(head, above))
    assert articles[0].date == date(2020, 10, 28)


def test_a_date_in_the_prose_is_never_taken_for_the_publication_date(read_file: ReadFile) -> None:
    articles, problems = read_file("b.html", page("", "<p>On 2019-05-04 the work had stopped for good.</p>"))
    assert articles[0].date is None
    assert [problem.skipped for problem in problems] == [False]


def test_an_impossible_declared_date_is_listed(read_file: ReadFile) -> None:
    articles, problems = read_file("b.html", page('<meta name="date" content="2020-13-45">'))
    assert articles[0].date is None
    assert "2020-13-45" in problems[0].reason


def test_the_declared_charset_is_believed(read_file: ReadFile) -> None:
    content = page('<meta charset="windows-1250">').replace("mayor", "mayor Łódź").encode("cp1250")
    articles, _ = read_file("b.html", content)
    assert "mayor Łódź" in articles[0].text


@pytest.mark.parametrize(
    "content",
    ["<html></html>", "x", "<" * 10_000, "<div>" * 10_000 + "deep" + "</div>" * 10_000, '<?xml version="1.0"?><a/>'],
)
def test_a_page_without_an_article_is_skipped_with_a_reason(read_file: ReadFile, content: str) -> None:
    articles, problems = read_file("b.html", content)
    assert not articles
    assert problems[0].skipped


def test_xhtml_with_an_encoding_declaration_is_read(read_file: ReadFile) -> None:
    articles, _ = read_file("b.html", '<?xml version="1.0" encoding="utf-8"?>' + page())
    assert articles[0].title == "A bridge"


def test_without_the_extra_a_page_is_skipped_and_the_extra_named(
    read_file: ReadFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    articles, problems = read_file("b.html", page())
    assert not articles
    assert extra_command("html") in problems[0].reason


@pytest.mark.parametrize("codec", ["punycode", "idna", "unicode_escape", "raw_unicode_escape", "utf-7", "hz"])
def test_a_codec_that_is_no_encoding_of_the_web_is_passed_over(codec: str) -> None:
    page = f'<meta charset="{codec}"><p>The café opened.</p>'.encode()
    assert _decode_page(page) == (page.decode(), "")


def test_a_page_of_five_megabytes_that_declares_punycode_is_decoded_at_once() -> None:
    page = b'<meta charset="punycode">' + b"a-" * 2_400_000
    started = time.process_time()
    _decode_page(page)
    assert time.process_time() - started < 1


@pytest.mark.parametrize(
    ("label", "codec"), [("gb2312", "gb18030"), ("Shift_JIS", "cp932"), ("ISO-8859-1", "cp1252"), ("x-sjis", "cp932")]
)
def test_an_encoding_is_read_as_browsers_read_that_name(label: str, codec: str) -> None:
    assert web_codec(label) == codec


def test_every_encoding_of_the_web_is_known_to_python() -> None:
    assert all(codecs.lookup(codec) for codec in set(_CODECS.values()))
