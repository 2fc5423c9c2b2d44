"""Counts, closeness and pairs over ranges of terms, against counting them one by one."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.candidates.article_terms import ArticleTerms, on_one_axis
from bot.answers.candidates.query_hits import QueryHits, prefix_counts
from bot.search import Analyzer
from bot.search.term_vectors import analysed

TERMS = 3
numbers = st.lists(st.integers(-1, TERMS - 1), max_size=20)
PAIRS = ((0, 1), (2, 0))


def read_of(found: list[int]) -> ArticleTerms:
    """One article whose terms have these numbers in the question."""
    text = " ".join("kolo" for _ in found)
    vectors = analysed([text], Analyzer(), lambda _: 0)
    read = on_one_axis(
        vectors,
        np.array([-1]),
        np.zeros((1, TERMS), np.bool_),
        lambda ids: ids.astype(np.float64),
        lambda _: np.empty(0, np.int64),
    )
    return replace(read, number=np.array(found, np.int64))


@given(numbers, st.data())
def test_counts_and_pairs_in_a_range_are_those_of_counting(found: list[int], data: st.DataObject) -> None:
    hits = QueryHits(read_of(found), TERMS, PAIRS)
    last = data.draw(st.integers(0, len(found)))
    first = data.draw(st.integers(0, last))
    part = found[first:last]
    bounds = np.array([first]), np.array([last])
    assert hits.counts(*bounds).tolist() == [[part.count(number) for number in range(TERMS)]]
    begins = {(found[n], found[n + 1]) for n in range(first, last) if n + 1 < len(found)}
    assert hits.pairs_in(*bounds)[0] == pytest.approx(len(begins & set(PAIRS)) / len(PAIRS))


@given(numbers, st.integers(0, 100))
def test_closeness_is_the_sum_over_the_nearest_of_each_term(found: list[int], place: int) -> None:
    read, weights = read_of(found), np.array([0.5, 0.3, 0.2])
    expected = sum(
        weights[number]
        / (1 + min(abs(int(read.start[n]) - place) for n in range(len(found)) if found[n] == number) / 36)
        for number in set(found) - {-1}
    )
    assert QueryHits(read, TERMS).closeness(np.array([place]), weights, 36)[0] == pytest.approx(expected, abs=1e-12)


def test_running_sums_count_what_is_before_each_place() -> None:
    assert prefix_counts(np.array([True, False, True])).tolist() == [0, 1, 1, 2]
