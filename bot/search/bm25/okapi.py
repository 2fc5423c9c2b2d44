"""rank-bm25's Okapi over numpy postings: the same numbers, summed over the question's own postings only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rank_bm25 import BM25Okapi

Postings = tuple[NDArray[Any], NDArray[Any]]  # the passages that hold a term, ascending, and how often each does
NO_POSTINGS: Postings = (np.empty(0, np.int32), np.empty(0, np.uint16))


class Okapi(BM25Okapi):  # type: ignore[misc]
    """A drop-in `rank_bm25.BM25Okapi`: its idf with the epsilon floor, its parameters and its public methods.

    Differences: postings instead of a dict a passage (`doc_freqs` is gone), an empty corpus is no error, equal scores
    come in the order of the passages, and a tokenizer is called in this process.
    """

    k1: float
    b: float
    epsilon: float
    corpus_size: int
    avgdl: float
    average_idf: float
    doc_len: NDArray[Any]
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
        super().__init__(corpus, tokenizer, k1, b, epsilon)

    def postings(self, term: str) -> Postings:
        """The passages that hold `term` and its count in each."""
        number = self._numbers.get(term)
        if number is None:
            return NO_POSTINGS
        part = slice(self._first[number], self._first[number + 1])
        return self._passages[part], self._counts[part]

    def counts(self, term: str, numbers: NDArray[np.int64]) -> NDArray[Any]:
        """How often `term` stands in each of the passages `numbers`."""
        return looked_up(*self.postings(term), numbers)

    def get_scores(self, query: Iterable[str], idf: Mapping[str, float] | None = None) -> NDArray[np.float64]:
        """Every passage's score, in float64 and in rank-bm25's order of operations; `idf` replaces the corpus's own."""
        scores = np.zeros(len(self.doc_len))
        idf = self.idf if idf is None else idf
        for term in query:
            passages, counts = self.postings(term)
            if len(passages):
                scores[passages] += (idf.get(term) or 0) * self._gain(counts, self.doc_len[passages])
        return scores

    def get_batch_scores(self, query: Iterable[str], doc_ids: Sequence[int] | NDArray[np.integer]) -> list[float]:
        """The scores of the passages `doc_ids`, in their order. Raises IndexError for a number beyond the corpus."""
        scores: list[float] = self.scores_of(query, np.asarray(doc_ids, np.int64)).tolist()
        return scores

    def scores_of(
        self, query: Iterable[str], numbers: NDArray[np.int64], idf: Mapping[str, float] | None = None
    ) -> NDArray[np.float64]:
        """As `get_batch_scores`, array to array; `idf` replaces the corpus's own."""
        terms = list(query)
        idf = self.idf if idf is None else idf
        place = {term: row for row, term in enumerate(dict.fromkeys(terms))}
        scores = np.zeros(len(numbers))
        if not place or not len(numbers):
            return scores
        gains = self._gain(np.stack([self.counts(term, numbers) for term in place]), self.doc_len[numbers])
        for term in terms:
            scores += (idf.get(term) or 0) * gains[place[term]]
        return scores

    def get_top_n(self, query: Iterable[str], documents: Sequence[Any], n: int = 5) -> list[Any]:
        """The `n` best of `documents` (the corpus as it was given), equal scores in their order."""
        if len(documents) != self.corpus_size:
            raise ValueError("The documents given don't match the index corpus!")
        order = np.argsort(-self.get_scores(query), kind="stable")[: max(n, 0)]
        return [documents[number] for number in order.tolist()]

    def _gain(self, counts: NDArray[Any], lengths: NDArray[Any]) -> NDArray[np.float64]:
        """What a term adds, but for its idf, to passages of `lengths` terms that hold it `counts` times."""
        often = counts.astype(np.int64)
        damped = often + self.k1 * (1 - self.b + self.b * lengths / self.avgdl)
        damped[damped == 0] = 1.0  # an empty passage where length counts in full (b = 1)
        gain: NDArray[np.float64] = often * (self.k1 + 1) / damped
        return gain

    def _initialize(self, corpus: Iterable[Sequence[str]]) -> dict[str, int]:
        """Fills the postings and returns each term's document frequency."""
        documents = corpus if isinstance(corpus, list | tuple) else list(corpus)
        self.doc_len = np.fromiter(map(len, documents), np.int64, len(documents))
        self.corpus_size = len(documents)
        total = int(self.doc_len.sum())
        self.avgdl = total / max(self.corpus_size, 1)
        self._numbers: defaultdict[str, int] = defaultdict()
        self._numbers.default_factory = self._numbers.__len__
        terms = np.fromiter(map(self._numbers.__getitem__, chain.from_iterable(documents)), np.uint64, total)
        passages = np.repeat(np.arange(self.corpus_size, dtype=np.uint64), self.doc_len)
        keys = (terms << np.uint64(32)) | passages
        keys.sort()
        held, counts = np.unique(keys, return_counts=True)
        self._passages = (held & np.uint64(0xFFFFFFFF)).astype(np.int32)
        self._counts = counts.astype(np.int32)
        first = np.searchsorted(held >> np.uint64(32), np.arange(len(self._numbers) + 1, dtype=np.uint64))
        self._first: list[int] = first.tolist()
        return dict(zip(self._numbers, np.diff(first).tolist(), strict=True))

    def _tokenize_corpus(self, corpus: Iterable[Any]) -> list[list[str]]:
        """In this process: rank-bm25's pool is never closed, and refuses a lambda."""
        return [self.tokenizer(document) for document in corpus]

    def _calc_idf(self, nd: Mapping[str, int]) -> None:
        """rank-bm25's own idf; a corpus without a single term has none instead of a division by zero."""
        self.average_idf = 0.0
        if nd:
            super()._calc_idf(nd)


def looked_up(passages: NDArray[Any], counts: NDArray[Any], numbers: NDArray[np.integer]) -> NDArray[Any]:
    """The counts of the passages `numbers`, zero where `passages` (ascending) does not hold them."""
    if not len(passages):
        return np.zeros(len(numbers), np.uint16)
    numbers = numbers.astype(passages.dtype, copy=False)  # else searchsorted would convert all of `passages`
    places = passages.searchsorted(numbers)
    found: NDArray[Any] = counts.take(places, mode="clip") * (passages.take(places, mode="clip") == numbers)
    return found
