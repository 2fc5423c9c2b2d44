"""What a person means by the dates of a question, asked on Wednesday 23 November 2022 unless said otherwise."""

from __future__ import annotations

from datetime import date

import pytest

from bot.answers.question.dates import DatePhrase, Granularity, read_range, with_leeway, without
from bot.language.dates_in_words import say_range
from bot.model import DateRange

TODAY = date(2022, 11, 23)


def read(question: str, today: date = TODAY) -> str:
    """The range read, in words, or an empty string."""
    phrase = read_range(question, today)
    return say_range(phrase.range) if phrase else ""


@pytest.mark.parametrize(
    "written",
    [
        *("28 October 2020", "28th October 2020", "28th of October 2020", "the 28th of October, 2020", "28 Oct 2020"),
        *("October 28, 2020", "October 28 2020", "Oct. 28, 2020", "Oct 28th, 2020", "October the 28th, 2020"),
        *("2020-10-28", "2020/10/28", "28.10.2020", "28/10/2020", "10/28/2020"),
        *("Wednesday, 28 October 2020", "Wed, Oct. 28, 2020", "OCTOBER 28, 2020"),
    ],
)
def test_a_day_is_read_in_the_orders_that_people_write_it(written: str) -> None:
    assert read(f"What did Teigen say on {written}?") == "28 October 2020"


@pytest.mark.parametrize(
    ("question", "range_in_words"),
    [
        ("What happened in October 2020?", "1 to 31 October 2020"),
        ("what happened october 2020", "1 to 31 October 2020"),
        ("what happened in may 2021", "1 to 31 May 2021"),
        ("What happened in May of 2021?", "1 to 31 May 2021"),
        ("What happened in 2020-10?", "1 to 31 October 2020"),
        ("Who won in 2019?", "1 January to 31 December 2019"),
        ("Who won in the year 2019?", "1 January to 31 December 2019"),
        ("In 2019 who won?", "1 January to 31 December 2019"),
        ("Who won in ’98?", "1 January to 31 December 1998"),
        ("Who won in 2019 and 2020?", "1 January 2019 to 31 December 2020"),
        ("Who played in the 1990s?", "1 January 1990 to 31 December 1999"),
        ("Who played in the 90s?", "1 January 1990 to 31 December 1999"),
        ("bands of the nineties", "1 January 1990 to 31 December 1999"),
        ("Who played in the late 1990s?", "1 January 1996 to 31 December 1999"),
        ("What was found in early 2021?", "1 January to 30 April 2021"),
        ("What was found in mid-2021?", "1 April to 30 September 2021"),
        ("What was found at the end of May 2021?", "18 to 31 May 2021"),
        ("What sold best in the third quarter of 2021?", "1 July to 30 September 2021"),
        ("What sold best in Q3 2021?", "1 July to 30 September 2021"),
        ("What sold best in Q3 of 2021?", "1 July to 30 September 2021"),
        ("What sold best in Q3?", "1 July to 30 September 2022"),
        ("What sold best in H1?", "1 January to 30 June 2022"),
        ("Who played in the twenties?", "1 January 1920 to 31 December 1929"),
        ("What was built in the last century?", "1 January 1901 to 31 December 2000"),
        ("What was built in the second half of the 19th century?", "1 January 1851 to 31 December 1900"),
        ("Who played in the first half of the 1990s?", "1 January 1990 to 31 December 1994"),
        ("Who was crowned in the year 1000?", "1 January to 31 December 1000"),
        ("How cold was the winter of 2010-2011?", "1 December 2010 to 20 March 2011"),
        ("What sold best in the first half of 2021?", "1 January to 30 June 2021"),
        ("Who sang in the summer of 1969?", "1 June to 22 September 1969"),
        ("Who sang in summer ’69?", "1 June to 22 September 1969"),
        ("How cold was the winter of 1962–63?", "1 December 1962 to 20 March 1963"),
        ("How cold was the winter of 1963?", "1 December 1962 to 20 March 1964"),
        ("What fell in the fall of 1989?", "1 September to 21 December 1989"),
        ("What sold best in 2021 Q3?", "1 July to 30 September 2021"),
        ("What sold best in 2021-Q3?", "1 July to 30 September 2021"),
        ("sales 2021 q3", "1 July to 30 September 2021"),
        ("What sold best in H1 2021?", "1 January to 30 June 2021"),
        ("What sold best in 2021 H2?", "1 July to 31 December 2021"),
        ("What sold best in the last quarter of 2021?", "1 October to 31 December 2021"),
        ("Who played in 2020/21?", "1 January 2020 to 31 December 2021"),
        ("What was built in the 19th century?", "1 January 1801 to 31 December 1900"),
        ("ships of the nineteenth century", "1 January 1801 to 31 December 1900"),
        ("What was built in the early 20th century?", "1 January 1901 to 31 December 1940"),
        ("Who was crowned in 1066?", "1 January to 31 December 1066"),
        ("Who was crowned on 14 October 1066?", "14 October 1066"),
        ("What was written before 1215?", "up to 31 December 1214"),
    ],
)
def test_months_years_seasons_and_decades_are_read(question: str, range_in_words: str) -> None:
    assert read(question) == range_in_words


