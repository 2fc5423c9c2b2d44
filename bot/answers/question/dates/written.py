"""Dates in the orders that people write them: 28 October 2020, Oct. 28th, 2020-10-28, Friday the 13th, 2019."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.answers.question.dates.periods import (
    COUNTS_BELOW,
    YEARS,
    DateParts,
    Period,
    day_of,
    month_before,
    years_of,
)
from bot.answers.question.dates.vocabulary import (
    COUNTED,
    DASHES,
    DOUBTFUL_MONTHS,
    MONTHS,
    PLAIN_MONTHS,
    WEEKDAYS,
    Words,
)

_COUNTING = frozenset({"over", "around", "within", "at", "for", "by", "about"})  # "over 1500 were arrested"
_MONTHS_BACK = 8 * 12  # a 29th of February on a given weekday aside, every day and weekday meet within these


@dataclass(frozen=True, slots=True)
class ParsedDate:
    """What was read up to (not including) the word at `end`. `period` is None for a date that cannot be.

    `standalone` says that it is a date even without a preposition. `written` is kept while a year may still come from
    elsewhere ("between March and June 2021"), `yearless` says that it never came, so that the coming one may be meant.
    `relative` was counted from the day of asking.
    """

    period: Period | None
    end: int
    standalone: bool = False
    written: DateParts | None = None
    relative: bool = False
    yearless: bool = False


def parse_written_date(words: Words, place: int, today: date, *, after_preposition: bool) -> ParsedDate | None:
    """Reads the date written at `place`; `after_preposition` says that a preposition stands before it."""
    start = _past_weekday(words, place)
    read = _numeric(words, start) or _day_first(words, start, today) or _month_first(words, start, today)
    if read is None and words.key(place - 1) == "on":
        alone = _day_alone(words, place, today)
        if alone is not None:
            return alone
    if read is None:
        return _year(words, place, today) if after_preposition else None
    written, end = read
    if written.day is None and start != place:  # "Tuesday May" is nobody's date
        return None
    standalone = _stands_alone(words, place, end, written)
    if not (standalone or after_preposition) or (after_preposition and not _proven(words, end, written)):
        return None
    return ParsedDate(written.latest(today), end, standalone, written, yearless=written.year is None)


def day_number(words: Words, place: int) -> int | None:
    """A day of a month standing alone, for "3 to 7 May"."""
    number = words[place].number
    return number if number is not None and 1 <= number <= 31 and len(words.key(place)) <= 4 else None


def year_range(words: Words, place: int) -> ParsedDate | None:
    """Reads "1999–2003" and the season "2022-23", both with nothing between."""
    first = year_number(words, place)
    if first is None or not words.glued(place) or not words.glued(place + 1):
        return None
    if words.key(place + 1) == "/" and not follows(words, place + 2, first):
        return None
    if words.key(place + 1) not in DASHES | {"/"}:
        return None
    if words.key(place - 1) in DASHES or words.key(place + 3) in DASHES | COUNTED:
        return None
    if words.key(place - 1) == "the" and not words.closes(place + 3):
        return None  # "the 2022-23 season" names the season
    if follows(words, place + 2, first):
        return ParsedDate(years_of(first, first + 1), place + 3)
    last = year_number(words, place + 2)
    return (
        ParsedDate(years_of(first, last), place + 3, standalone=words.closes(place + 3))
        if last and last > first
        else None
    )


def _past_weekday(words: Words, place: int) -> int:
    """Where the date goes on after "Wednesday, the"."""
    if words.key(place) in WEEKDAYS:
        place += 1
        while words.key(place) in {",", "."}:
            place += 1
    return place + 1 if words.key(place) == "the" else place


def _day_alone(words: Words, place: int, today: date) -> ParsedDate | None:
    """The last "Friday the 13th", "Friday 13th", or "the 13th", that has begun by `today`."""
    weekday = WEEKDAYS.get(words.key(place))
    at = _past_weekday(words, place)
    word = words[at]
    if not word.ordinal or word.number is None or not words.closes(at + 1):
        return None
    if weekday is None and words.key(at - 1) != "the":
        return None
    months = (month_before(today, back) for back in range(_MONTHS_BACK))
    days = (day_of(month.first.year, month.first.month, word.number) for month in months if month)
    for day in days:
        if day and day.first <= today and weekday in {None, day.first.weekday()}:
            return ParsedDate(day, at + 1, standalone=True)
    return None


def _numeric(words: Words, place: int) -> tuple[DateParts, int] | None:
    """2020-10-28, 2020/10/28, 28.10.2020 and whichever of 28/10/2020 and 10/28/2020 can only be one thing."""
    marks = words.key(place + 1), words.key(place + 3)
    numbers = [words[place + step].number for step in (0, 2, 4)]
    if marks[0] not in {"-", "/", "."} or not (words.glued(place) and words.glued(place + 1)):
        return None
    first, second, third = numbers
    if first is None or second is None or (words.glued(place - 1) and words.key(place - 1) in {"-", "/", "."}):
        return None
    whole = marks[0] == marks[1] and words.glued(place + 2) and words.glued(place + 3) and third is not None
    if whole and third is not None:
        if first in YEARS:
            return DateParts(first, second, third), place + 5
        if third in YEARS:
            day, month = (second, first) if first <= 12 < second else (first, second)
            plain = marks[0] == "." or first > 12 or second > 12
            return (DateParts(third, month, day), place + 5) if plain else None
        return None
    if first in YEARS and marks[0] == "-" and len(words.key(place + 2)) == 2 and 1 <= second <= 12:
        # "2020-10" is a month; "2022-23" a season, and "2010-11" reads as the season it usually is
        return None if second == (first + 1) % 100 else (DateParts(first, second), place + 3)
    return None


def _day_first(words: Words, place: int, today: date) -> tuple[DateParts, int] | None:
    """28 October 2020, 28th of October."""
    day = words[place].number
    if day is None or len(words.key(place)) > 2 + 2 * words[place].ordinal:
        return None
    after = place + 1
    if words.key(after) == "of":
        after += 1
    if words.key(after) not in MONTHS:
        return None
    month, after = _month(words, after)
    year, end = _year_after(words, after, today)
    return DateParts(year, month, day), end


def _month_first(words: Words, place: int, today: date) -> tuple[DateParts, int] | None:
    """October 28, 2020; Oct. 28th; October 2020."""
    if words.key(place) not in MONTHS:
        return None
    month, after = _month(words, place)
    ahead = after + (words.key(after) == "the")
    day = words[ahead].number
    if day is not None and len(words.key(ahead)) <= 2 + 2 * words[ahead].ordinal and words.key(ahead + 1) != ":":
        year, end = _year_after(words, ahead + 1, today)
        return DateParts(year, month, day), end
    year, end = _year_after(words, after, today)
    return DateParts(year, month), end


def _month(words: Words, place: int) -> tuple[int, int]:
    """The month at `place`, and where it ends with the dot of its abbreviation."""
    key = words.key(place)
    short = len(key) <= 4 and key not in {"may", "june", "july"}
    return MONTHS[key], place + 1 + (short and words.key(place + 1) == "." and words.glued(place))


def _year_after(words: Words, place: int, today: date) -> tuple[int | None, int]:
    """The year after a day or month, and where it ends; `(None, place)` where there is none."""
    ahead = place + (words.key(place) in {",", "of"})
    if words.key(ahead) in {"this", "last"} and words.key(ahead + 1) == "year":
        return today.year - (words.key(ahead) == "last"), ahead + 2
    year = year_number(words, ahead)
    return (year, ahead + 1) if year is not None else (None, place)


def year_number(words: Words, place: int) -> int | None:
    """A four-digit year that counts nothing ("2000 people") and is no other number ("2000.5", "2,000")."""
    word = words[place]
    if word.ordinal or word.number is None or word.number not in YEARS:
        return None
    after = words.key(place + 1)
    if word.number < COUNTS_BELOW and (words.key(place - 1) in _COUNTING or not words.closes(place + 1)):
        return None
    if after in COUNTED or after in {"%", "°", ":"} or words.key(place - 1) in {"$", "€", "£", "#"}:
        return None
    if after in {".", ",", "-"} and words.glued(place) and words.glued(place + 1):
        goes_on = words.key(place + 2)
        if goes_on[:1].isalpha() if after == "-" else goes_on[:1].isdigit():
            return None
    return word.number


def _year(words: Words, place: int, today: date) -> ParsedDate | None:
    """A bare year after a preposition: "in 2019", "in the year 2019", "in ’98"."""
    named = place
    while words.key(named) in {"the", "year"} and named < place + 2:
        named += 1
    if named > place and words.key(named - 1) != "year":
        return None  # "in the 2024 election" names the election
    year = year_number(words, named) or short_year(words.key(named), today)
    return ParsedDate(DateParts(year).period(), named + 1, written=DateParts(year)) if year is not None else None


def _stands_alone(words: Words, place: int, end: int, written: DateParts) -> bool:
    """Whether these words are a date without a preposition before them."""
    doubtful = words.key(place) in PLAIN_MONTHS and not words[place].capital
    if written.year is not None:
        return not doubtful or written.day is not None or words.closes(end)
    return written.day is not None and not doubtful and words.closes(end) and words.key(place - 1) != "the"


def _proven(words: Words, end: int, written: DateParts) -> bool:
    """Whether the month without day and year is a month, not the word "may" or a person called April."""
    if written.day is not None or written.year is not None or written.month is None:
        return True
    month = words[end - 1] if words.key(end - 1) != "." else words[end - 2]
    if month.key not in DOUBTFUL_MONTHS:
        return True
    if month.key in PLAIN_MONTHS and not month.capital:
        return words.closes(end)
    named = words[end].capital and words.key(end - 2) in {"by", "from", "after", "before", "of"}
    return not named and words.key(end) not in {"madness", "'s"}


def follows(words: Words, place: int, year: int) -> bool:
    """Whether the two digits at `place` are the year after `year`."""
    return len(words.key(place)) == 2 and words[place].number == (year + 1) % 100


def short_year(key: str, today: date) -> int | None:
    """The year of "’98"."""
    return full_year(int(key[1:]), today) if len(key) == 3 and key[0] == "'" and key[1:].isdigit() else None


def full_year(two_digits: int, today: date) -> int:
    """The last year that ends in these digits and is not after this one."""
    year = today.year - today.year % 100 + two_digits
    return year if year <= today.year else year - 100
