"""rank-bm25's Okapi over numpy postings: the same numbers, summed over the question's own postings only."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rank_bm25 import BM25Okapi

Counts = tuple[NDArray[np.int32], NDArray[np.uint16]]  # passages that hold a term, ascending, and how often each does
NOWHERE: Counts = (np.empty(0, np.int32), np.empty(0, np.uint16))


class Okapi(BM25Okapi):  # type: ignore[misc]
    """A drop-in `rank_bm25.BM25Okapi`: its idf with the epsilon floor, its parameters and its public methods.

    Differences: postings instead of a dict a passage (`doc_freqs` is gone), an empty corpus is no error, and equal
    scores come in the order of the passages.
    """

    k1: float
    b: float
    epsilon: float
    corpus_size: int
    avgdl: float
    average_idf: float
    doc_len: NDArray[np.int32]
    idf: Mapping[str, float]

    def __init__(
        self,
        corpus: Iterable[Any],
        tokenizer: Callable[[Any], list[str]] | None = None,
        k1: float = 1.5,
        b: float = 0.75,
        epsilon: float = 0.25,
    ) -> None:
        """`corpus` holds lists of terms, or with a `tokenizer` whatever that makes them from."""
        self._postings: dict[str, Counts] = {}
        super().__init__(corpus, tokenizer, k1, b, epsilon)

    def postings(self, term: str) -> Counts:
        """The passages that hold `term` and its count in each."""
        return self._postings.get(term, NOWHERE)

    def get_scores(self, query: Iterable[str]) -> NDArray[np.float64]:
        """Every passage's score, in float64 and in rank-bm25's order of operations."""
        scores = np.zeros(self.corpus_size)
        for term in query:
            passages, counts = self.postings(term)
            if len(passages):
                scores[passages] += self._gain(term, counts, self.doc_len[passages])
        return scores

    def get_batch_scores(self, query: Iterable[str], doc_ids: Sequence[int] | NDArray[np.integer]) -> list[float]:
        """The scores of the passages `doc_ids`, in their order. Raises IndexError for a number beyond the corpus."""
        scores: list[float] = self.scores_of(query, np.asarray(doc_ids, np.int64)).tolist()
        return scores

    def scores_of(self, query: Iterable[str], numbers: NDArray[np.int64]) -> NDArray[np.float64]:
        """As `get_batch_scores`, array to array."""
        scores = np.zeros(len(numbers))
        lengths = self.doc_len[numbers]
        for term in query:
            counts = self.counts(term, numbers)
            scores += self._gain(term, counts, lengths)
        return scores

    def counts(self, term: str, numbers: NDArray[np.int64]) -> NDArray[np.uint16]:
        """How often `term` stands in each of the passages `numbers`."""
        passages, counts = self.postings(term)
        if not len(passages):
            return np.zeros(len(numbers), np.uint16)
        places = np.minimum(np.searchsorted(passages, numbers), len(passages) - 1)
        return np.where(passages[places] == numbers, counts[places], np.uint16(0))

    def get_top_n(self, query: Iterable[str], documents: Sequence[Any], n: int = 5) -> list[Any]:
        """The `n` best of `documents` (the corpus as it was given), equal scores in their order."""
        if len(documents) != self.corpus_size:
            raise ValueError("The documents given don't match the index corpus!")
        order = np.argsort(-self.get_scores(query), kind="stable")[: max(n, 0)]
        return [documents[number] for number in order.tolist()]

    def _gain(self, term: str, counts: NDArray[np.uint16], lengths: NDArray[np.int32]) -> NDArray[np.float64]:
        """What `term` adds to passages of `lengths` terms that hold it `counts` times: rank-bm25's expression."""
        often = counts.astype(np.int64)
        gain: NDArray[np.float64] = (self.idf.get(term) or 0) * (
            often * (self.k1 + 1) / (often + self.k1 * (1 - self.b + self.b * lengths / self.avgdl))
        )
        return gain

    def _initialize(self, corpus: Iterable[Sequence[str]]) -> dict[str, int]:
        """Fills the postings and returns each term's document frequency."""
        lengths: list[int] = []
        found: dict[str, tuple[list[int], list[int]]] = {}
        for number, document in enumerate(corpus):
            lengths.append(len(document))
            seen: dict[str, int] = {}
            for term in document:
                seen[term] = seen.get(term, 0) + 1
            for term, count in seen.items():
                numbers, counts = found.setdefault(term, ([], []))
                numbers.append(number)
                counts.append(count)
        self.doc_len = np.array(lengths, np.int32)
        self.corpus_size = len(lengths)
        self.avgdl = sum(lengths) / max(len(lengths), 1)
        self._postings = {
            term: (np.array(numbers, np.int32), np.array(counts, np.uint16))
            for term, (numbers, counts) in found.items()
        }
        return {term: len(numbers) for term, (numbers, _) in found.items()}

    def _calc_idf(self, nd: Mapping[str, int]) -> None:
        """rank-bm25's own idf; a corpus without a single term has none instead of a division by zero."""
        self.average_idf = 0.0
        if nd:
            super()._calc_idf(nd)
