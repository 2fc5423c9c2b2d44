"""Date phrases of any kind, on any day, in any surroundings."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from time import thread_time

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.answers.question.dates import read_range, with_leeway, without
from bot.language.dates_in_words import say_day, say_range
from bot.language.words import word_set
from bot.model import DateRange

TODAY = date(2150, 1, 1)
DAYS = st.dates(date(1000, 1, 1), date(2149, 12, 31))
MONTHS = [say_day(date(2000, month, 1)).split()[1] for month in range(1, 13)]
SHORT = [month if len(month) < 5 else f"{month[:3]}." for month in MONTHS]
BITS = st.sampled_from(
    sorted(
        word_set(
            """
            in on since before after until by from to between and or of the a last this past early late mid end first
            half year week month days ago two 2 3 31 32 2020 1999 0 99999 1990s ’98 90s May may March october Oct. Feb
            Tuesday mon summer fall weekend today yesterday now , . ? - – / 's quarter Q3 couple few every
            H1 century 19th 13th Friday 1066 the
            """
        )
    )
)
DATEISH = st.lists(BITS, max_size=30).map(" ".join)

WRITTEN_DAYS: list[Callable[[date], str]] = [
    say_day,
    lambda day: f"{MONTHS[day.month - 1]} {day.day}, {day.year}",
    lambda day: f"{SHORT[day.month - 1]} {day.day} {day.year}",
    lambda day: f"the {day.day}th of {MONTHS[day.month - 1]} {day.year}",
    lambda day: day.isoformat(),
    lambda day: f"{day.year}/{day.month}/{day.day}",
    lambda day: f"{day:%A}, {say_day(day)}",
]


def read(question: str) -> DateRange | None:
    phrase = read_range(question, TODAY)
    return phrase.range if phrase else None


@given(day=DAYS, write=st.sampled_from(WRITTEN_DAYS), on=st.sampled_from(["on ", "", "of "]))
def test_a_day_written_in_any_order_is_read_back(day: date, write: Callable[[date], str], on: str) -> None:
    assert read(f"What did she say {on}{write(day)}?") == DateRange(day, day)


@given(DAYS, DAYS, st.sampled_from(["from {} to {}", "between {} and {}", "from {} until {}", "{} to {}", "{} – {}"]))
def test_a_range_written_in_any_form_is_read_back(one: date, other: date, form: str) -> None:
    first, last = sorted((one, other))
    for write in WRITTEN_DAYS[:5]:
        phrase = form.format(write(first), write(last))
        assert read(f"news {phrase}") == DateRange(first, last)


@given(DAYS, DAYS, st.sampled_from(["both", "since", "until"]))
def test_what_is_said_of_a_range_is_read_back_as_that_range(one: date, other: date, sides: str) -> None:
    first, last = sorted((one, other))
    dates = DateRange(None if sides == "until" else first, None if sides == "since" else last)
    assert read(f"What was found {say_range(dates)}?") == dates


@given(DAYS, st.sampled_from(["in {} {}", "{} {}", "during {} of {}", "in {}, {}"]))
def test_a_month_is_read_back_with_its_last_day(day: date, form: str) -> None:
    found = read(f"What happened {form.format(MONTHS[day.month - 1], day.year)}?")
    assert found is not None
    assert found.first == day.replace(day=1)
    assert found.last is not None
    assert (found.last + timedelta(days=1)).day == 1
    assert day in found


@given(st.integers(1600, 2149))
def test_a_year_needs_its_preposition(year: int) -> None:
    whole = DateRange(date(year, 1, 1), date(year, 12, 31))
    assert read(f"Who won in {year}?") == whole
    assert read(f"Who won the World Cup {year}?") is None


@given(st.text(max_size=40) | DATEISH, DATEISH, st.text(max_size=40) | DATEISH, st.dates())
def test_a_phrase_lies_within_the_question_and_its_removal_leaves_the_rest(
    before: str, middle: str, after: str, today: date
) -> None:
    question = f"{before} {middle} {after}"
    phrase = read_range(question, today)
    assume(phrase)
    assert phrase is not None
    assert 0 <= phrase.start < phrase.end <= len(question)
    assert not question[phrase.start].isspace()
    assert not question[phrase.end - 1].isspace()
    left, right = question[: phrase.start].strip(), question[phrase.end :].strip(", \n\t")
    rest = without(question, phrase)
    assert rest.strip().startswith(left)
    assert "".join(right.split()) in "".join(rest.split())


@given(DATEISH, st.dates())
def test_no_range_ends_before_it_begins_or_begins_after_today(question: str, today: date) -> None:
    phrase = read_range(question, today)
    if phrase is None:
        return
    for dates in (phrase.range, with_leeway(phrase)):
        assert dates.first or dates.last
        assert dates.first is None or dates.last is None or dates.first <= dates.last
    assert phrase.range.first is None or phrase.range.first <= today


@given(st.text(), st.dates())
def test_in_any_text_on_any_day_a_phrase_found_is_a_piece_of_it(question: str, today: date) -> None:
    phrase = read_range(question, today)
    assert phrase is None or question[phrase.start : phrase.end].strip()


def timed(question: str) -> float:
    """Seconds of the processor that reading takes: whatever else runs on the machine does not count."""
    started = thread_time()
    read_range(question, TODAY)
    return thread_time() - started


@pytest.mark.parametrize(
    "endless",
    [
        "since " * 1000,
        "between 1999 and ",
        "from March to ",
        "in the last ",
        "the end of the ",
        "early late mid ",
        "1999-2003-",
        "Wednesday, ",
        "2020-10-28 ",
        "in 2019 and before May but after ",
        "today if ",
        "a couple of weeks ",
        "9" * 6000,
        "1st",
        ", . - ",
        "’9",
    ],
)
def test_words_that_look_like_dates_without_end_take_no_longer_than_their_length(endless: str) -> None:
    question = (endless * 6000)[:6000]
    whole, tenth = (min(timed(text) for _ in range(3)) for text in (question, question[:600]))
    assert whole < 40 * tenth + 0.05
