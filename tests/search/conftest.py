"""Corpora for the search room's tests, and what a plain rank-bm25 over the same passages would say of them."""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import strategies as st
from rank_bm25 import BM25Okapi

from bot.model import Article
from bot.search import Analyzer, EmbeddedIndex, IndexParameters, Query
from bot.search.analysis.passages import cut

WORDS = [f"{a}{b}{c}" for a in "bdfk" for b in "aou" for c in "bdfk"]  # no stop words, and no stemmer changes them
SERVERS = (None, 7, 8)
SOURCES = ("", "Herald", "Times")
DAY = date(2020, 1, 1)


@pytest.fixture
def folder() -> Iterator[Path]:
    """A new folder for every example, also within one hypothesis test."""
    with TemporaryDirectory() as name:
        yield Path(name)


texts = st.lists(st.sampled_from([*WORDS[:6], "bab", "bab", "bab"]), min_size=1, max_size=60).map(" ".join)


@st.composite
def articles(draw: st.DrawFn, most: int = 8) -> list[Article]:
    """A corpus of a few articles in few words, so that everything repeats; "bab" is nearly everywhere."""
    return [
        Article(
            id=f"a{number}",
            title=draw(st.sampled_from(WORDS[:8])),
            text=draw(texts),
            path=f"a{number}.txt",
            date=draw(st.none() | st.integers(0, 60).map(lambda days: DAY + timedelta(days))),
            source=draw(st.sampled_from(SOURCES)),
            server=draw(st.sampled_from(SERVERS)),
        )
        for number in range(draw(st.integers(1, most)))
    ]


def zipf_articles(count: int, seed: int = 1, words: int = 40) -> list[Article]:
    """Articles whose words are as unequally frequent as in a language."""
    chance = random.Random(seed)
    vocabulary = [a + b for a in WORDS for b in WORDS]
    weights = [1 / (rank + 2) for rank in range(len(vocabulary))]
    return [
        Article(
            id=f"z{number}",
            title=" ".join(chance.choices(vocabulary, weights, k=3)),
            text=" ".join(chance.choices(vocabulary, weights, k=chance.randrange(1, 2 * words))),
            path=f"z{number}.txt",
            date=None if chance.random() < 0.1 else DAY + timedelta(chance.randrange(2000)),
            source=chance.choice(SOURCES),
            server=chance.choices(SERVERS, (8, 1, 1))[0],
        )
        for number in range(count)
    ]


@dataclass(frozen=True)
class Found:
    """A passage by what does not change from one generation to the next."""

    article: str
    start: int
    bm25: float
    score: float


class Plain:
    """The whole corpus in a rank-bm25 of its own, asked by trying every passage; its idf is that of what is seen."""

    def __init__(self, corpus: Sequence[Article], analyzer: Analyzer, parameters: IndexParameters) -> None:
        self.passages = [(article, start, end) for article in corpus for start, end in cut(article.text)]
        self.terms = [
            analyzer.terms(article.title) * parameters.title_weight + analyzer.terms(article.text[start:end])
            for article, start, end in self.passages
        ]
        self.okapi = BM25Okapi(self.terms, k1=parameters.k1, b=parameters.b, epsilon=parameters.epsilon)

    def idf(self, server: int | None) -> dict[str, float]:
        """rank-bm25's idf over the passages that `server` sees, with the floor of the whole corpus."""
        seen = [set(terms) for (article, *_), terms in zip(self.passages, self.terms, strict=True)
                if article.server in (None, server)]  # fmt: skip
        floor = self.okapi.epsilon * self.okapi.average_idf
        held = Counter(chain.from_iterable(seen))
        raw = {term: math.log(len(seen) - count + 0.5) - math.log(count + 0.5) for term, count in held.items()}
        return {term: floor if value < 0 else value for term, value in raw.items()}

    def rank(self, query: Query) -> list[Found]:
        """Every passage that the query allows, best first."""
        self.okapi.idf = self.idf(query.server)
        scores = self.okapi.get_scores(query.terms).tolist()
        found = []
        for (article, start, _), terms, score in zip(self.passages, self.terms, scores, strict=True):
            if (
                set(terms) & set(query.terms)
                and article.server in (None, query.server)
                and (not query.source or article.source == query.source)
                and (query.dates is None or article.date in query.dates)
            ):
                factor = 1.0
                if query.as_of and article.date and article.date <= query.as_of and query.recency > 0:
                    age = (query.as_of - article.date).days
                    factor = 1 + query.recency * math.exp(-age / query.recency_days)
                found.append(Found(article.id, start, score, score * factor))
        return sorted(found, key=lambda passage: -passage.score)


def found(index: EmbeddedIndex, query: Query) -> list[Found]:
    """What the index finds, in the same form."""
    return [Found(index.heading(p.article).id, p.start, p.bm25, p.score) for p in index.rank(query)]


def assert_same(mine: list[Found], plain: list[Found], limit: int) -> None:
    """The same scores in the same order, and the same passages but for those that tie."""
    assert len(mine) == min(limit, len(plain))
    assert [passage.score for passage in mine] == pytest.approx([p.score for p in plain[:limit]], rel=1e-6, abs=1e-9)
    by_name = {(passage.article, passage.start): passage for passage in plain}
    for passage in mine:
        other = by_name[passage.article, passage.start]
        assert passage.bm25 == pytest.approx(other.bm25, rel=1e-6, abs=1e-9)
        assert passage.score == pytest.approx(other.score, rel=1e-6, abs=1e-9)
    assert len({(passage.article, passage.start) for passage in mine}) == len(mine)