@pytest.mark.parametrize(
    ("question", "range_in_words"),
    [
        ("What happened on 28 October?", "28 October 2022"),
        ("What happened on December 24?", "24 December 2021"),
        ("What happened on 29 February?", "29 February 2020"),
        ("What happened in May?", "1 to 31 May 2022"),
        ("what happened in may?", "1 to 31 May 2022"),
        ("What happened in December?", "1 to 31 December 2021"),
        ("What happened in November?", "1 to 30 November 2022"),
        ("What happened in August last year?", "1 to 31 August 2021"),
        ("What happened on Friday the 13th?", "13 May 2022"),
        ("What happened on Friday 13th?", "13 May 2022"),
        ("What happened on Friday, the 13th?", "13 May 2022"),
        ("What happened on the 5th?", "5 November 2022"),
    ],
)
def test_without_a_year_it_is_the_last_one_not_after_today(question: str, range_in_words: str) -> None:
    assert read(question) == range_in_words


@pytest.mark.parametrize(
    ("phrase", "range_in_words"),
    [
        ("since 2019", "since 1 January 2019"),
        ("since May 2021", "since 1 May 2021"),
        ("since 28 October 2020", "since 28 October 2020"),
        ("from 2019 on", "since 1 January 2019"),
        ("from 2019 onwards", "since 1 January 2019"),
        ("since the start of the year", "since 1 January 2022"),
        ("after 2019", "since 1 January 2020"),
        ("after 28 October 2020", "since 29 October 2020"),
        ("later than May 2021", "since 1 June 2021"),
        ("before May", "up to 30 April 2022"),
        ("prior to 2019", "up to 31 December 2018"),
        ("before 1 March 2020", "up to 29 February 2020"),
        ("until June 2020", "up to 30 June 2020"),
        ("up to 2020", "up to 31 December 2020"),
        ("by 2015", "up to 31 December 2015"),
        ("no later than 3 May 2021", "up to 3 May 2021"),
        ("since March 2021 but before June 2022", "1 March 2021 to 31 May 2022"),
        ("between March and June 2021", "1 March to 30 June 2021"),
        ("between November and February 2021", "1 November 2020 to 28 February 2021"),
        ("from March 2020 to June", "1 March to 30 June 2020"),
        ("from November 2020 to February", "1 November 2020 to 28 February 2021"),
        ("from 3 to 7 May 2021", "3 to 7 May 2021"),
        ("on October 1–5, 2020", "1 to 5 October 2020"),
        ("from 1999 to 2003", "1 January 1999 to 31 December 2003"),
        ("1999–2003", "1 January 1999 to 31 December 2003"),
        ("between August 19 and September 30, 2021", "19 August to 30 September 2021"),
        ("between 2019 and now", "1 January 2019 to 23 November 2022"),
        ("from Monday to Wednesday", "21 to 23 November 2022"),
    ],
)
def test_prepositions_bound_the_range(phrase: str, range_in_words: str) -> None:
    assert read(f"What was printed {phrase}?") == range_in_words


@pytest.mark.parametrize(
    ("today", "range_in_words"),
    [
        (date(2022, 12, 1), "1 to 31 December 2021"),
        (date(2022, 12, 6), "1 to 31 December 2021"),
        (date(2022, 12, 7), "1 to 31 December 2022"),
    ],
)
def test_a_month_of_less_than_a_week_is_rather_the_one_of_last_year(today: date, range_in_words: str) -> None:
    assert read("What happened in December?", today) == range_in_words


@pytest.mark.parametrize(
    ("phrase", "range_in_words"),
    [
        ("yesterday", "22 November 2022"),
        ("the day before yesterday", "21 November 2022"),
        ("last night", "22 to 23 November 2022"),
        ("today", "23 November 2022"),
        ("this morning", "23 November 2022"),
        ("this week", "16 to 23 November 2022"),
        ("earlier this week", "16 to 23 November 2022"),
        ("this month", "1 to 23 November 2022"),
        ("this year", "1 January to 23 November 2022"),
        ("this summer", "1 June to 22 September 2022"),
        ("this May", "1 to 31 May 2022"),
        ("last week", "14 to 20 November 2022"),
        ("last month", "1 to 31 October 2022"),
        ("last quarter", "1 July to 30 September 2022"),
        ("this quarter", "1 October to 23 November 2022"),
        ("last year", "1 January to 31 December 2021"),
        ("late last year", "1 September to 31 December 2021"),
        ("last summer", "1 June to 22 September 2022"),
        ("last winter", "1 December 2021 to 20 March 2022"),
        ("last May", "1 to 31 May 2022"),
        ("last December", "1 to 31 December 2021"),
        ("in the last week", "16 to 23 November 2022"),
        ("in the past 10 days", "13 to 23 November 2022"),
        ("in the last 24 hours", "22 to 23 November 2022"),
        ("over the past two weeks", "9 to 23 November 2022"),
        ("on Tuesday", "22 November 2022"),
        ("Tuesday", "22 November 2022"),
        ("on Wednesday", "23 November 2022"),
        ("last Wednesday", "16 November 2022"),
        ("last Friday", "18 November 2022"),
        ("3 days ago", "20 November 2022"),
        ("two years ago", "1 January 2020 to 22 February 2021"),
        ("a month ago", "1 to 31 October 2022"),
        ("two weeks ago", "7 to 13 November 2022"),
    ],
)
def test_times_are_counted_from_the_day_of_asking(phrase: str, range_in_words: str) -> None:
    assert read(f"What happened {phrase}?") == range_in_words


