"""The simulated day of `python -m tests.benchmarks replay` keeps to what queues are known to do."""

from __future__ import annotations

import random
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.benchmarks.day import HOURS, Day, arrivals, curve, simulate
from tests.benchmarks.sizing import line, power


def test_a_day_has_all_its_questions_and_its_peak_in_the_evening() -> None:
    day = Day(10_000, 20)
    assert sum(day.rate(hour) for hour in range(HOURS)) * 3600 == pytest.approx(200_000)
    assert day.peak == max(day.rate(hour) for hour in range(HOURS)) == pytest.approx(1.75 * 200_000 / 86_400)
    assert sum(curve()) == pytest.approx(1)


def test_servers_are_as_unequal_as_zipf_says() -> None:
    day = Day(1000, 20)
    asked = list(islice(day.servers_asking(random.Random(1)), 20_000))
    assert asked.count(1) / 20_000 == pytest.approx(day.busiest(), rel=0.1)
    assert asked.count(1) / asked.count(10) == pytest.approx(10, rel=0.2)
    assert set(asked) <= set(range(1, 1001))


def test_one_reader_makes_people_wait_as_the_formula_for_such_queues_says() -> None:
    chance = random.Random(1)
    moments = arrivals(8, 20_000, chance)
    work = [chance.expovariate(10) for _ in moments]
    waits = simulate(moments, work, readers=1, together=1)
    assert sum(waits) / len(waits) == pytest.approx(1 / (10 - 8), rel=0.1), "M/M/1"


@given(
    st.lists(st.tuples(st.floats(0, 10), st.floats(0.01, 1)), max_size=30),
    st.integers(1, 3),
    st.floats(0.3, 1),
)
def test_nobody_is_answered_before_the_work_is_done_and_everybody_is(
    asked: list[tuple[float, float]], readers: int, together: float
) -> None:
    moments = sorted(moment for moment, _ in asked)
    work = [seconds for _, seconds in asked]
    waits = simulate(moments, work, readers=readers, together=together)
    assert len(waits) == len(asked)
    assert all(wait >= seconds - 1e-9 for wait, seconds in zip(waits, work, strict=True))
    if asked:
        assert max(map(sum, zip(moments, waits, strict=True))) <= moments[-1] + sum(work) / together + 1e-6


def test_a_fit_finds_the_curve_that_was_drawn() -> None:
    sizes = [1e4, 2e4, 4e4, 8e4]
    straight = line(sizes, [5 + 3e-4 * n for n in sizes])
    assert straight.formula == "5 + 300 a million"
    assert straight.at(1e6) == pytest.approx(305)
    bent = power(sizes, [2 * (n / 1e6) ** 0.5 for n in sizes])
    assert bent.formula == "2 x millions ^ 0.50"
    assert bent.squared == pytest.approx(1)
