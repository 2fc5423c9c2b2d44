"""Times counted from the day of asking: last week, this summer, yesterday, two years ago, on Tuesday.

What most people mean, and rather too much than too little, since a range that is too narrow hides the answer:

- "this week" is the last seven days and today, for on a Monday nobody means a single day; "this month" and "this year"
  begin on their first day. All end today.
- "last week" is Monday to Sunday of the week before, on a Sunday up to the day before; "last month" and "last year" are
  those of the calendar. "The last week", "the past year", "the last 10 days" are counted back from today.
- "this weekend", "last weekend", "over the weekend" run from the last Saturday begun before today to today, at most to
  the Monday after it, when it stands in the papers.
- "on Tuesday" is the last Tuesday, today included; "last Tuesday" is before today.
- "two years ago" is the calendar year and three months around the day two years back; weeks and months likewise.
"""

from __future__ import annotations

from datetime import date

from bot.answers.question.dates.periods import (
    Granularity,
    Period,
    century,
    day_of,
    month_before,
    month_of,
    quarter_of,
    season_of,
    shifted,
    week_of,
    year_of,
    years_of,
)
from bot.answers.question.dates.vocabulary import (
    FULL_WEEKDAYS,
    HABITS,
    MONTHS,
    NAMED_WEEKDAY_AFTER,
    NAMED_WEEKDAY_BEFORE,
    NUMBERS,
    PLAIN_MONTHS,
    SEASONS,
    UNITS,
    WEEKDAYS,
    Words,
)
from bot.answers.question.dates.written import ParsedDate
from bot.language.words import word_set

_DAYS = {"hour": 1 / 24, "day": 1, "week": 7, "fortnight": 14, "month": 31, "year": 366, "decade": 3653}
_INEXACT = word_set("over than under nearly almost least most within many some")
_ONE_WEEK = 7
_CLAUSE = 12  # words looked back for "if": a clause is rarely longer, and a question of 6,000 characters stays cheap


def parse_relative_date(words: Words, place: int, today: date, *, after_preposition: bool) -> ParsedDate | None:
    """Reads a time counted from `today` at `place`; `after_preposition` says that a preposition stands before it."""
    the = words.key(place) == "the"
    start = place + the
    read = (
        _named_day(words, start, today)
        or _this(words, start, today, the=the)
        or _last(words, start, today, the=the)
        or _ago(words, start, today)
    )
    if read is None and after_preposition and the and words.key(start) == "weekend":
        read = _weekend(today), start + 1
    if read is None and not the:
        read = _weekday(words, start, today, after_preposition=after_preposition)
    return ParsedDate(read[0], read[1], standalone=True, relative=True) if read else None


def _named_day(words: Words, place: int, today: date) -> tuple[Period, int] | None:
    """Yesterday, the day before yesterday, last night, this morning, today, tonight."""
    word = words[place]
    if word.key == "yesterday":
        return _single(shifted(today, -1)), place + 1
    if [words.key(place + step) for step in range(3)] == ["day", "before", "yesterday"]:
        return _single(shifted(today, -2)), place + 3
    if word.key == "last" and words.key(place + 1) == "night":
        return Period(shifted(today, -1), today, Granularity.DAY), place + 2
    if word.key == "this" and words.key(place + 1) in {"morning", "afternoon", "evening"}:
        return _single(today), place + 2
    if word.key == "tonight" or (word.key == "today" and _means_the_day(words, place)):
        return _single(today), place + 1
    return None


def _means_the_day(words: Words, place: int) -> bool:
    """Whether "today" is the day of asking, not "nowadays", USA TODAY or the Today show."""
    if "if" in words.keys[max(0, place - _CLAUSE) : place] or (words[place].capital and place > 0):
        return False
    return words.closes(place + 1) or words.key(place + 1) == "'s"


