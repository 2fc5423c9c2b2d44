"""One number for each term of a generation, whichever of its segments hold it: the ids in term vectors."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from bot.search.bm25.idf import idf_table
from bot.search.bm25.top_k import PassageRange
from bot.search.storage.segment import Segment, SegmentView
from bot.search.storage.string_table import encoded
from bot.search.term_vectors import TermVectors, joined

_KNOWN_MOST = 20_000  # terms kept looked up


class TermIds:
    """The first segment's terms keep their numbers; those of further ones get theirs when first asked for."""

    def __init__(self, parts: Sequence[SegmentView], size: int, floor: float) -> None:
        """`size` are the passages of the generation, `floor` is the least idf."""
        self._parts = parts
        self._first = len(parts[0].segment.terms) if parts else 0
        self._known: dict[str, int] = {}
        self._added: dict[bytes, int] = {}
        self._numbers = [self._of_segment(part.segment, first=not place) for place, part in enumerate(parts)]
        self._orders = [np.empty(0, np.int64) if ids is None else np.argsort(ids) for ids in self._numbers]
        frequency = np.zeros(self._first + len(self._added), np.int64)
        for part, numbers in zip(parts, self._numbers, strict=True):
            frequency[slice(self._first) if numbers is None else numbers] += part.df
        self._frequency = np.append(frequency, 0)  # the last for -1
        self._size, self._floor = size, floor
        self._idf = idf_table(size, self._frequency, floor)

    def find(self, terms: Sequence[str]) -> NDArray[np.int32]:
        """See `Index.term_ids`."""
        return np.array([self._find(term) for term in terms], np.int32)

    def idfs(
        self, ids: NDArray[np.int32], passages: int, passage_ranges: Sequence[PassageRange]
    ) -> NDArray[np.float64]:
        """See `Index.idfs`; the asker sees so many `passages`, which lie in `passage_ranges`."""
        if passages == self._size:
            found: NDArray[np.float64] = self._idf[self._frequency[ids]]
            return found
        distinct, places = np.unique(ids, return_inverse=True)
        frequency = np.zeros(len(distinct), np.int64)
        for number, first, last in passage_ranges:
            frequency += self._held(number, distinct, first, last)
        seen: NDArray[np.float64] = idf_table(passages, frequency, self._floor)[frequency][places]
        return seen

    def _held(self, number: int, ids: NDArray[np.int32], first: int, last: int) -> NDArray[np.int64]:
        """How many of a part's passages from `first` to `last` hold each term: a binary search for all at once."""
        part, own = self._parts[number], self._own_numbers(number, ids)
        passages, posting = part.segment.passage, part.segment.posting
        held = np.zeros(len(ids), np.int64)
        known = np.flatnonzero(own >= 0)
        low = _lower_bounds(passages, posting[own[known]], posting[own[known] + 1], first)
        high = _lower_bounds(passages, low, posting[own[known] + 1], last)
        held[known] = high - low
        if len(part.deleted):
            term = np.repeat(np.arange(len(known)), high - low)
            place = np.arange(len(term)) - np.repeat(np.cumsum(high - low) - high, high - low)
            live = part.live[part.segment.article[passages[place]]]
            held[known] = np.bincount(term[live], minlength=len(known))
        return held

    def _own_numbers(self, number: int, ids: NDArray[np.int32]) -> NDArray[np.int64]:
        """The numbers of terms in one part's own segment, -1 for those that it does not hold."""
        numbers = self._numbers[number]
        if numbers is None:
            return np.where(ids < self._first, ids, -1).astype(np.int64)
        if not len(numbers):
            return np.full(len(ids), -1, np.int64)
        order = self._orders[number]
        own = order[np.minimum(np.searchsorted(numbers, ids, sorter=order), len(order) - 1)]
        return np.where(numbers[own] == ids, own, -1)

    def vectors(self, rows: Sequence[int]) -> TermVectors:
        """See `Index.term_vectors`; rows of one segment are read at once."""
        wanted = np.asarray(rows, np.int64)
        if len(self._parts) == 1:
            return self._parts[0].segment.vectors.read(wanted)
        place = np.searchsorted([part.row for part in self._parts], wanted, "right") - 1
        found = [self._read(part, wanted[[at]]) for at, part in enumerate(place.tolist())]
        return joined(found)

    def _read(self, place: int, rows: NDArray[np.int64]) -> TermVectors:
        part, numbers = self._parts[place], self._numbers[place]
        vectors = part.segment.vectors.read(rows - part.row)
        return vectors if numbers is None else vectors.renumbered(numbers)

    def _find(self, term: str) -> int:
        found = self._known.get(term)
        if found is None:
            if len(self._known) >= _KNOWN_MOST:
                self._known.clear()
            number = self._parts[0].segment.terms.find(term) if self._parts else None
            found = self._known[term] = self._added.get(encoded(term), -1) if number is None else number
        return found

    def _of_segment(self, segment: Segment, *, first: bool) -> NDArray[np.int32] | None:
        """The ids of a segment's terms; None where they are its own numbers."""
        if first:
            return None
        base = self._parts[0].segment.terms
        ids = np.empty(len(segment.terms), np.int32)
        for number, (place, term) in enumerate(zip(base.places(segment.terms), segment.terms.all(), strict=True)):
            ids[number] = place if place >= 0 else self._added.setdefault(term, self._first + len(self._added))
        return ids


def _lower_bounds(
    passages: NDArray[np.int32], starts: NDArray[np.int64], ends: NDArray[np.int64], passage: int
) -> NDArray[np.int64]:
    """For each run of ascending `passages`, from `starts` to `ends`, the first place that is not below `passage`."""
    low, high = starts.astype(np.int64), ends.astype(np.int64)
    while True:
        open_ = np.flatnonzero(low < high)
        if not len(open_):
            return low
        middle = (low[open_] + high[open_]) // 2
        below = passages[middle] < passage
        low[open_[below]] = middle[below] + 1
        high[open_[~below]] = middle[~below]
