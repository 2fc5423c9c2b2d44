"""Our Okapi against rank-bm25's own, on whatever corpus hypothesis thinks of."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from rank_bm25 import BM25Okapi

from bot.search.bm25.okapi import Okapi

terms = st.sampled_from(["all", "all", "all", "often", "often", "rare", "b", "c", "d", "e"])
corpora = st.one_of(
    st.lists(st.lists(terms, max_size=12), min_size=1, max_size=25),
    st.lists(st.lists(terms, max_size=8).map(lambda words: ["all", *words]), min_size=1, max_size=25),
    st.builds(lambda words, times: [words] * times, st.lists(terms, min_size=1), st.integers(1, 12)),
)
queries = st.lists(st.one_of(terms, st.just("unknown")), max_size=6)
parameters = st.tuples(st.floats(0.1, 3), st.floats(0, 1), st.floats(0, 1))


@given(corpora, queries, parameters)
def test_every_score_and_the_order_are_rank_bm25s(
    corpus: list[list[str]], query: list[str], given: tuple[float, float, float]
) -> None:
    assume(any(corpus))
    assume(all(corpus) or given[1] < 1)  # rank-bm25 divides nothing by nothing where an empty passage counts in full
    theirs = BM25Okapi(corpus, k1=given[0], b=given[1], epsilon=given[2])
    ours = Okapi(corpus, k1=given[0], b=given[1], epsilon=given[2])
    expected = theirs.get_scores(query)
    assert np.array_equal(ours.get_scores(query), expected)  # to the last bit, so that no order can differ
    assert ours.get_batch_scores(query, list(range(len(corpus)))) == theirs.get_batch_scores(query, range(len(corpus)))
    order = sorted(range(len(corpus)), key=lambda number: (-expected[number], number))
    assert ours.get_top_n(query, list(range(len(corpus))), n=10) == order[:10]
    assert ours.idf == theirs.idf
    assert (ours.average_idf, ours.avgdl, ours.corpus_size) == (theirs.average_idf, theirs.avgdl, theirs.corpus_size)


def test_an_empty_passage_scores_nothing_also_where_length_counts_in_full() -> None:
    okapi = Okapi([[], ["a"], ["b"], ["b"]], b=1.0)
    assert okapi.get_scores(["a"])[0] == okapi.get_batch_scores(["a"], [0])[0] == 0.0


@pytest.mark.parametrize("corpus", [[], [[]], [[], []]])
def test_a_corpus_without_a_term_has_plain_results(corpus: list[list[str]]) -> None:
    okapi = Okapi(corpus)
    assert okapi.get_scores(["a"]).tolist() == [0.0] * len(corpus)
    assert okapi.get_batch_scores(["a"], []) == []
    assert okapi.get_top_n(["a"], corpus, n=3) == corpus


def test_an_empty_question_and_more_results_than_passages_have_plain_results() -> None:
    okapi = Okapi([["a"], ["b"], ["a", "c"]])
    assert okapi.get_scores([]).tolist() == [0.0, 0.0, 0.0]
    assert okapi.get_top_n([], ["x", "y", "z"], n=99) == ["x", "y", "z"]
    assert okapi.get_top_n(["c"], ["x", "y", "z"], n=0) == []


def test_a_tokenizer_may_be_given() -> None:
    assert Okapi(["a b", "b c", "b"], tokenizer=str.split).get_top_n(["c"], [0, 1, 2], n=1) == [1]


def test_documents_that_are_not_the_corpus_are_refused() -> None:
    with pytest.raises(ValueError, match="match"):
        Okapi([["a"]]).get_top_n(["a"], [])
