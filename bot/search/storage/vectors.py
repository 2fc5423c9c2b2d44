"""Term vectors of a segment as they lie on the disk: three bytes a word, read by article.

A word is a form (a lower-case word that has a term), by rank of frequency so that two bytes hold nearly all, and
a byte with the gap before it and what its surroundings decide. `GAP_MOST` and `CONTEXT` say how.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.search.storage.narrow import ExceptionList
from bot.search.term_vectors import CAPITAL, LEANING, MONEY, QUOTED, UNCASED, TermVectors

GAP_BITS = 5
GAP_MOST = (1 << GAP_BITS) - 1
"""The low bits of a word's byte are the characters between it and the word before, or this where they do not fit; the
high ones are the flags in `CONTEXT`."""
CONTEXT = (CAPITAL, QUOTED, MONEY)
RANK_MOST = 65_535  # ranks from here on are exceptions
SENTENCE_GAP_MOST, SENTENCE_SIZE_MOST = 127, 65_535  # as `GAP_MOST`, for sentences; the gap's eighth bit is LEANING

_CONTEXT_FLAGS = np.array(
    [sum(flag for bit, flag in enumerate(CONTEXT) if byte >> GAP_BITS >> bit & 1) for byte in range(256)], np.uint8
)


class VectorReader:
    """The term vectors of a segment, mapped. Terms are numbered as in the segment."""

    def __init__(self, columns: Mapping[str, NDArray[Any]]) -> None:
        # by article: its words and sentences
        self.token_at: NDArray[np.int64] = columns["token_at"]
        self.tokens: NDArray[np.int32] = columns["tokens"]
        self.sentence_at: NDArray[np.int64] = columns["sentence_at"]
        self.sentences: NDArray[np.int32] = columns["sentences"]
        # by form, most frequent first
        self.form_word: NDArray[np.int32] = columns["form_word"]  # its place among the segment's surface words
        self.form_term: NDArray[np.int32] = columns["form_term"]
        self.form_size: NDArray[np.int32] = columns["form_size"]
        self.form_flags: NDArray[np.uint8] = columns["form_flags"]
        # by word, in the order of the texts
        self.rank: NDArray[np.uint16] = columns["rank"]
        self.gap: NDArray[np.uint8] = columns["gap"]
        self.high_rank = ExceptionList(columns, "high_rank")
        self.wide_gap = ExceptionList(columns, "wide_gap")
        self.odd_size = ExceptionList(columns, "odd_size")  # a word of another length than its form: İ
        self.rare_flags = ExceptionList(columns, "rare_flags")  # PERCENT
        # by sentence
        self.sentence_gap: NDArray[np.uint8] = columns["sentence_gap"]
        self.sentence_size: NDArray[np.uint16] = columns["sentence_size"]
        self.wide_sentence_gap = ExceptionList(columns, "wide_sentence_gap")
        self.wide_sentence_size = ExceptionList(columns, "wide_sentence_size")

    def read(self, rows: NDArray[np.int64]) -> TermVectors:
        """The vectors of articles, in the order of `rows`."""
        first, counts = self.token_at[rows], self.tokens[rows].astype(np.int64)
        last = first + counts
        rank = gathered(self.rank, first, last).astype(np.int32)
        self.high_rank.put(rank, first, last)
        packed = gathered(self.gap, first, last)
        gap = (packed & GAP_MOST).astype(np.int32)
        self.wide_gap.put(gap, first, last)
        size = self.form_size[rank]
        self.odd_size.put(size, first, last)
        context = _CONTEXT_FLAGS[packed]
        form = self.form_flags[rank]
        form &= ~((context & CAPITAL) * np.uint8(UNCASED // CAPITAL))  # a capital without a small letter: ϒ
        rare = np.zeros(len(rank), np.uint8)
        self.rare_flags.put(rare, first, last)
        start, end = _places(gap, size, counts)
        first, spans = self.sentence_at[rows], self.sentences[rows].astype(np.int64)
        last = first + spans
        packed = gathered(self.sentence_gap, first, last)
        gap = (packed & SENTENCE_GAP_MOST).astype(np.int32)
        self.wide_sentence_gap.put(gap, first, last)
        size = gathered(self.sentence_size, first, last).astype(np.int32)
        self.wide_sentence_size.put(size, first, last)
        sentence_start, sentence_end = _places(gap, size, spans)
        return TermVectors(
            self.form_term[rank],
            start,
            end,
            context | form | rare,
            np.concatenate([[0], np.cumsum(counts)]),
            sentence_start,
            sentence_end,
            (packed >> np.uint8(7)) * np.uint8(LEANING),
            np.concatenate([[0], np.cumsum(spans)]),
        )


def gathered(column: NDArray[Any], first: NDArray[np.int64], last: NDArray[np.int64]) -> NDArray[Any]:
    """The slices `first` to `last` of a column, one behind the other."""
    slices = [column[low:high] for low, high in zip(first.tolist(), last.tolist(), strict=True)]
    return np.concatenate(slices) if slices else column[:0].copy()


def _places(
    gap: NDArray[np.int32], size: NDArray[np.int32], counts: NDArray[np.int64]
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Start and end of spans, from the gap before each and its size, in articles of so many spans."""
    end = np.cumsum(gap + size)
    last = np.cumsum(counts)
    before = np.concatenate([[0], end])[last - counts]  # what the articles before have used up
    end -= np.repeat(before, counts)
    return (end - size).astype(np.int32), end.astype(np.int32)