def _this(words: Words, place: int, today: date, *, the: bool) -> tuple[Period, int] | None:
    """This week, this past month, this summer, this May."""
    if words.key(place) != "this" or the or words.key(place - 1) == "later":
        return None
    place += 1
    past = words.key(place) == "past"
    unit = words.key(place + past)
    if unit == "weekend":
        return _weekend(today), place + past + 1
    if past:
        return None if unit not in UNITS else (_counted(today, 1, UNITS[unit]), place + 2)
    found = None if _plain(words, place) else _begun(unit, today)
    return (found, place + 1) if found else None


def _plain(words: Words, place: int) -> bool:
    """Whether "may" or "march" is written as the plain word."""
    return words.key(place) in PLAIN_MONTHS and not words[place].capital


def _begun(unit: str, today: date) -> Period | None:
    """The week, month, year, decade, season or month of the year that today or the asker is in."""
    if unit == "week":
        return Period(shifted(today, -_ONE_WEEK), today, Granularity.WEEK)
    if unit == "month":
        return month_of(today.year, today.month)
    if unit == "year":
        return year_of(today.year)
    if unit == "decade":
        return years_of(max(1, today.year - today.year % 10), today.year)
    if unit == "quarter":
        return quarter_of(today)
    if unit in SEASONS:
        return _season(SEASONS[unit], today, ended=False)
    return month_of(today.year, MONTHS[unit]) if unit in MONTHS else None


def _season(season: str, today: date, *, ended: bool) -> Period | None:
    """The last such season that has begun, or has `ended`, before today; "this winter" in November is yet to come."""
    seasons = (season_of(season, today.year - back) for back in range(3))
    found = next((one for one in seasons if one and (one.last if ended else one.first) <= today), None)
    if found is None or ended:
        return found
    coming = season_of(season, found.first.year + 1)
    passed = (today - found.last).days
    nearer = coming is not None and (coming.first - today).days < passed
    return None if nearer or found.last.year < today.year else found


