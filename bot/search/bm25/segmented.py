"""Okapi over the segments of a generation, nothing of which needs to be loaded."""

from __future__ import annotations

import math
import weakref
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple, cast

import numpy as np
from numpy.typing import NDArray

from bot.search.bm25.okapi import NOWHERE, Counts, Okapi, looked_up
from bot.search.storage.segment import Part

_KNOWN_MOST = 20_000  # terms kept looked up, about 6 MB


class Known(NamedTuple):
    """Where a term's postings are, in each part, and its weight."""

    idf: float
    frequency: int
    slices: tuple[tuple[int, int], ...]


class StoredOkapi(Okapi):
    """rank-bm25's Okapi over a generation. Passages that are gone score zero and count in no statistic."""

    def __init__(self, parts: Sequence[Part], facts: Mapping[str, Any]) -> None:
        """`facts` are the generation's: its scoring, size, length and average idf."""
        self.parts = parts
        self.k1, self.b, self.epsilon = (facts["scoring"][name] for name in ("k1", "b", "epsilon"))
        self.corpus_size = facts["passages"]
        self.avgdl = facts["length"] / max(self.corpus_size, 1)
        self.average_idf = facts["average_idf"]
        lengths = [part.segment.length for part in parts]
        self.doc_len = lengths[0] if len(lengths) == 1 else np.concatenate([np.empty(0, np.int32), *lengths])
        self.idf = _Idf(self)
        self._known: dict[str, Known] = {}

    def known(self, term: str) -> Known:
        """A term's weight and places; weight and frequency are 0 for one that no passage holds."""
        found = self._known.get(term)
        if found is None:
            if len(self._known) >= _KNOWN_MOST:
                self._known.clear()
            found = self._known[term] = self._look_up(term)
        return found

    def postings(self, term: str) -> Counts:
        """The passages that hold `term` and its count in each."""
        lists = [
            (part.segment.passage[first:last], part.segment.count[first:last], part)
            for part, (first, last) in zip(self.parts, self.known(term).slices, strict=True)
        ]
        if not lists:
            return NOWHERE
        if len(lists) == 1 and not len(lists[0][2].gone):
            return lists[0][0], lists[0][1]
        kept = [
            (passages, counts, part, part.alive[part.segment.article[passages]]) for passages, counts, part in lists
        ]
        return (
            np.concatenate([passages[alive] + np.int64(part.passage) for passages, _, part, alive in kept]),
            np.concatenate([counts[alive] for _, counts, _, alive in kept]),
        )

    def counts(self, term: str, numbers: NDArray[np.int64]) -> NDArray[Any]:
        """How often `term` stands in each of the passages `numbers`, none of which is gone."""
        slices = self.known(term).slices
        if len(self.parts) == 1:
            (first, last), segment = slices[0], self.parts[0].segment
            return looked_up(segment.passage[first:last], segment.count[first:last], numbers)
        counts = np.zeros(len(numbers), np.int32)
        for part, (first, last) in zip(self.parts, slices, strict=True):
            here = (numbers >= part.passage) & (numbers < part.passage + part.passages)
            segment = part.segment
            if first < last and here.any():
                own = numbers[here] - part.passage
                counts[here] = looked_up(segment.passage[first:last], segment.count[first:last], own)
        return counts

    def _look_up(self, term: str) -> Known:
        frequency = 0
        slices = []
        for part in self.parts:
            number = part.segment.terms.find(term)
            if number is None:
                slices.append((0, 0))
                continue
            frequency += int(part.df[number])
            slices.append((int(part.segment.posting[number]), int(part.segment.posting[number + 1])))
        return Known(self._weight(frequency), frequency, tuple(slices))

    def _weight(self, frequency: int) -> float:
        if not frequency:
            return 0.0
        idf = math.log(self.corpus_size - frequency + 0.5) - math.log(frequency + 0.5)
        floor: float = self.epsilon * self.average_idf
        return floor if idf < 0 else idf


def average_idf(size: int, frequencies: NDArray[Any]) -> float:
    """The mean of rank-bm25's idf, before its floor, over all terms that some passage holds."""
    values, times = np.unique(frequencies[frequencies > 0], return_counts=True)
    if not len(values):
        return 0.0
    idfs = [math.log(size - value + 0.5) - math.log(value + 0.5) for value in values.tolist()]
    return math.fsum(idf * count for idf, count in zip(idfs, times.tolist(), strict=True)) / int(times.sum())


class _Idf(Mapping[str, float]):
    """`Okapi.idf` without a dict of all terms."""

    def __init__(self, okapi: StoredOkapi) -> None:
        # a ring of references would keep a retired generation's files mapped, and the disk full
        self._okapi = cast(StoredOkapi, weakref.proxy(okapi))

    def __getitem__(self, term: str) -> float:
        known = self._okapi.known(term)
        if not known.frequency:
            raise KeyError(term)
        return known.idf

    def get(self, term: str, default: Any = None) -> Any:
        known = self._okapi.known(term)
        return known.idf if known.frequency else default

    def __iter__(self) -> Iterator[str]:
        met = {term for part in self._okapi.parts for term in part.segment.terms.all()}
        return (text for text in (term.decode("utf-8", "surrogatepass") for term in met) if text in self)

    def __len__(self) -> int:
        return sum(1 for _ in self)
