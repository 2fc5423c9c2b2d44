"""The best passages of a generation: a float32 sum over the postings finds a few, rank-bm25's float64 decides.

Each posting keeps what it adds to a score (but for idf) in one byte, rounded up. The sum of these is too large by a
known amount at most, so every passage that could be among the best is among the few; those are scored again with
rank-bm25's own operations. The answer is exact, order included.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from bot.search.bm25.segmented import SegmentedOkapi
from bot.search.storage.segment import SegmentView

_ROUNDING = 2e-7  # more than float32 loses in a multiplication or an addition
_CUTS = (0.45, 0.2, 0.05, 0.0)  # parts of the best score below which passages are not looked at, if enough are above

Numbers = NDArray[np.int64]
Factors = Callable[[Numbers], NDArray[np.float64]]


class PassageRange(NamedTuple):
    """A range of passages of one part."""

    part: int
    first: int
    last: int


class Accumulators:
    """Memory for one question at a time: a score for every passage, and what the postings of one term add."""

    def __init__(self, passages: int) -> None:
        self.scores = np.empty(passages, np.float32)
        self.gains = np.empty(passages, np.float32)


class Ranker:
    """Finds the best of the passages in some passage_ranges. Safe to use from many threads."""

    def __init__(self, okapi: SegmentedOkapi) -> None:
        self._okapi = okapi
        self._parts: Sequence[SegmentView] = okapi.parts
        self._passages = sum(part.passages for part in okapi.parts)
        self._free_accumulators: list[Accumulators] = []
        # How far a stored gain may be off because the average length has changed since it was computed.
        averages = [part.segment.average for part in okapi.parts if part.passages]
        self._drift = max([max(okapi.avgdl / a, a / okapi.avgdl) - 1 for a in averages if a > 0], default=0.0)

    def best(
        self,
        terms: Sequence[str],
        passage_ranges: Sequence[PassageRange],
        limit: int,
        idf: Mapping[str, float],
        *,
        within: NDArray[np.bool_] | None = None,
        factors: Factors | None = None,
        most: float = 1.0,
    ) -> tuple[Numbers, NDArray[np.float64], NDArray[np.float64]]:
        """The best `limit` passages that hold a term: numbers ascending, with their bm25 and final scores, unordered.

        More than `limit` come back where scores are close. `idf` has those of the terms that some of the passages
        hold; `within` narrows the passages; `factors` multiplies the scores of given passages by 1 to `most`.
        """
        held = {term: times * idf[term] for term, times in Counter(terms).items() if term in idf}
        if not held or limit <= 0:
            numbers = np.empty(0, np.int64)
        elif min(held.values()) <= 0:  # only in tiny corpora, where a term stands in half of all passages
            numbers = self.holding(list(held), passage_ranges, within)
        else:
            numbers = self._few(held, passage_ranges, limit, within=within, factors=factors, most=most)
        scores = self._okapi.scores_of(terms, numbers, idf)
        return numbers, scores, scores if factors is None else scores * factors(numbers)

    def holding(
        self, terms: Sequence[str], passage_ranges: Sequence[PassageRange], within: NDArray[np.bool_] | None
    ) -> Numbers:
        """All passages that hold at least one of the terms."""
        held = np.zeros(self._passages, np.bool_)
        for term in terms:
            held[self._okapi.postings(term)[0]] = True
        open_to = np.zeros(self._passages, np.bool_)
        for passage_range in passage_ranges:
            offset = self._parts[passage_range.part].passage
            open_to[offset + passage_range.first : offset + passage_range.last] = True
        held &= open_to
        if within is not None:
            held &= within
        return np.flatnonzero(held)

    def _few(
        self,
        weights: dict[str, float],
        passage_ranges: Sequence[PassageRange],
        limit: int,
        *,
        within: NDArray[np.bool_] | None,
        factors: Factors | None,
        most: float,
    ) -> Numbers:
        """Passages that hold a term, among them the best `limit`."""
        try:
            accumulators = self._free_accumulators.pop()
        except IndexError:
            accumulators = Accumulators(self._passages)
        ranges = []
        for passage_range in passage_ranges:
            offset = self._parts[passage_range.part].passage
            view = accumulators.scores[offset + passage_range.first : offset + passage_range.last]
            view.fill(0.0)
            self._sum(accumulators, weights, passage_range)
            if within is not None:
                view *= within[offset + passage_range.first : offset + passage_range.last]
            ranges.append((offset + passage_range.first, view))
        found = self._select(ranges, limit, list(weights.values()), factors, most)
        self._free_accumulators.append(accumulators)
        return found

    def _sum(self, accumulators: Accumulators, weights: dict[str, float], passage_range: PassageRange) -> None:
        """Adds up what the postings in a range give to its passages."""
        part = self._parts[passage_range.part]
        segment = part.segment
        scores = accumulators.scores[part.passage : part.passage + part.passages]
        whole = passage_range.first == 0 and passage_range.last == part.passages
        for term, weight in weights.items():
            first, last = self._okapi.known(term).slices[passage_range.part]
            passages = segment.passage[first:last]
            if not whole:
                low, high = passages.searchsorted(
                    np.array([passage_range.first, passage_range.last], np.int32)
                ).tolist()
                first, last = first + low, first + high
                passages = passages[low:high]
            gains = accumulators.gains[: last - first]
            np.multiply(segment.impact[first:last], np.float32(weight * segment.impact_step), out=gains)
            np.add.at(scores, passages, gains)
        scores[part.deleted_passages] = 0.0

    def _select(
        self,
        ranges: Sequence[tuple[int, NDArray[np.float32]]],
        limit: int,
        weights: list[float],
        factors: Factors | None,
        most: float,
    ) -> Numbers:
        """Every passage that could be among the best `limit`: a score is too large by a step a weight, at most."""
        top = max((float(view.max()) for _, view in ranges if len(view)), default=0.0)
        if top <= 0:
            return np.empty(0, np.int64)
        slack = (1 + self._drift) * (1 + _ROUNDING * (len(weights) + 4))
        too_much = sum(weights) * max(part.segment.impact_step for part in self._parts)
        for share in _CUTS:
            cut = top * share
            numbers, scores = _above(ranges, cut)
            if len(numbers) >= limit:
                break
        else:
            return numbers
        # `limit` passages are certain to reach `least`; no factor lifts a passage below `floor` to it.
        floor = _largest((scores - too_much) / slack, limit) / slack / most
        if floor < cut:
            numbers, scores = _above(ranges, floor)
        kept = scores >= floor
        numbers, scores = numbers[kept], scores[kept]
        if factors is not None and len(numbers) > limit:
            lift = factors(numbers)
            least = _largest((scores - too_much) / slack * lift, limit)
            numbers = numbers[scores * lift * slack >= least]
        return numbers


def _largest(values: NDArray[Any], nth: int) -> float:
    """The `nth` largest of the values."""
    return float(np.partition(values, len(values) - nth)[len(values) - nth])


def _above(ranges: Sequence[tuple[int, NDArray[np.float32]]], cut: float) -> tuple[Numbers, NDArray[np.float32]]:
    """The numbers and scores above `cut` (at zero: of all passages that hold a term)."""
    places = [(offset, view, np.flatnonzero(view > np.float32(max(cut, 0.0)))) for offset, view in ranges]
    numbers = [offset + found for offset, _, found in places]
    scores = [view[found] for _, view, found in places]
    if len(places) == 1:
        return numbers[0], scores[0]
    return np.concatenate(numbers), np.concatenate(scores)
