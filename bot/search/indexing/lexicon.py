"""The vocabularies of a build's processes and of older segments as one: terms, words and forms with their numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.search.indexing.piece_table import Vocabulary
from bot.search.storage.string_table import encoded, pack_sorted
from bot.search.term_vectors import word_flags


class Lexicon:
    """All terms and all surface words, ascending.

    `term_numbers` are, for each vocabulary, the final numbers of its terms; `ranks` those of its words among the forms:
    the words that have a term, most frequent first (-1 for others).
    """

    def __init__(self, vocabularies: Sequence[Vocabulary]) -> None:
        self.terms = sorted({term for vocabulary in vocabularies for term in vocabulary.terms})
        places = {term: place for place, term in enumerate(self.terms)}
        self.term_numbers = [
            np.fromiter(map(places.__getitem__, vocabulary.terms), np.uint64, len(vocabulary.terms))
            for vocabulary in vocabularies
        ]
        self._words = sorted({word for vocabulary in vocabularies for word in vocabulary.words})
        places = {word: place for place, word in enumerate(self._words)}
        self._count = np.zeros(len(self._words), np.int64)
        self._term = np.full(len(self._words), -1, np.int32)
        numbers = []
        for vocabulary, terms in zip(vocabularies, self.term_numbers, strict=True):
            size = len(vocabulary.words)
            number = np.fromiter(map(places.__getitem__, vocabulary.words), np.int64, size)
            self._count[number] += np.fromiter((count for count, _ in vocabulary.words.values()), np.int64, size)
            local = np.fromiter((term for _, term in vocabulary.words.values()), np.int64, size)
            self._term[number] = np.append(terms.astype(np.int32), np.int32(-1))[local]
            numbers.append(number)
        held = np.flatnonzero(self._term >= 0)
        self._forms = held[np.argsort(-self._count[held], kind="stable")]
        rank = np.full(len(self._words), -1, np.int32)
        rank[self._forms] = np.arange(len(self._forms), dtype=np.int32)
        self.ranks = [rank[number] for number in numbers]

    def columns(self) -> dict[str, NDArray[Any]]:
        """What a segment stores of terms, words (with what `Words.alike` compares) and forms."""
        words = self._words
        size = np.fromiter(map(len, words), np.int32, len(words))
        flags = [0 if word.isascii() and word.isalpha() else word_flags(word) for word in words]
        return (
            pack_sorted("term", list(map(encoded, self.terms)))
            | pack_sorted("word", list(map(encoded, words)))
            | {
                "word_count": self._count,
                "word_term": self._term,
                "word_size": size,
                "word_letters": letters(words),
                "form_word": self._forms.astype(np.int32),
                "form_term": self._term[self._forms],
                "form_size": size[self._forms],
                "form_flags": np.array(flags, np.uint8)[self._forms],
            }
        )


def letters(words: Sequence[str]) -> NDArray[np.uint64]:
    """For each word the set of its characters, as 64 bits: an edit changes two of them at most."""
    codes = np.frombuffer("".join(words).encode("utf-32-le", "surrogatepass"), np.uint32)
    bits = np.uint64(1) << (codes % 64).astype(np.uint64)
    sizes = np.fromiter(map(len, words), np.int64, len(words))
    if not len(words):
        return np.empty(0, np.uint64)
    return np.bitwise_or.reduceat(bits, np.cumsum(sizes) - sizes)
