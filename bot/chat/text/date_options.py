"""Reads a command's date options: every date phrase that a question may contain, with nothing else around it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.answers.question.dates import read_range
from bot.errors import ClippingsError
from bot.model import DateRange


class DateOptionError(ClippingsError):
    """An option that should hold a date holds something else."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """The first and the last day that `since` and `until` allow; None leaves a side open."""

    since: date | None = None
    until: date | None = None

    @property
    def dates(self) -> DateRange | None:
        """As a range; None where both sides are open."""
        return DateRange(self.since, self.until) if self.since or self.until else None


def bounds(since: str | None, until: str | None, today: date) -> Bounds:
    """Reads both options: "since" begins with its first day, "until" ends with its last.

    Raises:
        DateOptionError: one of them is no date, or they leave nothing between them.
    """
    first = day_range(since, "since", today).first if since else None
    last = day_range(until, "until", today).last if until else None
    if first and last and first > last:
        raise DateOptionError("Nothing lies between {first} and {last}: since is after until.", first=first, last=last)
    return Bounds(first, last)


def day_range(text: str, option: str, today: date) -> DateRange:
    """The days that `text` names: a day, a month, a year, or words such as "last week".

    Raises:
        DateOptionError: it names none.
    """
    for lead in ("", "in ", "on "):
        phrase = read_range(lead + text.strip(), today)
        if phrase and phrase.start == 0 and phrase.end == len(lead + text.strip()):
            return phrase.range
    raise DateOptionError(
        "I cannot read {option} “{text}” as a date up to today. Try 2020, May 2020, 28 October 2020, 2020-10-28 or "
        "last week.",
        option=option,
        text=text[:60],
    )