def _last(words: Words, place: int, today: date, *, the: bool) -> tuple[Period, int] | None:
    """Last week, the past 10 days, last summer, last May, last Friday."""
    word = words.key(place)
    if word not in {"last", "past"} or words.key(place - 1) == "this":
        return None
    place += 1
    count, after = _number(words, place)
    unit = UNITS.get(words.key(after))
    if unit and words.key(after + 1) != "of":
        rolling = the or word == "past" or after > place or unit in {"hour", "day", "fortnight", "decade"}
        found = _counted(today, count, unit) if rolling else _before(unit, today)
        return (found, after + 1) if found else None
    named = words.key(place)
    if named == "century" and words.closes(place + 1):
        found = century((today.year - 1) // 100)
        return (found, place + 1) if found else None
    if named == "weekend":
        return _weekend(shifted(today, -1)), place + 1
    if word == "past" or the or _plain(words, place):
        return None
    found = None if named == "quarter" and words.key(place + 1) == "of" else _before(named, today)
    return (found, place + 1) if found else None


def _before(unit: str, today: date) -> Period | None:
    """The calendar week, month, year, season, month of the year or weekday before the one of today."""
    if unit == "week":
        monday = shifted(week_of(today).first, -_ONE_WEEK)
        sunday = shifted(today, -1) if today.weekday() == WEEKDAYS["sunday"] else shifted(monday, 6)
        return Period(monday, max(monday, sunday), Granularity.WEEK)
    if unit == "month":
        return month_before(today, 1)
    if unit == "quarter":
        return quarter_of(shifted(quarter_of(today).first, -1))
    if unit == "year":
        return year_of(today.year - 1)
    if unit in SEASONS:
        return _season(SEASONS[unit], today, ended=True)
    if unit in MONTHS:
        return month_of(today.year - (MONTHS[unit] >= today.month), MONTHS[unit])
    if unit in FULL_WEEKDAYS:
        return _single(_last_weekday(WEEKDAYS[unit], shifted(today, -1)))
    return None


def _counted(today: date, count: int, unit: str) -> Period:
    """The `count` units up to today."""
    first = shifted(today, -max(1, round(count * _DAYS[unit])))
    return Period(first, today, Granularity.WEEK if (count, unit) == (1, "week") else Granularity.SPAN)


def _number(words: Words, place: int) -> tuple[int, int]:
    """How many, and the place after it: "10", "two", "few", "couple of", "a couple of"; one where nothing is said."""
    if words.key(place) == "a" and words.key(place + 1) in {"couple", "few"}:
        place += 1
    word = words[place]
    count = word.number if word.number is not None and not word.ordinal else NUMBERS.get(word.key)
    if count is None or count == 0:
        return 1, place
    return count, place + 1 + (word.key == "couple" and words.key(place + 1) == "of")


def _ago(words: Words, place: int, today: date) -> tuple[Period, int] | None:
    """Two years ago, a week ago; not "over 20 years ago", nor the "a year ago" of a comparison."""
    count, after = _number(words, place)
    unit = UNITS.get(words.key(after))
    if after == place or unit is None or words.key(after + 1) != "ago":
        return None
    before = {words.key(place - step) for step in range(1, 6)}
    if words.key(place - 1) in _INEXACT or "than" in before:
        return None
    found = _around(today, count, unit)
    return (found, after + 2) if found else None


def _around(today: date, count: int, unit: str) -> Period | None:
    """The unit of the calendar that lies `count` units back, and a quarter of a unit around the exact day."""
    if unit in {"hour", "day"}:
        return _single(shifted(today, -round(count * _DAYS[unit])))
    if unit in {"week", "fortnight"}:
        day = shifted(today, round(-count * _DAYS[unit]))
        whole: Period | None = week_of(day)
        slack = 2
    elif unit == "month":
        day = shifted(today, round(-count * 30.44))
        whole = month_before(today, count)
        slack = 7
    else:
        years = count * (10 if unit == "decade" else 1)
        whole = year_of(today.year - years)
        same = day_of(today.year - years, today.month, min(today.day, 28)) if whole else None
        day = same.first if same else today
        slack = 91 * (10 if unit == "decade" else 1)
    if whole is None:
        return None
    first, last = min(whole.first, shifted(day, -slack)), max(whole.last, shifted(day, slack))
    return Period(first, max(first, min(last, shifted(today, -1))), whole.granularity)


def _weekend(today: date) -> Period:
    """From the last Saturday before or on `today`, or the one before that on a Saturday, to the Monday after."""
    saturday = _last_weekday(WEEKDAYS["saturday"], today)
    return Period(saturday, min(shifted(saturday, 2), max(today, saturday)), Granularity.WEEK)


def _weekday(words: Words, place: int, today: date, *, after_preposition: bool) -> tuple[Period, int] | None:
    """Tuesday, Monday's, on Wed; not "every Sunday", "Black Friday", "Sundays", and "Sat" only after "on"."""
    word = words[place]
    if word.key not in WEEKDAYS or not (word.capital or (after_preposition and word.key in FULL_WEEKDAYS)):
        return None
    before, after = words[place - 1], words[place + 1]
    if word.key not in FULL_WEEKDAYS and words.key(place - 1) != "on":
        return None
    if before.key in HABITS or before.key in NAMED_WEEKDAY_BEFORE or after.key in NAMED_WEEKDAY_AFTER:
        return None
    if before.text in {'"', "“", "‘", "'"} or (before.capital and place > 1 and not after_preposition):
        return None
    return _single(_last_weekday(WEEKDAYS[word.key], today)), place + 1


def _last_weekday(weekday: int, today: date) -> date:
    """The last such weekday, `today` included."""
    return shifted(today, -((today.weekday() - weekday) % _ONE_WEEK))


def _single(day: date) -> Period:
    return Period(day, day, Granularity.DAY)
