"""No text makes choosing what to quote take more than linear time."""

from __future__ import annotations

import pytest

from bot.answers.candidates.regions import _distances
from bot.answers.candidates.windows import split_into_windows, unbalanced
from bot.search.analysis.sentences import sentences
from tests.doubling import assert_linear

np = pytest.importorskip("numpy")

UNITS = ["，", "文日", "a; ", "“a” ", "—", ", ", "Mr. ", ". ", "(", "x", "a\n"]


@pytest.mark.parametrize("unit", UNITS)
def test_windows_are_cut_in_linear_time(unit: str) -> None:
    def work(text: str) -> None:
        spans = sentences(text)
        split_into_windows(text, spans, 400, [(place, 1.0) for place in range(0, len(text), 3)])
        unbalanced(text)

    assert_linear(lambda size: unit * (size // len(unit)), work, start=4_000, most=64_000)


def test_distances_to_the_nearest_hit_are_found_in_linear_memory() -> None:
    assert _distances(np.array([0, 5, 9, 40]), np.array([4, 10])).tolist() == [4, 1, 1, 30]
    assert_linear(np.arange, lambda places: _distances(places, places[::2]), start=10_000, most=1_000_000)
