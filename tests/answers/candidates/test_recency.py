"""How much the age of an article matters: never where the best articles are spread as the archive is."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.candidates.recency import recency_lift, timeliness
from bot.model import DateRange

TODAY = date(2024, 6, 15)
TEN_YEARS = DateRange(TODAY - timedelta(days=3650), TODAY)
FRESH = [TODAY - timedelta(days=days) for days in (1, 2, 3)]
SPREAD = [TODAY - timedelta(days=days) for days in range(0, 3650, 60)]


def test_it_matters_where_the_best_articles_are_of_the_last_month_and_most_to_a_question_for_news() -> None:
    assert recency_lift(SPREAD, TODAY, TEN_YEARS) == 0
    assert recency_lift(FRESH, TODAY, TEN_YEARS) == 1
    asked = timeliness(FRESH, SPREAD, TODAY, TEN_YEARS, asked=True)
    assert asked.matters > timeliness(FRESH, FRESH, TODAY, TEN_YEARS, asked=False).matters > 0


def test_an_article_without_a_date_or_of_a_later_day_is_not_new() -> None:
    times = timeliness([TODAY, None, TODAY + timedelta(days=1)], [], TODAY, TEN_YEARS, asked=True)
    assert times.ages.tolist() == [0, -1, -1]
    assert times.recent.tolist() == [1, 0, 0]
    assert times.fresh.tolist() == [1, 0, 0]


@given(st.lists(st.integers(0, 3650), min_size=1, max_size=30))
def test_a_newer_article_in_the_profile_never_lowers_the_lift(ages: list[int]) -> None:
    profile = [TODAY - timedelta(days=age) for age in ages]
    newer = [TODAY, *profile[1:]]
    assert recency_lift(newer, TODAY, TEN_YEARS) >= recency_lift(profile, TODAY, TEN_YEARS) - 1e-12
    assert recency_lift([], TODAY, TEN_YEARS) == pytest.approx(0)
