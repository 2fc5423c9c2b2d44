"""What was printed on a day of the year, in whatever year."""

from __future__ import annotations

from datetime import date

from bot.model import DateRange, Heading
from bot.search import Index

MOST_YEARS = 200  # that are looked through


def printed_on(index: Index, day: date, server: int | None, limit: int, *, this_year: bool = True) -> list[Heading]:
    """At most `limit` articles of that day and month, the newest year first; those of `day` itself if `this_year`."""
    dates = index.span(server).dates
    if dates.first is None or dates.last is None:
        return []
    found: list[Heading] = []
    for year in range(dates.last.year, max(dates.first.year, dates.last.year - MOST_YEARS) - 1, -1):
        if year == day.year and not this_year:
            continue
        try:
            same = day.replace(year=year)
        except ValueError:  # 29 February
            continue
        found += index.headings(server, dates=DateRange(same, same), limit=2)
        if len(found) >= limit:
            break
    return found[:limit]
