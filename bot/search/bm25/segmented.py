"""Okapi over the segments of a generation, nothing of which needs to be loaded."""

from __future__ import annotations

import weakref
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple, cast

import numpy as np
from numpy.typing import NDArray

from bot.search.bm25.idf import idf
from bot.search.bm25.okapi import NO_POSTINGS, Okapi, Postings, looked_up
from bot.search.storage.segment import SegmentView

_KNOWN_MOST = 20_000  # terms kept looked up, about 6 MB


class TermInfo(NamedTuple):
    """Where a term's postings are, in each part, and its weight."""

    idf: float
    frequency: int
    slices: tuple[tuple[int, int], ...]


class SegmentedOkapi(Okapi):
    """rank-bm25's Okapi over a generation. Passages that are deleted score zero and count in no statistic."""

    def __init__(self, parts: Sequence[SegmentView], facts: Mapping[str, Any], parameters: Mapping[str, Any]) -> None:
        """`facts` are the generation's: its size, length and average idf; `parameters` what it was made with."""
        self.parts = parts
        self.k1, self.b, self.epsilon = (parameters[name] for name in ("k1", "b", "epsilon"))
        self.corpus_size = facts["passages"]
        self.avgdl = facts["length"] / max(self.corpus_size, 1)
        self.average_idf = facts["average_idf"]
        lengths = [part.segment.length for part in parts]
        self.doc_len = lengths[0] if len(lengths) == 1 else np.concatenate([np.empty(0, np.int32), *lengths])
        self.idf = _Idf(self)
        self._known: dict[str, TermInfo] = {}

    def known(self, term: str) -> TermInfo:
        """A term's weight and places; weight and frequency are 0 for one that no passage holds."""
        found = self._known.get(term)
        if found is None:
            if len(self._known) >= _KNOWN_MOST:
                self._known.clear()
            found = self._known[term] = self._look_up(term)
        return found

    def postings(self, term: str) -> Postings:
        """The passages that hold `term` and its count in each."""
        lists = [
            (part.segment.passage[first:last], part.segment.count[first:last], part)
            for part, (first, last) in zip(self.parts, self.known(term).slices, strict=True)
        ]
        if not lists:
            return NO_POSTINGS
        if len(lists) == 1 and not len(lists[0][2].deleted):
            return lists[0][0], lists[0][1]
        kept = [(passages, counts, part, part.live[part.segment.article[passages]]) for passages, counts, part in lists]
        return (
            np.concatenate([passages[live] + np.int64(part.passage) for passages, _, part, live in kept]),
            np.concatenate([counts[live] for _, counts, _, live in kept]),
        )

    def counts(self, term: str, numbers: NDArray[np.int64]) -> NDArray[Any]:
        """How often `term` stands in each of the passages `numbers`, none of which is deleted."""
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

    def _look_up(self, term: str) -> TermInfo:
        frequency = 0
        slices = []
        for part in self.parts:
            number = part.segment.terms.find(term)
            if number is None:
                slices.append((0, 0))
                continue
            frequency += int(part.df[number])
            slices.append((int(part.segment.posting[number]), int(part.segment.posting[number + 1])))
        return TermInfo(idf(self.corpus_size, frequency, self.epsilon * self.average_idf), frequency, tuple(slices))


class _Idf(Mapping[str, float]):
    """`Okapi.idf` without a dict of all terms."""

    def __init__(self, okapi: SegmentedOkapi) -> None:
        # a ring of references would keep a retired generation's files mapped, and the disk full
        self._okapi = cast(SegmentedOkapi, weakref.proxy(okapi))

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
