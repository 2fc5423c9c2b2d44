"""Whether it matters for a question how new an article is.

It does where the question asks for news, or where the best passages are dated just before the day of asking far more
often than the archive's articles are (the temporal profile of Jones and Diaz, "Temporal profiles of queries", 2007).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from math import log

import numpy as np
from numpy.typing import NDArray

from bot.model import DateRange

_MONTH = 30.0  # days in which a piece of news has lost most of its interest
_WEEK = 7
_SMOOTHING = 0.02
_MOST = log(1 / _SMOOTHING)
_ASKED = 1.5  # how much it matters to a question for news ("this week"): of 110 three more find their article
_CHANCE, _SURE = 0.08, 0.15  # a lift that means nothing, and how much above it recency matters in full

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Timeliness:
    """How new each candidate article is, and how much that matters: 0 to 1, and more where the question asks for news.

    `recent` falls from 1 on the day of asking by half in three weeks; `fresh` is 1 within a week. `ages` are in days,
    -1 for an undated article or one dated after the day of asking.
    """

    ages: Floats
    recent: Floats
    fresh: Floats
    matters: float


def timeliness(
    dates: Sequence[date | None], profile: Collection[date | None], day: date, archive: DateRange, *, asked: bool
) -> Timeliness:
    """`profile` are the dates of the best passages' articles, `archive` the dates of the whole archive."""
    ages = np.array([-1.0 if one is None or one > day else float((day - one).days) for one in dates])
    dated = ages >= 0
    return Timeliness(
        ages,
        np.where(dated, np.exp(-np.maximum(ages, 0) / _MONTH), 0.0),
        (dated & (ages <= _WEEK)).astype(np.float64),
        _ASKED if asked else recency_lift(profile, day, archive),
    )


def recency_lift(profile: Collection[date | None], day: date, archive: DateRange) -> float:
    """How much more of the best articles than of the archive are of the last month: 0 for as many, 1 for far more.

    The archive's articles are taken to be spread evenly over its dates; the two shares are compared as logarithms.
    """
    known = [one for one in profile if one is not None]
    if not known or archive.first is None or archive.last is None:
        return 0.0
    share = sum(0 <= (day - one).days <= _MONTH for one in known) / len(known)
    background = min(1.0, _MONTH / max((archive.last - archive.first).days, 1))
    lift = log((share + _SMOOTHING) / (background + _SMOOTHING)) / _MOST
    return max(0.0, min(1.0, (lift - _CHANCE) / _SURE))
