"""rank-bm25's formula over the few passages that Milvus has found, and numbers for the terms of term vectors."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.search.bm25.okapi import Okapi
from bot.search.milvus.generation_record import Record
from bot.search.milvus.term_encoding import encoded_term


class FoundOkapi(Okapi):
    """rank-bm25 over the few passages that were found."""

    def __init__(self, record: Record, idf: dict[str, float], lines: Iterable[str]) -> None:
        self.k1, self.b, self.epsilon = (record.parameters[name] for name in ("k1", "b", "epsilon"))
        self.corpus_size = record.passages
        self.avgdl = record.length / max(record.passages, 1)
        self.average_idf = record.average_idf
        self.idf = idf
        self._held = [Counter(line.split()) for line in lines]
        self.doc_len = np.array([held.total() for held in self._held], np.int64)

    def counts(self, term: str, numbers: NDArray[np.int64]) -> NDArray[Any]:
        """See `Okapi.counts`."""
        word = encoded_term(term)
        return np.array([self._held[number][word] for number in numbers.tolist()], np.int64)


class TermIds(dict[str, int]):
    """A number for each term that was met since this generation was opened."""

    def __init__(self) -> None:
        self._turn = threading.Lock()

    def __missing__(self, term: str) -> int:
        with self._turn:
            return self.setdefault(term, len(self))
