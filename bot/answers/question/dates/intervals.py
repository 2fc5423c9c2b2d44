"""From one date to another: "between March and June 2021", "1999–2003", "3 to 7 May"."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.answers.question.dates.periods import DateParts, Granularity, Period
from bot.answers.question.dates.single import period_at
from bot.answers.question.dates.vocabulary import DASHES, TO, Words
from bot.answers.question.dates.written import ParsedDate, day_number, parse_written_date, year_range


def parse_interval(words: Words, place: int, today: date, kind: str) -> ParsedDate | None:
    """From one date to another; a year, or a month, that only one of them has is meant for both."""
    if kind not in {"", "at", "from", "between"}:
        return None
    start = place + (words.key(place) == "the")
    years = year_range(words, start)
    if years and (kind or years.standalone):
        return years
    first = period_at(words, place, today, kind or "from") or _bare_day(words, place)
    if first is None or words.key(first.end) not in TO:
        return None
    last = _end(words, first.end + 1, today, first)
    if words.key(first.end) in {"and", "or"} and kind != "between":  # "in 2019 and 2020", "in May or June 2021"
        plain = kind == "at" and last and _no_day(first) and _no_day(last)
        return _between(first, last, today) if plain and last else None
    if last is None or not (kind in {"from", "between"} or first.standalone or last.standalone):
        return None
    if words.key(first.end) not in DASHES and not kind and not last.standalone:
        return None
    return _between(first, last, today)


def _no_day(read: ParsedDate) -> bool:
    return read.written is not None and read.written.day is None


def _bare_day(words: Words, place: int) -> ParsedDate | None:
    """The 3 of "3 to 7 May"."""
    day = day_number(words, place + (words.key(place) == "the"))
    return ParsedDate(None, place + 1, written=DateParts(day=day)) if day else None


def _end(words: Words, place: int, today: date, first: ParsedDate) -> ParsedDate | None:
    """The second date of a stretch; "now" and the 5 of "October 1 to 5" are dates only here."""
    if words.key(place) in {"now", "present", "date"}:
        return ParsedDate(Period(today, today, Granularity.DAY), place + 1, standalone=True, relative=True)
    read = period_at(words, place, today, "from")
    if read or not (first.written and first.written.month and first.written.day):
        return read
    day = _bare_day(words, place)
    if day is None or day.written is None:
        return None
    year, end = first.written.year, day.end
    if year is None:
        ahead = end + (words.key(end) == ",")
        late = parse_written_date(words, ahead, today, after_preposition=True)
        if late and late.written and late.written.year and not late.written.month:
            year, end = late.written.year, late.end
    written = DateParts(year, first.written.month, day.written.day)
    return ParsedDate(written.latest(today), end, standalone=True, written=written, yearless=year is None)


def _between(first: ParsedDate, last: ParsedDate, today: date) -> ParsedDate | None:
    """The stretch from `first` to `last`; None where either cannot be, or they stand in the wrong order."""
    end = last.period
    begin = first.period
    if first.written and last.written:
        begin, end = _sharing(first.written, last.written, today)
    elif first.written and end and first.written.year is None:
        begin = first.written.latest(end.last)
    if begin is None or end is None or end.last < begin.first:
        return ParsedDate(None, last.end)
    yearless = first.yearless and last.yearless
    return ParsedDate(
        Period(begin.first, end.last, Granularity.SPAN), last.end, relative=last.relative, yearless=yearless
    )


def _sharing(first: DateParts, last: DateParts, today: date) -> tuple[Period | None, Period | None]:
    """Both ends, each with what only the other says."""
    if first.month is None and first.day and last.day:
        first = replace(first, month=last.month)
    if last.year is None and first.year is not None:
        begin = first.period()
        ends = [last.period(first.year), last.period(first.year + 1)]
        return begin, next((end for end in ends if begin and end and end.last >= begin.first), None)
    end = last.latest(today)
    if first.year is not None or end is None:
        return first.period(), end
    begins = (first.period(end.last.year - back) for back in range(9))
    return next((begin for begin in begins if begin and begin.first <= end.last), None), end
