"""Arithmetic over ranges gives what a loop over them gives."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.candidates.ranges import largest_in

PAIRS = st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)).map(sorted), max_size=20)


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