@pytest.mark.parametrize(
    "question",
    [
        "Who was first to walk in space, and when?",
        "What may the second man in the march of August troops see as the sun falls?",
        "Why did Theresa May resign?",
        "What did May say about the march?",
        "What did April Ryan ask?",
        "Who asked by April Ryan's rules?",
        "Where is March Madness played in March Madness season?",
        "Who sat in august company?",
        "Who landed with Apollo 11?",
        "Who made 2001: A Space Odyssey?",
        "Who plays in 2001: A Space Odyssey?",
        "Who won the World Cup 2022?",
        "Who ran in the 2024 election?",
        "Does it run on Windows 2000?",
        "Were there 2020 people?",
        "Was it shared by 2000 people?",
        "Did it cost $2000 or 2,019 euros?",
        "What will be built by 2050?",
        "Which meal is sold beginning December 12?",
        "Who topped the 2021-2022 Best Schools list?",
        "Who will host the Games in 2030?",
        "What happens every Sunday?",
        "Who runs on Sundays?",
        "What sells on Black Friday?",
        "What did USA TODAY print?",
        "How many people live there if they stay today?",
        "What stood there over 20 years ago?",
        "Is bread dearer than a year ago?",
        "Who won for the first time since 1979?",
        "What happened recently?",
        "What happens next week?",
        "What was found on 31 February 2020?",
        "What was found on February 30, 2021?",
        "What was found on 2020-13-45?",
        "What is 555-1999-2003?",
        "What was said on 3/4/2020?",
        "Was it 12:30?",
        "",
        "   ",
    ],
)
def test_plain_words_numbers_names_and_impossible_dates_are_no_dates(question: str) -> None:
    assert read_range(question, TODAY) is None


def test_what_is_to_come_is_not_taken_for_a_year_ago() -> None:
    january = date(2023, 1, 30)
    assert read("Which teams will meet in the Super Bowl on February 12?", january) == ""
    assert read("What did the Lions do in February?", january) == "1 to 28 February 2022"


def test_the_asker_s_own_days_are_a_preference_and_named_times_a_limit() -> None:
    soft = ("this week", "on Tuesday", "this year", "last week", "on the card from 1952", "in 2019 and recently")
    firm = ("since last week", "last year", "in May 2021", "in articles from 1952", "between 2019 and 2020")
    for phrase in soft + firm:
        found = read_range(f"What did she say {phrase}?", TODAY)
        assert found is not None
        assert found.is_filter == (phrase in firm), phrase


def test_of_several_phrases_the_latest_counts() -> None:
    question = "This week marked 25 years since the crash in 1997. How many came?"
    assert read(question) == "16 to 23 November 2022"


def test_the_phrase_comes_with_its_preposition_and_leaves_the_rest_alone() -> None:
    question = "In October 2020, who wrote “I’d be ready”?"
    phrase = read_range(question, TODAY)
    assert phrase is not None
    assert question[phrase.start : phrase.end] == "In October 2020"
    assert without(question, phrase) == "who wrote “I’d be ready”?"
    assert phrase.granularity is Granularity.MONTH


def test_the_phrase_may_stand_in_the_middle() -> None:
    question = "What did last year's winner say?"
    phrase = read_range(question, TODAY)
    assert phrase is not None
    assert question[phrase.start : phrase.end] == "last year's"
    assert without(question, phrase) == "What did winner say?"


def test_leeway_reaches_the_papers_of_the_next_days() -> None:
    landing = read_range("What happened on 20 July 1969?", TODAY)
    assert landing is not None
    assert date(1969, 7, 21) not in landing.range
    assert date(1969, 7, 21) in with_leeway(landing)
    month = read_range("What happened in July 1969?", TODAY)
    assert month is not None
    assert with_leeway(month) == month.range
    since = DatePhrase(DateRange(date(2019, 1, 1)), 0, 1, Granularity.YEAR)
    assert with_leeway(since) == since.range
