"""Publication dates, however they are written."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.articles.publication_dates import NoDateError, is_day, read_day
from bot.language.months import MONTHS

TODAY = date(2024, 6, 1)
DAY = date(2020, 10, 28)


@pytest.mark.parametrize(
    "written",
    ["2020-10-28", "2020-10-28T23:59:59Z", "2020-10-28T00:30:00+14:00", "2020-10-28 23:30:00.123456-11:00",
     "2020-10-28Z", "20201028", "2020/10/28", "2020.10.28", "Wed, 28 Oct 2020 23:10:00 -0500",
     "Wed, 28 Oct 2020 23:10:00 -0500 (EST)",
     "28 October 2020", "28th of October, 2020", "October 28, 2020", "Oct. 28, 2020", "Wednesday, October 28th, 2020",
     "28-Oct-2020", "October 28 2020", "Oct. 28, 2020, 3:45 p.m. ET", "October 28, 2020 at 3:45 PM", "28/10/2020",
     "10/28/2020", "28.10.2020", "28. Oktober 2020", "28 octobre 2020", "28 de octubre de 2020", "2020年10月28日",
     1603843200, "1603843200", 1603843200000, 1603843200.5, 20201028],
)  # fmt: skip
def test_common_written_forms_are_that_day(written: str | float) -> None:
    assert read_day(written, TODAY) == DAY


@pytest.mark.parametrize(
    "written",
    ["", "yesterday", "2020", "2020-10", "October 2020", "28 Oct 20", "2020-10-28 and more", "x" * 1_000, "0", "-1",
     "nan", "2020-02-30", "31 April 2020", "28 Foober 2020", "0000-10-28", "0999-10-28", "9999-12-31", "2024-06-02",
     "2020-1-1x", float("nan"), float("inf"), True, 1e300, "٢٠٢٠-١٠-٢٨"],
)  # fmt: skip
def test_what_names_no_day_that_was_printed_is_refused_with_a_sentence(written: str | float) -> None:
    with pytest.raises(NoDateError, match=r"^Its date .*\.$"):
        read_day(written, TODAY)


def test_day_and_month_that_could_change_places_are_not_guessed() -> None:
    with pytest.raises(NoDateError, match="could be two days"):
        read_day("03/04/2020", TODAY)
    assert read_day("04/04/2020", TODAY) == date(2020, 4, 4)


def test_only_what_is_wholly_a_day_is_one() -> None:
    assert is_day("28 October 2020")
    assert is_day("2020-13-45")
    assert not is_day("in 28 elections 2020")
    assert not is_day("Boeing 737 2020")


def test_no_month_name_means_two_months() -> None:
    assert len(MONTHS) > 90
    assert MONTHS["mai"] == MONTHS["maj"] == MONTHS["may"] == 5


@given(st.dates(min_value=date(1000, 1, 1), max_value=TODAY))
def test_every_day_survives_every_form(day: date) -> None:
    english = ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
               "november", "december"][day.month - 1]  # fmt: skip
    year = f"{day.year:04}"
    for written in (
        day.isoformat(), f"{day.isoformat()}T12:00:00+05:00", f"{day.day} {english} {year}",
        f"{english.title()} {day.day}, {year}", f"{year}/{day.month}/{day.day}",
    ):  # fmt: skip
        assert read_day(written, TODAY) == day


@given(st.text(max_size=100) | st.from_regex(r"[0-9]{1,4}[-/. ][0-9]{1,2}[-/. ][0-9]{1,4}(T[0-9:]*)?"))
def test_any_words_are_a_day_not_after_today_or_a_sentence(written: str) -> None:
    said: date | NoDateError
    try:
        said = read_day(written, TODAY)
    except NoDateError as error:
        said = error
    assert str(said).isprintable()
    if isinstance(said, date):
        assert date(1000, 1, 1) <= said <= TODAY


def test_tomorrow_is_the_future_and_today_is_not() -> None:
    assert read_day(TODAY.isoformat(), TODAY) == TODAY
    with pytest.raises(NoDateError, match="in the future"):
        read_day((TODAY + timedelta(days=1)).isoformat(), TODAY)
