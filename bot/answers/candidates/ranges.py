"""Arithmetic over ranges of sorted positions: counts, nearest positions, largest values."""

from __future__ import annotations

import numpy as np

from bot.answers.candidates.query_terms import Floats, Ints

_FAR = 1 << 40


def nearest_distance(positions: Ints, to: Ints) -> Ints:
    """For each of `to` the distance to the nearest of `positions` (ascending)."""
    padded = np.concatenate([[-_FAR], positions, [_FAR]])
    after = np.searchsorted(padded, to)
    found: Ints = np.minimum(padded[after] - to, to - padded[after - 1])
    return found


def largest_in(values: Floats, first: Ints, last: Ints) -> Floats:
    """The largest of `values[first:last]` for each pair; 0 for an empty range."""
    if not len(values) or not len(first):
        return np.zeros(len(first))
    pairs = np.column_stack([first, np.maximum(last, first)]).ravel()
    found = np.maximum.reduceat(np.append(values, 0.0), np.minimum(pairs, len(values)))[::2]
    return np.where(last > first, found, 0.0)


def counts_in(positions: Ints, first: Ints, last: Ints) -> Ints:
    """How many of `positions` (ascending) lie in `[first, last)`, for each pair."""
    return np.searchsorted(positions, last) - np.searchsorted(positions, first)
