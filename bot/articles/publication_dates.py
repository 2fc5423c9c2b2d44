"""Reads publication dates in the forms that files use, strictly: an ambiguous date is refused, never guessed.

Understood: ISO 8601 days with or without a time, RFC 2822, "28 October 2020", "Oct. 28, 2020", "2020/10/28",
"2020年10月28日", 28/10/2020, and Unix times. The day is the one that is written: a time zone never moves it. Unix times
are days in UTC. Where day and month could be either way round (03/04/2020), the date is refused.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime, timedelta

from bot.language.months import MONTHS

FIRST_YEAR = 1000  # earlier ones are a machine's "no date" (0001-01-01) far more often than a chronicle's

IN_THE_FUTURE = "is in the future"

_TIME = (
    r"(?:[T\s,]+(?:at\s+|um\s+|à\s+)?[0-9]{1,2}(?:[:.h][0-9]{2}){1,2}(?:[.,][0-9]+)?\s*(?:[ap]\.?\s?m\.?)?"
    r"\s*(?:[+-][0-9]{2}:?[0-9]{2}|\(?[A-Z]{1,5}\)?|[+-][0-9]{4}\s+\([A-Z]{2,5}\))?|Z|[+-][0-9]{2}:[0-9]{2})?"
)
_WEEKDAY = r"(?:[^\W\d_]{2,10}\.?,?\s+)?"
_ORDINAL = r"(?:st|nd|rd|th|er|\.|º)?"


def _form(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern + _TIME, re.IGNORECASE)


_YEAR_FIRST = _form(r"(?P<y>[0-9]{4})(?P<sep>[-/.])(?P<m>[0-9]{1,2})(?P=sep)(?P<d>[0-9]{1,2})")
_COMPACT = _form(r"(?P<y>[0-9]{4})(?P<m>[0-9]{2})(?P<d>[0-9]{2})")
_CJK = _form(r"(?P<y>[0-9]{4})\s?[年년]\s?(?P<m>[0-9]{1,2})\s?[月월]\s?(?P<d>[0-9]{1,2})\s?[日일]")
_DAY_NAME_YEAR = _form(
    rf"{_WEEKDAY}(?:the\s+|le\s+|el\s+)?(?P<d>[0-9]{{1,2}}){_ORDINAL}[\s-]+(?:of\s+|de\s+)?"
    r"(?P<name>[^\W\d_]{3,12})\.?,?[\s-]+(?:de\s+|del\s+)?(?P<y>[0-9]{4})"
)
_NAME_DAY_YEAR = _form(
    rf"{_WEEKDAY}(?P<name>[^\W\d_]{{3,12}})\.?\s+(?P<d>[0-9]{{1,2}}){_ORDINAL}[,\s]\s*(?P<y>[0-9]{{4}})"
)
_NUMBERS = _form(r"(?P<a>[0-9]{1,2})(?P<sep>[-/.])(?P<b>[0-9]{1,2})(?P=sep)(?P<y>[0-9]{4})")
_FORMS = (_YEAR_FIRST, _COMPACT, _CJK, _DAY_NAME_YEAR, _NAME_DAY_YEAR, _NUMBERS)
_UNIX_TIME = re.compile(r"(?:[0-9]{9,10}|[0-9]{13})(?:\.[0-9]+)?")  # seconds or milliseconds
_LONGEST = 80  # characters; no written date is longer, and what is longer is prose


class NoDateError(ValueError):
    """The text is not one certain day; `str(error)` is the sentence for the list of problems."""


def read_day(written: str | float, today: date) -> date:
    """The publication day that `written` states.

    Raises:
        NoDateError: when it states none, an impossible one, one that could be two, or one after `today`.
    """
    text = str(written).strip()
    if len(text) <= _LONGEST:  # sorting the combining marks of a longer one takes quadratic time
        text = unicodedata.normalize("NFC", text)
    day = _read(text)
    if day is None:
        raise NoDateError(f"Its date {_quoted(text)} is not a day that can be read; write it as 2020-10-28.")
    if day.year < FIRST_YEAR:
        raise NoDateError(f"Its date {_quoted(text)} is before the year {FIRST_YEAR}.")
    if day > today:
        raise FutureDateError(f"Its date {_quoted(text)} {IN_THE_FUTURE}.")
    return day


class FutureDateError(NoDateError):
    """The day has not come yet."""


def is_day(text: str) -> bool:
    """Whether `text`, as a whole, is written like a day, possible or not: "28 October 2020", "2020-13-45"."""
    return len(text) <= _LONGEST and any(form.fullmatch(text) for form in _FORMS) and _names_a_month(text)


def _names_a_month(text: str) -> bool:
    match = _DAY_NAME_YEAR.fullmatch(text) or _NAME_DAY_YEAR.fullmatch(text)
    return match is None or match["name"].casefold() in MONTHS


def _read(text: str) -> date | None:
    if len(text) > _LONGEST:
        return None
    if _UNIX_TIME.fullmatch(text):
        return _unix_day(text)
    for form in _FORMS:
        if match := form.fullmatch(text):
            return _from_parts(text, match.groupdict())
    return None


def _from_parts(text: str, parts: dict[str, str]) -> date | None:
    if "a" in parts:
        month, day = _ordered(text, int(parts["a"]), int(parts["b"]))
    elif "name" in parts:
        month, day = MONTHS.get(parts["name"].casefold(), 0), int(parts["d"])
    else:
        month, day = int(parts["m"]), int(parts["d"])
    try:
        return date(int(parts["y"]), month, day)
    except ValueError:
        raise NoDateError(f"Its date {_quoted(text)} does not exist.") from None


def _ordered(text: str, first: int, second: int) -> tuple[int, int]:
    """Month and day of two numbers; only one order may be possible."""
    if first != second and first <= 12 and second <= 12:
        raise NoDateError(f"Its date {_quoted(text)} could be two days; write the year first, as in 2020-10-28.")
    return (first, second) if second > 12 else (second, first)


def _unix_day(text: str) -> date:
    seconds = float(text)
    if len(text.partition(".")[0]) > 10:
        seconds /= 1000
    return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)).date()


def _quoted(text: str) -> str:
    short = text if len(text) <= 40 else text[:40] + "…"
    return f"“{''.join(c if c.isprintable() else '�' for c in short)}”"
