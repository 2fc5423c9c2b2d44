"""Who sees which article, and how an index stores it: owners and days as numbers that can be sorted and compared.

Shared articles are everybody's; a Discord server's own articles are seen by that server alone.
"""

from __future__ import annotations

from datetime import date

from bot.model import DateRange

SHARED = -1  # the owner of an article that everybody sees
NOBODY = 2**63 - 1  # the largest owner that can be stored; no Discord server has this number
UNDATED = 0  # the day of an article without a date; other days are `date.toordinal()`


def stored_owner(server: int | None) -> int:
    """The owner as it is stored; a number that is no server's has no owner."""
    return SHARED if server is None else min(server, NOBODY)


def visible_owners(server: int | None) -> tuple[int, ...]:
    """The stored owners whose articles `server` sees; None sees the shared ones only."""
    return (SHARED,) if server is None or not 0 <= server < NOBODY else (SHARED, server)


def stored_day(day: date | None) -> int:
    """The day as it is stored."""
    return day.toordinal() if day else UNDATED


def read_stored_day(day: int) -> date | None:
    """The date that `stored_day` was given."""
    return date.fromordinal(day) if day != UNDATED else None


def stored_days(dates: DateRange) -> tuple[int, int]:
    """First and last stored day of a range, both included; undated articles are in none."""
    first = dates.first.toordinal() if dates.first else UNDATED
    return max(first, UNDATED + 1), (dates.last or date.max).toordinal()
