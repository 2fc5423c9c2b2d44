"""What the day of asking puts on a passage's score: `1 + recency * e^(-age / recency_days)` for what is not from later.

Undated articles and those dated after the day of asking keep their score (Li and Croft, "Time-based language models",
2003, for the exponential prior).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from bot.search.protocols import Query
from bot.search.visibility import UNDATED


def has_recency(query: Query) -> bool:
    """Whether the query's day of asking changes any score."""
    return query.as_of is not None and query.recency > 0 and query.recency_days > 0


def recency_factors(query: Query, days: NDArray[np.integer]) -> NDArray[np.float64]:
    """The factor for passages of these stored days."""
    if query.as_of is None or not has_recency(query):
        return np.ones(len(days))
    ages = query.as_of.toordinal() - days.astype(np.float64)
    lift = 1 + query.recency * np.exp(np.minimum(-ages, 0) / query.recency_days)
    factors: NDArray[np.float64] = np.where((days == UNDATED) | (ages < 0), 1.0, lift)
    return factors
