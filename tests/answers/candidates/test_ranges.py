"""Arithmetic over ranges gives what a loop over them gives."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.candidates.ranges import counts_in, largest_in, nearest_distance

POSITIONS = st.lists(st.integers(0, 200), max_size=30).map(sorted)
PAIRS = st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)).map(sorted), max_size=20)


@given(POSITIONS, st.lists(st.integers(0, 200), min_size=1, max_size=20))
def test_the_nearest_position_is_the_nearest(positions: list[int], to: list[int]) -> None:
    found = nearest_distance(np.array(positions, np.int64), np.array(to, np.int64)).tolist()
    if positions:
        assert found == [min(abs(one - place) for one in positions) for place in to]
    else:
        assert min(found) > 1 << 30


@given(st.lists(st.floats(0, 1), max_size=20), PAIRS)
def test_the_largest_in_a_range_is_its_maximum_and_0_in_an_empty_one(
    values: list[float], pairs: list[list[int]]
) -> None:
    pairs = [[min(first, len(values)), min(last, len(values))] for first, last in pairs]
    first = np.array([one for one, _ in pairs], np.int64)
    last = np.array([one for _, one in pairs], np.int64)
    assert largest_in(np.array(values), first, last).tolist() == [
        max(values[one:other], default=0.0) for one, other in pairs
    ]


@given(POSITIONS, PAIRS)
def test_counting_counts(positions: list[int], pairs: list[list[int]]) -> None:
    first = np.array([one for one, _ in pairs], np.int64)
    last = np.array([one for _, one in pairs], np.int64)
    found = counts_in(np.array(positions, np.int64), first, last).tolist()
    assert found == [sum(one <= place < other for place in positions) for one, other in pairs]
