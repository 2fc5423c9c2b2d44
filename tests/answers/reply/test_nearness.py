"""A second and a third excerpt are shown where they nearly match the first."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.answers.reply.nearness import NEAR, fitting, shown_excerpts

scores = st.lists(st.floats(0, 1e6), max_size=8)


def test_what_is_far_behind_the_first_is_not_shown() -> None:
    assert shown_excerpts([]) == 0
    assert shown_excerpts([9.0]) == 1
    assert shown_excerpts([9.0, 8.5, 8.4]) == 3
    assert shown_excerpts([9.0, 3.0, 2.0]) == 1
    assert shown_excerpts([9.0, 8.5, 2.0, 8.5]) == 2
    assert shown_excerpts([0.0, 0.0]) == 2


@given(scores)
def test_the_excerpts_shown_are_the_longest_beginning_that_is_near(scores: list[float]) -> None:
    shown = shown_excerpts(scores)
    assert (shown > 0) == bool(scores)
    assert all(score >= NEAR * scores[0] for score in scores[:shown])
    assert shown == len(scores) or scores[shown] < NEAR * scores[0]


@given(scores.filter(bool), st.floats(0, 1), st.floats(0, 1))
def test_a_stricter_bar_never_shows_more(scores: list[float], one: float, other: float) -> None:
    assert shown_excerpts(scores, max(one, other)) <= shown_excerpts(scores, min(one, other))


def test_long_quotes_leave_less_room_for_others() -> None:
    assert fitting([]) == 0
    assert fitting([25, 25, 25]) == 3
    assert fitting([55, 30, 20]) == 2
    assert fitting([400, 5]) == 1
