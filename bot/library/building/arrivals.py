"""Which articles recent builds added.

The list is stored with each generation and carried over to the next one, so a process that skips a generation, was
down, or only follows another process misses nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

MAX_ARRIVALS = 2_000  # articles of one build: more is an import of an archive, and no news
KEPT = timedelta(days=2)

ArticleRef = tuple[int | None, str]
"""The server that an article belongs to (None: shared) and its `Article.key`."""


@dataclass(frozen=True, slots=True)
class Arrivals:
    """The articles that one build added, and when (UTC)."""

    at: datetime
    articles: tuple[ArticleRef, ...]


def next_arrivals(former: object, added: Sequence[ArticleRef], now: datetime) -> list[Any]:
    """The stored form for a new generation: what its base has of the last days, and what this build `added`."""
    kept = [[each.at.isoformat(), list(each.articles)] for each in read_arrivals(former) if now - each.at < KEPT]
    if 0 < len(added) <= MAX_ARRIVALS:
        kept.append([now.isoformat(), list(added)])
    return kept


def read_arrivals(stored: object) -> tuple[Arrivals, ...]:
    """Reads the stored form, oldest first; empty where it is damaged or of another version."""
    if not isinstance(stored, list):
        return ()
    try:
        return tuple(
            Arrivals(datetime.fromisoformat(at), tuple((server, str(key)) for server, key in articles))
            for at, articles in stored
        )
    except (ValueError, TypeError):
        return ()
