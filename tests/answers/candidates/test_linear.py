"""No text makes choosing what to quote take more than linear time."""

from __future__ import annotations

import pytest

from bot.answers.candidates.windows import cut, unbalanced
from bot.search.analysis.sentences import sentences
from tests.doubling import assert_linear

UNITS = ["，", "文日", "a; ", "“a” ", "—", ", ", "Mr. ", ". ", "(", "x", "a\n"]


@pytest.mark.parametrize("unit", UNITS)
def test_windows_are_cut_in_linear_time(unit: str) -> None:
    def work(text: str) -> None:
        hits = [(place, 1.0) for place in range(0, len(text), 3)]
        for number, span in enumerate(sentences(text)):
            if span[1] - span[0] > 400:
                cut(text, number, span, 400, hits)
        unbalanced(text)

    assert_linear(lambda size: unit * (size // len(unit)), work, start=4_000, most=64_000)
