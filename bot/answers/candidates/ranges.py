"""Arithmetic over ranges of positions."""

from __future__ import annotations

import numpy as np

from bot.answers.candidates.query_terms import Floats, Ints


def largest_in(values: Floats, first: Ints, last: Ints) -> Floats:
    """The largest of `values[first:last]` for each pair; 0 for an empty range."""
    if not len(values) or not len(first):
        return np.zeros(len(first))
    pairs = np.empty(2 * len(first), np.int64)
    pairs[0::2], pairs[1::2] = first, np.maximum(last, first)
    found = np.maximum.reduceat(np.append(values, 0.0), np.minimum(pairs, len(values)))[::2]
    return np.where(last > first, found, 0.0)
