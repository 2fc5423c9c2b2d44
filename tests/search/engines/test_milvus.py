"""What is Milvus's own: what a reload sends and removes, how a follower catches up, how terms are encoded_term."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import DamagedIndexError
from bot.model import Article
from bot.search import Analyzer, Edition, Query
from bot.search.milvus import MilvusEngine, Server, check_up
from bot.search.milvus import builder as building
from bot.search.milvus.term_encoding import encoded_term
from tests.search.conftest import zipf_articles
from tests.search.engines.conftest import ANALYZER, address, grown
from tests.search.engines.server import MilvusServer

LONG = Article("long", "", "comet and town. " * 5_000, "long.txt")  # 112 passages, more than one row of text


@pytest.fixture
def engine(milvus: MilvusServer, tmp_path: Path) -> Iterator[MilvusEngine]:
    made = MilvusEngine(address(milvus), tmp_path / "first", ANALYZER, grace=0.0)
    yield made
    made.close()


@pytest.fixture
def server(engine: MilvusEngine) -> Iterator[Server]:
    made = Server(engine.config, 5)
    yield made
    made.close()


def rest(index: Edition, *without: Article) -> list[int]:
    return [row for key, row in index.keys().items() if key not in {article.key for article in without}]


def test_a_reload_sends_what_changed_and_a_later_one_removes_what_went(engine: MilvusEngine, server: Server) -> None:
    articles = zipf_articles(30)
    first = grown(engine, [*articles, LONG])
    sent = server.count(server.passages, "born == 1")
    changed = replace(LONG, text="A short one now.")
    second = grown(engine, [changed], first, rest(first, LONG))
    assert server.count(server.passages, "born == 2") == 1
    assert server.count(server.passages, "born >= 0") == sent + 1  # others may still read the first
    texts = server.count(server.blobs, "article > 0")
    engine.sweep(1)
    row = first.keys()[LONG.key]
    assert server.count(server.passages, f"article == {row}") == 0
    assert server.count(server.blobs, "article > 0") < texts
    assert server.count(server.passages, "born >= 0") == second.record.lines  # type: ignore[attr-defined]
    engine.verify(second)
    third = grown(engine, [LONG])
    engine.sweep(1)
    assert server.count(server.passages, "born < 3") == 0
    assert server.count(server.blobs, "born > 0 and born < 3") == 0
    assert {third.article(row) for row in third.keys().values()} == {LONG}
    for index in (first, second, third):
        index.close()


def test_a_follower_catches_up_from_its_last_catalogue_and_starts_from_one_written_anew(
    engine: MilvusEngine, server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(building, "_PARTS_MOST", 3)
    follower = MilvusEngine(engine.config, tmp_path / "second", ANALYZER)
    index = grown(engine, zipf_articles(20))
    for number in range(5):
        index = grown(engine, [Article(f"n{number}", "", f"comet number{number}", "n.txt")], index, rest(index))
        followed = follower.open(index.name)
        newcomer = MilvusEngine(engine.config, tmp_path / f"new{number}", ANALYZER).open(index.name)
        for opened in (followed, newcomer):
            assert list(opened.words()) == list(index.words())
            assert opened.headings(7, limit=99) == index.headings(7, limit=99)
            assert opened.frequency("comet") == number + 1
        for opened in (followed, newcomer):
            opened.close()
        engine.sweep(1)
    assert len(index.record.parts) <= 3  # type: ignore[attr-defined]
    assert server.count(server.blobs, 'name like "part-%" and born < 4') == 0
    index.close()
    follower.close()


def test_an_index_of_another_analysis_is_not_opened_and_is_made_anew(milvus: MilvusServer, tmp_path: Path) -> None:
    place = address(milvus)
    english, german = (MilvusEngine(place, tmp_path / name, Analyzer(name)) for name in ("english", "german"))
    article = Article("a", "", "Die Brücken der Stadt.", "a.txt")
    old = grown(english, [article])
    assert german.open_newest() is None
    with pytest.raises(DamagedIndexError, match="was made with analyzer english"):
        german.open(old.name)
    new = grown(german, [article])
    assert len(new.rank(Query(tuple(new.analyzer.terms("Brücke"))))) == 1
    for opened in (old, new):
        opened.close()
    for engine in (english, german):
        engine.close()


def test_doctor_tells_of_an_archive_in_milvus(engine: MilvusEngine, server: Server) -> None:
    assert "nothing is in it yet" in check_up(engine.config)
    index = grown(engine, zipf_articles(5))
    assert ": 5 articles, no passage missing" in check_up(engine.config)
    former = Server(replace(engine.config, collection="former"), 5)
    former.prepare()
    former.close()
    told = check_up(engine.config)
    assert re.search(r"other archives there, which nothing deletes by itself: .*\bformer\b", told)
    assert engine.config.collection not in told.partition("other archives")[2]
    server.delete(server.passages, "born == 1")
    with pytest.raises(DamagedIndexError, match="passages are missing"):
        check_up(engine.config)
    index.close()


@given(st.lists(st.text(min_size=1), min_size=2, max_size=2, unique=True))
def test_different_terms_are_spelled_differently_and_no_tokenizer_changes_them(terms: list[str]) -> None:
    one, other = map(encoded_term, terms)
    assert one != other
    assert re.findall(r"[a-z0-9]+", one.lower()) == [one]


@pytest.mark.parametrize("word", ["comet", "2019", "x86", "bridg"])
def test_a_plain_term_stays_as_it_is(word: str) -> None:
    assert encoded_term(word) == word


@pytest.mark.parametrize("word", ["zq", "zqe6", "москв", "京", "café", "A", "a b", "\ud800", "x" * 61])
def test_any_other_term_becomes_a_word_of_ascii(word: str) -> None:
    assert encoded_term(word).startswith("zq")
    assert encoded_term(word) != word
