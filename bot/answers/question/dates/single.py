"""One date, season, decade, or a part of one: what stands between a preposition and the rest of the question."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Final

from bot.answers.question.dates.moments import nth_part, part_of
from bot.answers.question.dates.relative import relative_at
from bot.answers.question.dates.words import COUNTED_PARTS, ORDINALS, PARTS, UNITS, Words
from bot.answers.question.dates.written import Read, decade_at, season_at, written_at

_SURE_PARTS: Final = frozenset({"early", "mid", "late"})


def moment_at(words: Words, place: int, today: date, kind: str) -> Read | None:
    """One date, season, decade or part of one at `place`."""
    opened = bool(kind)
    read = (
        _part(words, place, today, opened=opened)
        or written_at(words, place, today, opened=opened)
        or relative_at(words, place, today, opened=opened)
    )
    if read is None:
        start = place + (words.key(place) == "the")
        read = season_at(words, start, today, opened=opened)
        read = read or decade_at(words, start, today)
    if read is None or read.moment is None:
        return read
    return read if read.bare or kind not in {"", "whole"} else None


def _part(words: Words, place: int, today: date, *, opened: bool) -> Read | None:
    """Early 2021, mid-May, the end of 2019, the third quarter of 2021, Q3 2021, earlier this year."""
    place += words.key(place) == "the"
    key = words.key(place)
    if key == "earlier" and words.key(place + 1) == "this":
        return relative_at(words, place + 1, today, opened=opened)
    if len(key) == 2 and key[0] == "q" and key[1] in "1234":
        return _divided(words, place + 1, today, int(key[1]), 4)
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
        whole = relative_at(_this(words.key(place)), 0, today, opened=True)
        return Read(part_of(whole.moment, PARTS[key]), place + 1, True, None, True) if whole and whole.moment else None
    if words.key(place) in PARTS:
        return None
    read = moment_at(words, place, today, "at" if opened or key in _SURE_PARTS else "")
    if read is None or read.moment is None:
        return read
    return replace(read, moment=part_of(read.moment, PARTS[key]), bare=read.bare or key in _SURE_PARTS, written=None)


def _this(unit: str) -> Words:
    return Words(f"this {unit}")


def _divided(words: Words, place: int, today: date, number: int, of: int) -> Read | None:
    """A half or quarter of the year at `place`."""
    place += words.key(place) == "of"
    read = written_at(words, place, today, opened=True) or relative_at(words, place, today, opened=True)
    if read is None or read.moment is None:
        return read
    moment = nth_part(read.moment, number, of)
    return Read(moment, read.end, bare=True, relative=read.relative) if moment else None
