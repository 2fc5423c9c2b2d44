"""The fast ranking against trying every passage: any filter, any prior, ties, and tiny corpora."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.model import Article, DateRange
from bot.search import Analyzer, EmbeddedIndex, IndexParameters, Query, build, open_index
from tests.search.conftest import DAY, SERVERS, SOURCES, WORDS, Plain, articles, assert_same, found, zipf_articles

ANALYZER = Analyzer()

days = st.none() | st.integers(-5, 65).map(lambda number: DAY + timedelta(number))
queries = st.builds(
    Query,
    terms=st.lists(st.sampled_from([*WORDS[:8], "unknown"]), max_size=5).map(tuple),
    server=st.sampled_from((*SERVERS, 9)),
    dates=st.none() | st.builds(DateRange, days, days),
    source=st.sampled_from((*SOURCES, "Nobody")),
    limit=st.integers(0, 12),
    as_of=days,
    recency=st.sampled_from([0.0, 0.5, 3.0]),
    recency_days=st.sampled_from([1.0, 30.0]),
)


@settings(max_examples=40, deadline=None)
@given(
    articles(),
    st.lists(queries, min_size=1, max_size=8),
    st.sampled_from([IndexParameters(), IndexParameters(1.5, 0.75, 0.5, 2)]),
)
def test_the_best_are_those_that_trying_every_passage_finds(
    corpus: list[Article], asked: list[Query], parameters: IndexParameters
) -> None:
    with TemporaryDirectory() as folder:
        index = open_index(build(Path(folder), corpus, analyzer=ANALYZER, parameters=parameters))
        plain = Plain(corpus, ANALYZER, parameters)
        for query in asked:
            assert_same(found(index, query), plain.rank(query), query.limit)


@pytest.fixture(scope="module")
def zipf(tmp_path_factory: pytest.TempPathFactory) -> tuple[EmbeddedIndex, Plain]:
    corpus = zipf_articles(1500)
    folder = tmp_path_factory.mktemp("zipf")
    return open_index(build(folder, corpus, analyzer=ANALYZER)), Plain(corpus, ANALYZER, IndexParameters())


def random_query(chance: random.Random, index: EmbeddedIndex) -> Query:
    words = [word.term for word in index.words()]
    return Query(
        terms=tuple(chance.choices(words, [1 / (rank + 1) for rank in range(len(words))], k=chance.randrange(1, 9))),
        server=chance.choice((*SERVERS, 9)),
        dates=chance.choice((None, DateRange(DAY + timedelta(chance.randrange(2000)), None))),
        source=chance.choice((*SOURCES, "")),
        limit=chance.choice((1, 10, 50, 5000)),
        as_of=chance.choice((None, DAY + timedelta(chance.randrange(2100)))),
        recency=chance.choice((0.0, 0.5, 4.0)),
    )


def test_the_best_of_many_passages_are_exact_too(zipf: tuple[EmbeddedIndex, Plain]) -> None:
    index, plain = zipf
    chance = random.Random(5)
    for _ in range(60):
        query = random_query(chance, index)
        assert_same(found(index, query), plain.rank(query), query.limit)


def test_many_threads_get_the_answers_of_one(zipf: tuple[EmbeddedIndex, Plain]) -> None:
    index, _ = zipf
    chance = random.Random(6)
    queries = [random_query(chance, index) for _ in range(60)]
    alone = [index.rank(query) for query in queries]
    with ThreadPoolExecutor(8) as threads:
        for _ in range(3):
            assert list(threads.map(index.rank, queries)) == alone


def test_equal_passages_come_in_a_fixed_order(folder: Path) -> None:
    corpus = [Article(f"a{n}", "", "bab dad", f"{n}.txt") for n in range(40)] + [Article("b", "", "fof", "b.txt")] * 50
    index = open_index(build(folder, corpus[:60], analyzer=ANALYZER))
    asked = Query(("bab",), limit=10)
    assert len({passage.score for passage in index.rank(asked)}) == 1
    numbers = [passage.number for passage in index.rank(Query(("bab",), limit=40))]
    assert numbers == sorted(numbers)
    assert [passage.number for passage in index.rank(asked)] == numbers[:10]


def test_the_best_score_of_each_matching_article_is_reported(zipf: tuple[EmbeddedIndex, Plain]) -> None:
    index, plain = zipf
    terms = tuple(word.term for word in list(index.words())[5:8])
    best: dict[str, float] = {}
    every: set[str] = set()
    for passage in plain.rank(Query(terms, server=7, source="Times")):
        best[passage.article] = max(best.get(passage.article, 0.0), passage.bm25)
    for (article, _, _), held in zip(plain.passages, plain.terms, strict=True):
        if set(terms) <= set(held):
            every.add(article.id)
    matches = index.matching(terms, 7, source="Times")
    assert {index.heading(row).id: score for row, score in zip(matches.rows, matches.scores, strict=True)} == (
        pytest.approx(best)
    )
    both = index.matching(terms, 7, source="Times", every=True)
    assert {index.heading(row).id for row in both.rows} == every & set(best)


def test_frequencies_are_those_of_what_a_server_may_see(zipf: tuple[EmbeddedIndex, Plain]) -> None:
    index, plain = zipf
    for word in list(index.words())[:40:5]:
        for server in SERVERS:
            seen = [
                terms
                for (article, _, _), terms in zip(plain.passages, plain.terms, strict=True)
                if article.server in (None, server)
            ]
            assert index.frequency(word.term, server) == sum(word.term in terms for terms in seen)
    assert index.frequency("unknown") == 0
    assert index.idf("unknown") == 0.0
