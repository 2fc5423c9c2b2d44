"""A generation built from articles, asked through the surface that the other rooms use."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot.model import Article, DateRange, Span
from bot.search import Analyzer, EmbeddedIndex, Index, Query, build, open_index, sweep

ARTICLES = [
    Article("a", "Probe lands", "The probe landed on the comet in winter.", "a.txt", date(2014, 11, 13), "Herald"),
    Article("b", "Comet seen", "A comet was seen over the city. Crowds gathered.", "b.txt", date(1997, 4, 1), "Times"),
    Article("c", "No day", "Nobody knows when this comet was printed.", "c.txt"),
    Article(
        "d", "Secret club", "The club's comet picnic is on Friday.", "servers/7/d.txt", date(2020, 5, 1), "", "", 7
    ),
]


@pytest.fixture
def index(tmp_path: Path) -> EmbeddedIndex:
    return open_index(build(tmp_path, ARTICLES, analyzer=Analyzer()))


def ids(index: EmbeddedIndex, query: Query) -> list[str]:
    return [index.heading(passage.article).id for passage in index.rank(query)]


def test_a_passage_that_holds_more_of_the_terms_comes_first(index: EmbeddedIndex) -> None:
    assert ids(index, Query(("probe", "comet")))[0] == "a"


def test_a_server_sees_shared_articles_and_its_own_only(index: EmbeddedIndex) -> None:
    assert set(ids(index, Query(("comet",), server=7))) == {"a", "b", "c", "d"}
    for stranger in (None, 8):
        assert set(ids(index, Query(("comet",), server=stranger))) == {"a", "b", "c"}
        assert index.find(ARTICLES[3].key, stranger) is None
        assert index.frequency("picnic", stranger) == 0
        assert index.titles("secret", stranger) == []
    assert index.titles("secret", 7)[0].id == "d"


def test_a_number_that_is_no_servers_owns_nothing(folder: Path) -> None:
    odd = [replace(ARTICLES[3], id=str(number), server=number) for number in (0, 2**63 - 1, 2**64 - 1, 10**19)]
    index = open_index(build(folder, odd, analyzer=Analyzer()))
    for reader in (None, -1, -2, 2**63 - 1, 2**64, 10**30):
        assert ids(index, Query(("comet",), server=reader)) == []
        assert index.headings(reader) == []
    assert ids(index, Query(("comet",), server=0)) == ["0"]


def test_an_undated_article_is_in_no_range(index: EmbeddedIndex) -> None:
    assert ids(index, Query(("comet",), dates=DateRange(None, date(2000, 1, 1)))) == ["b"]
    assert set(ids(index, Query(("comet",), dates=DateRange()))) == {"a", "b"}


def test_an_article_comes_back_as_it_was_given(index: EmbeddedIndex) -> None:
    row = index.find(ARTICLES[0].key, None)
    assert row is not None
    assert index.article(row) == ARTICLES[0]


def test_an_empty_corpus_and_an_empty_question_find_nothing(tmp_path: Path, index: EmbeddedIndex) -> None:
    assert index.rank(Query(())) == []
    empty = open_index(build(tmp_path / "empty", [], analyzer=Analyzer()))
    assert empty.rank(Query(("comet",))) == []
    assert empty.span(None).articles == 0
    assert empty.headings(None) == []


def test_a_generation_built_from_another_equals_a_fresh_one(tmp_path: Path, index: EmbeddedIndex) -> None:
    new = Article("e", "Another comet", "One more comet.", "e.txt", date(2021, 1, 1))
    rows = [row for key, row in index.keys().items() if key != ARTICLES[0].key]
    grown = open_index(build(tmp_path, [new], analyzer=Analyzer(), base=index, keep=rows))
    fresh = open_index(build(tmp_path / "fresh", [*ARTICLES[1:], new], analyzer=Analyzer()))
    query = Query(("comet", "city"), server=7)
    assert [(p.bm25, grown.heading(p.article).id) for p in grown.rank(query)] == [
        (p.bm25, fresh.heading(p.article).id) for p in fresh.rank(query)
    ]


def test_articles_are_listed_by_date_and_the_undated_come_last(index: EmbeddedIndex) -> None:
    listed: Index = index  # the engine is what the protocol asks for
    assert [heading.id for heading in listed.headings(7)] == ["d", "a", "b", "c"]
    assert [heading.id for heading in listed.headings(7, newest=False)] == ["b", "a", "d", "c"]
    assert [heading.id for heading in listed.headings(None, limit=1, offset=1)] == ["b"]
    assert [heading.id for heading in listed.headings(None, source="Times")] == ["b"]
    year = DateRange(date(2014, 1, 1), date(2014, 12, 31))
    assert [heading.id for heading in listed.headings(7, dates=year)] == ["a"]
    assert listed.sources(None) == ["Herald", "Times"]
    assert listed.span(7) == Span(4, 4, 1, DateRange(date(1997, 4, 1), date(2020, 5, 1)))


def test_a_title_is_found_by_the_beginnings_of_its_words_in_any_order(index: EmbeddedIndex) -> None:
    assert [heading.id for heading in index.titles("SEEN com", None)] == ["b"]
    assert [heading.id for heading in index.titles("omet", None)] == []
    assert [heading.id for heading in index.titles("co", None)] == ["b"]
    assert [heading.id for heading in index.titles(" ", None, limit=2)] == ["a", "b"]


def test_a_forged_key_finds_nothing(index: EmbeddedIndex) -> None:
    for key in ("", "zz", "-1", "f" * 16, "f" * 99, "0x10", ARTICLES[3].key):
        assert index.find(key, None) is None


def test_the_callers_own_files_travel_with_the_generation(tmp_path: Path) -> None:
    first = build(tmp_path, ARTICLES, analyzer=Analyzer(), extra=lambda: {"stamps": b"{}"})
    second = build(tmp_path, ARTICLES, analyzer=Analyzer())
    assert open_index(first).extra("stamps") == b"{}"
    assert sweep(tmp_path) == [first]
    assert open_index(second).name == second.name
