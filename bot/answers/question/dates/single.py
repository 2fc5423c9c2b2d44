"""One date, season, decade, or a part of one: what stands between a preposition and the rest of the question."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Final

from bot.answers.question.dates.named_periods import parse_century, parse_decade, parse_season
from bot.answers.question.dates.periods import YEARS, nth_part, part_of, year_of
from bot.answers.question.dates.relative import parse_relative_date
from bot.answers.question.dates.vocabulary import COUNTED_PARTS, DASHES, NUMBERED_PARTS, ORDINALS, PARTS, UNITS, Words
from bot.answers.question.dates.written import ParsedDate, parse_written_date

_SURE_PARTS: Final = frozenset({"early", "mid", "late"})
_HALVES: Final = 2


def period_at(words: Words, place: int, today: date, kind: str) -> ParsedDate | None:
    """One date, season, decade or part of one at `place`."""
    after_preposition = bool(kind)
    read = (
        _part(words, place, today, after_preposition=after_preposition)
        or parse_written_date(words, place, today, after_preposition=after_preposition)
        or parse_relative_date(words, place, today, after_preposition=after_preposition)
    )
    if read is None:
        start = place + (words.key(place) == "the")
        read = parse_season(words, start, today, after_preposition=after_preposition)
        read = read or parse_decade(words, start, today) or parse_century(words, start)
    if read is None or read.period is None:
        return read
    return read if read.standalone or kind not in {"", "whole"} else None


def _part(words: Words, place: int, today: date, *, after_preposition: bool) -> ParsedDate | None:
    """Early 2021, mid-May, the end of 2019, the third quarter of 2021, Q3 2021, earlier this year."""
    place += words.key(place) == "the"
    key = words.key(place)
    if key == "earlier" and words.key(place + 1) == "this":
        return parse_relative_date(words, place + 1, today, after_preposition=after_preposition)
    if key in NUMBERED_PARTS:
        if after_preposition and words.closes(place + 1) and words.key(place + 1) != "of":
            return _latest(today, *NUMBERED_PARTS[key], end=place + 1)
        return _divided(words, place + 1, today, *NUMBERED_PARTS[key])
    if (year_first := _year_and_part(words, place)) is not None:
        return year_first
    if key == "last" and words.key(place + 1) in COUNTED_PARTS and words.key(place + 2) == "of":
        of = COUNTED_PARTS[words.key(place + 1)]
        return _divided(words, place + 2, today, of, of)
    if key in ORDINALS and words.key(place + 1) in COUNTED_PARTS:
        return _divided(words, place + 2, today, ORDINALS[key], COUNTED_PARTS[words.key(place + 1)])
    if key not in PARTS:
        return None
    place += 1
    if key not in _SURE_PARTS and words.key(place) != "of":
        return None  # "beginning June 12" is a day
    while words.key(place) in {"-", "in", "of", "the"}:
        place += 1
    if words.key(place - 1) == "the" and words.key(place) in UNITS:  # "since the start of the year"
        whole = parse_relative_date(_this(words.key(place)), 0, today, after_preposition=True)
        return (
            ParsedDate(part_of(whole.period, PARTS[key]), place + 1, True, None, True)
            if whole and whole.period
            else None
        )
    if words.key(place) in PARTS:
        return None
    read = period_at(words, place, today, "at" if after_preposition or key in _SURE_PARTS else "")
    if read is None or read.period is None:
        return read
    return replace(
        read, period=part_of(read.period, PARTS[key]), standalone=read.standalone or key in _SURE_PARTS, written=None
    )


def _this(unit: str) -> Words:
    return Words(f"this {unit}")


def _year_and_part(words: Words, place: int) -> ParsedDate | None:
    """2021 Q3, 2021-H1."""
    ahead = place + 1 + (words.key(place + 1) in DASHES | {"/"})
    year = words[place].number
    if year is None or year not in YEARS or words.key(ahead) not in NUMBERED_PARTS:
        return None
    whole = year_of(year)
    period = nth_part(whole, *NUMBERED_PARTS[words.key(ahead)]) if whole else None
    return ParsedDate(period, ahead + 1, standalone=True) if period else None


def _latest(today: date, number: int, of: int, *, end: int) -> ParsedDate | None:
    """The last such part of a year that has begun by `today`: "in Q3"."""
    years = (year_of(today.year - back) for back in (0, 1))
    parts = (nth_part(year, number, of) for year in years if year)
    period = next((part for part in parts if part and part.first <= today), None)
    return ParsedDate(period, end, standalone=True, relative=True) if period else None


def _divided(words: Words, place: int, today: date, number: int, of: int) -> ParsedDate | None:
    """A half or quarter of the year at `place`; a half of a decade or century."""
    place += words.key(place) == "of"
    read = parse_written_date(words, place, today, after_preposition=True) or parse_relative_date(
        words, place, today, after_preposition=True
    )
    if read is None and of == _HALVES:
        start = place + (words.key(place) == "the")
        read = parse_decade(words, start, today) or parse_century(words, start)
    if read is None or read.period is None:
        return read
    period = nth_part(read.period, number, of)
    return ParsedDate(period, read.end, standalone=True, relative=read.relative) if period else None
