"""The corpus's own words, for "did you mean"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from bot.search.indexing.lexicon import letters
from bot.search.protocols import Word
from bot.search.storage.segment import Segment, SegmentView


class EmbeddedVocabulary:
    """Implements `Words` over the segments of a generation. Counts include articles that have since gone."""

    def __init__(self, parts: Sequence[SegmentView]) -> None:
        self._segments = [part.segment for part in parts]

    def __len__(self) -> int:
        if len(self._segments) == 1:
            return len(self._segments[0].words)
        return len({word for segment in self._segments for word in segment.words.all()})

    def __iter__(self) -> Iterator[Word]:
        found = [(segment, np.arange(len(segment.words))) for segment in self._segments]
        return iter(self._merged(found))

    def __contains__(self, word: object) -> bool:
        return isinstance(word, str) and any(segment.words.find(word) is not None for segment in self._segments)

    def alike(self, word: str, edits: int = 2) -> list[Word]:
        """See `Words.alike`: words of nearly that length whose letters differ by no more than edits can explain."""
        wanted = letters([word])[0] if word else np.uint64(0)
        found: list[tuple[Segment, NDArray[np.int64]]] = []
        for segment in self._segments:
            near = np.flatnonzero(np.abs(segment.word_size - len(word)) <= edits)
            letters_ = segment.word_letters[near]
            # An edit takes away one letter at most and brings in one at most.
            possible = np.bitwise_count(wanted & ~letters_) <= edits
            possible &= np.bitwise_count(letters_ & ~wanted) <= edits
            found.append((segment, near[possible]))
        return self._merged(found)

    def compounds(self, part: str, longer: int) -> list[Word]:
        """See `Words.compounds`."""
        wanted = letters([part])[0] if part else np.uint64(0)
        found: list[tuple[Segment, NDArray[np.int64]]] = []
        for segment in self._segments:
            held = wanted & ~segment.word_letters == 0
            long = np.flatnonzero(held & (segment.word_size >= len(part) + longer))
            found.append((segment, long[segment.words.border(long, part)]))
        return self._merged(found)

    @staticmethod
    def _merged(found: list[tuple[Segment, NDArray[np.int64]]]) -> list[Word]:
        """The words of all segments, most frequent first."""
        merged: dict[str, tuple[int, str]] = {}
        for segment, numbers in found:
            texts = segment.words.many(numbers)
            term = segment.word_term[numbers]
            terms = np.full(len(numbers), "", object)
            terms[term >= 0] = segment.terms.many(term[term >= 0])
            for text, count, named in zip(texts, segment.word_count[numbers].tolist(), terms.tolist(), strict=True):
                merged[text] = (merged.get(text, (0, ""))[0] + count, named)
        words = [Word(text, count, term) for text, (count, term) in merged.items()]
        return sorted(words, key=lambda word: (-word.count, word.text))
