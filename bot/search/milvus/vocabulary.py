"""The corpus's own words in memory, for "did you mean"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from bot.search.indexing.lexicon import letters
from bot.search.protocols import Word


class MilvusVocabulary:
    """Implements `Words` over words in their order."""

    def __init__(self, words: Sequence[Word]) -> None:
        self._words = words
        self._texts = frozenset(word.text for word in words)
        self._size = np.array([len(word.text) for word in words], np.int32)
        self._letters = letters([word.text for word in words])

    def __len__(self) -> int:
        return len(self._words)

    def __iter__(self) -> Iterator[Word]:
        return iter(self._words)

    def __contains__(self, word: object) -> bool:
        return word in self._texts

    def alike(self, word: str, edits: int = 2) -> list[Word]:
        """See `Words.alike`: words of nearly that length whose letters differ by no more than edits can explain."""
        wanted = letters([word])[0] if word else np.uint64(0)
        near = np.flatnonzero(np.abs(self._size - len(word)) <= edits)
        held = self._letters[near]
        possible = np.bitwise_count(wanted & ~held) <= edits
        possible &= np.bitwise_count(held & ~wanted) <= edits
        return [self._words[number] for number in near[possible].tolist()]

    def compounds(self, part: str, longer: int) -> list[Word]:
        """See `Words.compounds`."""
        long = np.flatnonzero(self._size >= len(part) + longer).tolist()
        words = (self._words[number] for number in long)
        return [word for word in words if word.text.startswith(part) or word.text.endswith(part)]
