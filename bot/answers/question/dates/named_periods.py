"""Periods that have names: summer of 1969, winter 2010–11, the 1990s, the nineties, the 19th century."""

from __future__ import annotations

from datetime import date

from bot.answers.question.dates.periods import YEARS, century, season_named, season_of, years_of
from bot.answers.question.dates.vocabulary import CENTURIES, DASHES, DECADES, SEASONS, Words
from bot.answers.question.dates.written import ParsedDate, follows, full_year, short_year, year_number


def parse_season(words: Words, place: int, today: date, *, after_preposition: bool) -> ParsedDate | None:
    """Reads "summer of 1969", "winter 2010–11"; a season without a year is only read after "this" or "last"."""
    season = SEASONS.get(words.key(place))
    if season is None:
        return None
    place += 1
    if words.key(place) == "of" and words.key(place + 1):
        place += 1
    year = year_number(words, place) or short_year(words.key(place), today)
    if year is None:
        return None
    place += 1
    if season == "winter" and words.key(place) in DASHES | {"/"} and _next_year(words, place + 1, year):
        return ParsedDate(season_of(season, year), place + 2, standalone=True)
    return (
        ParsedDate(season_named(season, year), place, standalone=True)
        if after_preposition or words.closes(place)
        else None
    )


def _next_year(words: Words, place: int, year: int) -> bool:
    """Whether the year after `year` stands at `place`, in two digits or in four."""
    return follows(words, place, year) or words[place].number == year + 1


def parse_century(words: Words, place: int) -> ParsedDate | None:
    """Reads "19th century", "nineteenth century" not before a noun ("19th century furniture")."""
    word = words[place]
    number = word.number if word.ordinal else CENTURIES.get(word.key)
    if number is None or words.key(place + 1) != "century" or not words.closes(place + 2):
        return None
    period = century(number) if number > 10 else None  # an archive of the ninth century is none that is asked here
    return ParsedDate(period, place + 2, standalone=words.key(place - 1) == "the") if period else None


def parse_decade(words: Words, place: int, today: date) -> ParsedDate | None:
    """Reads "1990s", "’90s", "90s", "nineties" not before a noun ("1960s series")."""
    key = words.key(place).removeprefix("'")
    end = place + 1
    if words.key(end) in {"'s", "s"} and words.glued(place) and key.isascii() and key.isdigit():  # "1990's"
        key, end = key + "s", end + 1
    digits = key[:-1]
    if key in DECADES:
        first = _ended(full_year(DECADES[key], today), today)
    elif key.endswith("0s") and digits.isascii() and digits.isdigit() and len(digits) in {2, 4}:
        first = int(digits) if len(digits) == 4 else _ended(full_year(int(digits), today), today)
    else:
        return None
    if first not in YEARS or not (words.closes(end) or place <= 2):
        return None
    return ParsedDate(years_of(first, first + 9), end, standalone=words.key(place - 1) == "the" and words.closes(end))


def _ended(first: int, today: date) -> int:
    """The first year of the last decade of that name that is over: until 2030 "the twenties" are those of 1920."""
    return first if first + 9 < today.year else first - 100
