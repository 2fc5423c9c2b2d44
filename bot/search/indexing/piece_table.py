"""What each distinct piece of a text holds: its words, where in it they stand, and their terms; analysed once."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from itertools import islice
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bot.language.leaning import LEANING
from bot.search.analysis.analyzer import WORD, Analyzer
from bot.search.indexing.token_table import Numbers
from bot.search.term_vectors import mark_flags, word_flags

NONE = -1  # the term of a stop word


class Vocabulary(NamedTuple):
    """What an inverter has met: its terms by number, and every surface word with its count and term (-1: none)."""

    terms: list[str]
    words: dict[str, tuple[int, int]]


class PieceTable:
    """Pieces by number; their words that have a term are `first[piece]` to `first[piece + 1]` of the other arrays.

    By word: its number, characters and bytes before it in the piece, its length where that differs from the lower-case
    word's (else 0), and the flags that the piece alone decides.
    """

    def __init__(self, analyzer: Analyzer) -> None:
        """Piece 0 is the break between two texts and has no word."""
        self._analyzer = analyzer
        self._leaning = LEANING.get(analyzer.language, frozenset())
        self._terms: dict[str, int] = Numbers()
        self._words: dict[str, int] = Numbers()
        self._word_term, self._word_length = array("i"), array("i")
        self._piece_words: list[tuple[int, ...]] = [()]
        self._met = np.zeros(1, np.int64)
        self._first = array("i", [0, 0])
        self._word, self._char, self._byte, self._odd = array("i"), array("i"), array("i"), array("i")
        self._flags, self._leans = array("B"), array("b", [-1])

    def learn(self, pieces: Iterable[bytes]) -> None:
        """Analyses pieces that are new, in the order of their numbers."""
        for piece in pieces:
            text = piece.decode("utf-8", "surrogatepass")
            plain = text.isascii() and text.isalnum()
            words = []
            for surface, at in ((text, 0),) if plain else _placed(text):
                lower = surface.lower()
                number = self._words[lower]
                words.append(number)
                if number == len(self._word_term):
                    term = self._analyzer.term(lower)
                    self._word_term.append(self._terms[term] if term else NONE)
                    self._word_length.append(len(lower))
                if self._word_term[number] == NONE:
                    continue
                self._word.append(number)
                self._char.append(at)
                self._byte.append(0 if plain else len(text[:at].encode("utf-8", "surrogatepass")))
                self._odd.append(len(surface) if len(surface) != len(lower) else 0)
                self._flags.append(word_flags(surface) | mark_flags(text, at))
            self._piece_words.append(tuple(words))
            self._first.append(len(self._word))
            self._leans.append(self._leaning_of(text, plain=plain))

    @property
    def known(self) -> int:
        """How many pieces have been learnt."""
        return len(self._leans)

    def count(self, pieces: NDArray[np.int32]) -> None:
        """Notes that these pieces were met."""
        self._met.resize(len(self._piece_words), refcheck=False)
        self._met += np.bincount(pieces, minlength=len(self._met))

    def words_in(self, pieces: NDArray[np.int32]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The words in a sequence of pieces: the place of each one's piece in `pieces`, and its own in the arrays."""
        first = np.frombuffer(self._first, np.int32)
        counts = np.diff(first)[pieces]
        where = np.repeat(np.arange(len(pieces)), counts)
        slot = np.repeat(first[pieces] - (np.cumsum(counts) - counts), counts)
        slot += np.arange(len(where))
        return where, slot

    def columns(self, slot: NDArray[np.int64]) -> tuple[NDArray[np.int32], ...]:
        """Word, characters before, bytes before and odd length of words, by their place in the arrays."""
        return tuple(np.frombuffer(one, np.int32)[slot] for one in (self._word, self._char, self._byte, self._odd))

    def flags(self, slot: NDArray[np.int64]) -> NDArray[np.uint8]:
        """The flags of words, by their place in the arrays."""
        return np.frombuffer(self._flags, np.uint8)[slot]

    def leans(self, pieces: NDArray[np.int32]) -> NDArray[np.int8]:
        """Whether the first word of a piece leans on the sentence before; -1 for a piece without a word."""
        return np.frombuffer(self._leans, np.int8)[pieces]

    def term_of(self, words: NDArray[np.int32]) -> NDArray[np.int32]:
        """The terms of words."""
        return np.frombuffer(self._word_term, np.int32)[words]

    def word_length(self, words: NDArray[np.int32]) -> NDArray[np.int32]:
        """The lengths of words in lower case."""
        return np.frombuffer(self._word_length, np.int32)[words]

    def terms(self, first: int = 0) -> list[str]:
        """The terms met so far, from number `first` on."""
        return list(islice(self._terms, first, None))

    def vocabulary(self) -> Vocabulary:
        """All terms and words met so far."""
        counts = np.zeros(len(self._words), np.int64)
        for words, count in zip(self._piece_words, self._met.tolist(), strict=False):
            for word in words:
                counts[word] += count
        met = zip(self._words, counts.tolist(), self._word_term, strict=True)
        return Vocabulary(list(self._terms), {word: (count, term) for word, count, term in met})

    def _leaning_of(self, text: str, *, plain: bool) -> int:
        word = text if plain else next((word for word, _ in _placed(text)), None)
        return -1 if word is None else int(word.lower() in self._leaning)


def _placed(text: str) -> list[tuple[str, int]]:
    return [(found.group(), found.start()) for found in WORD.finditer(text)]
