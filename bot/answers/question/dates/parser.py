"""Finding the date phrase of a question, and what its preposition makes of the date.

| written | the range |
| --- | --- |
| in, on, during 2019 | all of it |
| since 2019, from 2019 on | its first day and later |
| after 2019 | later than its last day: 2019 itself is out |
| before May | earlier than its first day |
| until, by, up to June 2020 | up to its last day |
| from / between A and B, A–B | from the first day of A to the last day of B |

A day or month without a year is the last one that has begun by the day of asking. A phrase whose range begins after
that day ("in 2030", "by 2050") speaks of plans, not of what was printed: it stays a part of the question.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from bot.answers.question.dates.intervals import parse_interval
from bot.answers.question.dates.periods import Granularity, Period, shifted
from bot.answers.question.dates.single import period_at
from bot.answers.question.dates.vocabulary import FILLERS, FUTURE, HABITS, NOWADAYS, OPENERS, PAST, PRINTED, Words
from bot.answers.question.dates.written import ParsedDate
from bot.language.words import word_set
from bot.model import DateRange

_LONGEST_OPENER: Final = max(len(opener) for opener in OPENERS)
# "the first time since 1979", "not seen since": part of the topic, not a limit on the publication date.
_TOLD_SINCE: Final = word_set("time times first been long unseen only attempted")
_TOLD_AFTER: Final = word_set("ending ended beginning starting begins starts")
_SOON = 90  # days ahead within which "in February", asked in January, is rather the coming one
_YEAR = 365
_CLAUSE = 12  # words looked back for "since the war began in 2022"


@dataclass(frozen=True, slots=True)
class DatePhrase:
    """The words `question[start:end]`, preposition included, and the publication dates that they ask for.

    `granularity` says how exactly the time was named. News of a day is printed on the following days, so a filter by
    `range` should be widened by `with_leeway`. `is_filter` is False for a phrase that is relative to the day of asking
    and vague ("this week", "on Tuesday"): measured on 688 news questions, filtering by these loses one good answer in
    seven, while ranking what lies within them higher gains some.
    """

    range: DateRange
    start: int
    end: int
    granularity: Granularity = Granularity.SPAN
    is_filter: bool = True


def read_range(question: str, today: date, language: str = "english") -> DatePhrase | None:
    """Reads the date phrase of `question` as a person asking on `today` would mean it; None when it has none.

    Of several phrases the one that begins latest counts: an article that tells of both was printed no earlier.
    Takes time in proportion to the question's length.
    """
    words = Words(question, language)
    found = [phrase for phrase in _phrases(words, today) if _asked(phrase.range, today)]
    return max(found, key=lambda phrase: (phrase.range.first or date.min, -phrase.start), default=None)


def without(question: str, phrase: DatePhrase) -> str:
    """The question without its date phrase; all the rest stays as it was written."""
    before, after = question[: phrase.start].rstrip(), question[phrase.end :].lstrip()
    if not before:
        after = after.lstrip(", ")
    joined = before and after and (after[0].isalnum() or after[0] in "\"“‘'(")
    return f"{before} {after}" if joined else before + after


def _asked(dates: DateRange, today: date) -> bool:
    """Whether something can have been printed in that range by `today`, and the range leaves something out."""
    if dates.first is None:
        return dates.last is not None and dates.last < today
    return dates.first <= today and (dates.last is None or dates.first <= dates.last)


def _phrases(words: Words, today: date) -> Iterator[DatePhrase]:
    """Every date phrase from left to right, none within another."""
    place = 0
    while place < len(words):
        found = _phrase_at(words, place, today) if words.may_start(place) else None
        if found is None:
            place += 1
            continue
        phrase, end = found
        if phrase:
            yield phrase
        place = end


def _phrase_at(words: Words, place: int, today: date) -> tuple[DatePhrase | None, int] | None:
    """The phrase that begins at `place` and the place after it; its half is None where the date cannot be."""
    after_preposition = _opener(words, place)
    kind, start = after_preposition or ("", place)
    read = parse_interval(words, start, today, kind)
    if read is None and kind != "between":
        read = period_at(words, start, today, kind)
        if read and read.relative and kind == "from":
            return None  # "resigned from this week": the phrase begins after "from"
    if read is None:
        return None
    end = read.end + (words.key(read.end) == "'s")
    if (
        read.period is None
        or words.key(place - 1) in HABITS
        or not _narrows_the_search(words, place, read, kind, today)
    ):
        return None, end
    dates = _bounded(read.period, kind, words.key(end))
    if kind == "from" and dates.last is None:
        end += 1 + (words.key(end + 1) == "to" and words.key(end + 2) == "now") * 2
    if read.relative and dates.first and dates.last and dates.first <= today < dates.last:
        dates = replace(dates, last=today)
    phrase = DatePhrase(
        dates,
        words[place].start,
        words[end - 1].end,
        read.period.granularity,
        _is_filter(words, place, read, kind, today),
    )
    return _joined(words, phrase, end, today)


def _joined(words: Words, phrase: DatePhrase, end: int, today: date) -> tuple[DatePhrase, int]:
    """Makes one range of "since March" and "but before June" right after it."""
    if phrase.range.first is None or phrase.range.last is not None:
        return phrase, end
    ahead = end
    while ahead < end + 2 and words.key(ahead) in {",", "and", "but"}:
        ahead += 1
    after_preposition = _opener(words, ahead)
    if after_preposition is None or after_preposition[0] not in {"before", "until"}:
        return phrase, end
    read = period_at(words, after_preposition[1], today, after_preposition[0])
    last = _bounded(read.period, after_preposition[0], "").last if read and read.period else None
    if read is None or last is None or last < phrase.range.first:
        return phrase, end
    dates = DateRange(phrase.range.first, last)
    return DatePhrase(dates, phrase.start, words[read.end - 1].end, Granularity.SPAN), read.end


def _opener(words: Words, place: int) -> tuple[str, int] | None:
    """The preposition at `place`, and where the date begins after it and its "about"."""
    for length in range(_LONGEST_OPENER, 0, -1):
        kind = OPENERS.get(tuple(words.keys[place : place + length]))
        if kind:
            place += length
            return kind, place + (words.key(place) in FILLERS)
    return None


def _bounded(period: Period, kind: str, after: str) -> DateRange:
    """What the preposition makes of the period."""
    if kind == "since" or (kind == "from" and after in {"on", "onward", "onwards"}):
        return DateRange(period.first, None)
    if kind == "after":
        return DateRange(shifted(period.last, 1), None)
    if kind == "before":
        return DateRange(None, shifted(period.first, -1))
    if kind == "until":
        return DateRange(None, period.last)
    return DateRange(period.first, period.last)


def _is_filter(words: Words, place: int, read: ParsedDate, kind: str, today: date) -> bool:
    """Whether articles outside the phrase's range are excluded, not just ranked lower: see `DatePhrase.is_filter`."""
    if read.period is None or not NOWADAYS.isdisjoint(words.vocabulary):
        return False
    if kind == "from" and read.written and words.key(place - 1) not in PRINTED:
        return place == 0
    if not read.relative or kind in {"since", "after", "before", "until", "between"}:
        return True
    return read.period.last < today and read.period.granularity not in {Granularity.DAY, Granularity.WEEK}


def _narrows_the_search(words: Words, place: int, read: ParsedDate, kind: str, today: date) -> bool:
    """Whether the phrase limits the publication date, instead of being part of the topic or in the future."""
    told = _TOLD_SINCE if kind == "since" else _TOLD_AFTER
    if words.key(place - 1) in told or (kind == "at" and "since" in words.keys[max(0, place - _CLAUSE) : place]):
        return False
    if not read.yearless or read.period is None:
        return True
    ahead = _YEAR - (today - read.period.first).days
    if not FUTURE.isdisjoint(words.vocabulary):
        return ahead > _YEAR / 2
    return ahead > _SOON or any(key in PAST or (len(key) > 5 and key.endswith("ed")) for key in words.vocabulary)
