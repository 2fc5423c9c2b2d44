"""Whatever the bytes: a reader gives articles fit to quote, or sentences, and never raises."""

from __future__ import annotations

import gzip
import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.articles.display_names import shown
from bot.articles.formats import READERS
from bot.articles.titles import one_line, title_of
from tests.articles.conftest import TODAY, read_all

fuzz = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
PIECES = st.sampled_from(
    [b" date 2020-10-28 ", b"---\n", b"title: x\n", b"<p>", b"</p>", b"{", b"}", b'"text":', b'"a"', b"[", b"]", b",",
     b"\n", b"\xef\xbb\xbf", b"\xff\xfe", b"\x00", b"\xe9", b"\\ud800", b"date: 2020-13-45\n",
     "é“".encode(), b"&a", b"*a", b"# "]
)  # fmt: skip
BYTES = st.binary(max_size=200) | st.lists(PIECES | st.binary(max_size=6), max_size=30).map(b"".join)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)
FIELDS = st.sampled_from(["id", "text", "body", "title", "date", "published", "source", "authors", "url", "link"])


@pytest.mark.parametrize("suffix", sorted(READERS))
@given(data=BYTES)
@fuzz
def test_any_bytes_give_articles_or_sentences(suffix: str, data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"a{suffix}"
        file.write_bytes(gzip.compress(data) if suffix.endswith("gz") else data)
        articles, problems = read_all(file)
    assert articles or problems
    check(articles, problems)


@given(record=st.dictionaries(FIELDS, VALUES))
@fuzz
def test_any_record_gives_an_article_or_a_sentence(record: dict[str, object]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "a.jsonl"
        file.write_text(json.dumps(record))
        articles, problems = read_all(file)
    assert articles or problems
    check(articles, problems)


@given(text=st.text(min_size=1, alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
@fuzz
def test_the_text_of_a_record_is_kept_character_for_character(text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "a.json"
        file.write_text(json.dumps({"text": text}))
        articles, _ = read_all(file)
        assert [article.text for article in articles] == ([text] if text.strip() else [])


def check(articles: list, problems: list) -> None:  # type: ignore[type-arg]
    for article in articles:
        assert article.text.strip()
        assert article.title
        for line in (article.id, article.title, article.path, article.source, article.url, article.text):
            line.encode()
        for line in (article.title, article.source, article.url):
            assert len(line.splitlines()) <= 1
        assert article.date is None or article.date <= TODAY
        assert article.key
    for problem in problems:
        assert problem.reason.endswith(".")
        assert len(problem.reason.splitlines()) == 1


@given(st.text())
def test_a_shown_name_is_one_line_and_no_two_look_alike(name: str) -> None:
    line = shown(name)
    line.encode()
    assert len(line.splitlines()) <= 1
    assert line.replace("\\\\", "\0").count("\\") == sum(shown(c) != c for c in name if c != "\\")


@given(st.text(), st.integers(min_value=2, max_value=60))
def test_a_line_is_never_longer_than_asked(words: str, longest: int) -> None:
    assert len(one_line(words, longest)) <= longest


@given(st.text())
def test_every_text_has_a_title(text: str) -> None:
    assert 0 < len(title_of("", text)) <= 90
