"""Inverse document frequencies, each computed by rank-bm25's own code.

rank-bm25's `BM25Okapi._calc_idf` walks a dict of all terms. A generation of 300,000 terms has only some thousand
different document frequencies, so it is asked for these alone, which costs milliseconds: `log(N - n + 0.5) -
log(n + 0.5)` for a term in n of N passages (Robertson and Sparck Jones, 1976). Ours are only the mean over the terms
and, with it, rank-bm25's floor: a term in more than half of the passages gets `epsilon` times the mean.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray
from rank_bm25 import BM25Okapi


class _Formula(BM25Okapi):  # type: ignore[misc]
    """rank-bm25's idf code, for document frequencies instead of a corpus."""

    def __init__(self, size: int, frequencies: Iterable[int]) -> None:
        self.corpus_size = size
        self.epsilon = 0.0
        self.idf: dict[int, float] = {}
        distinct = {min(frequency, size - frequency) for frequency in frequencies}
        if distinct:
            self._calc_idf({frequency: frequency for frequency in distinct})

    def raw(self, frequency: int) -> float:
        """The idf before its floor; negative above half of the passages, where it mirrors that of the rest."""
        below = self.idf[min(frequency, self.corpus_size - frequency)]
        return below if frequency * 2 <= self.corpus_size else -below


def average_idf(size: int, frequencies: NDArray[np.integer]) -> float:
    """The mean idf, before its floor, over all terms that some of `size` passages hold."""
    values, times = np.unique(frequencies[frequencies > 0], return_counts=True)
    if not len(values):
        return 0.0
    formula = _Formula(size, values.tolist())
    weighted = (formula.raw(value) * count for value, count in zip(values.tolist(), times.tolist(), strict=True))
    return math.fsum(weighted) / int(times.sum())


def idf_table(size: int, frequencies: NDArray[np.integer], floor: float) -> NDArray[np.float64]:
    """The idf for each document frequency that occurs among `frequencies`, as `idf` gives it; 0.0 for others."""
    distinct = np.unique(frequencies)
    table = np.zeros(int(distinct.max(initial=0)) + 1)
    held = distinct[distinct > 0].tolist()
    formula = _Formula(size, held)
    raw = np.array([formula.raw(frequency) for frequency in held], np.float64)
    table[held] = np.where(raw < 0, floor, raw)
    return table


def idf(size: int, frequency: int, floor: float) -> float:
    """The idf of a term in `frequency` of `size` passages, 0.0 for one in none; `floor` instead of a negative one."""
    if not frequency:
        return 0.0
    value = _Formula(size, (frequency,)).raw(frequency)
    return floor if value < 0 else value
