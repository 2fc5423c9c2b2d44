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
from bot.search.analysis.sentences import sure_word
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
        self._sure = array("b", [0])

    def learn(self, pieces: Iterable[bytes]) -> None:
        """Analyses pieces that are new, in the order of their numbers."""
        for piece in pieces:
            text = piece.decode("utf-8", "surrogatepass")
            if text.isascii() and text.isalnum():
                self._piece_words.append(
                    (self._learn_word(text, text, 0, 0, 0 if text.isalpha() else word_flags(text)),)
                )
                self._leans.append(text in self._leaning)
                self._sure.append(sure_word(text))
            else:
                self._learn_words(text)
            self._first.append(len(self._word))

    def _learn_words(self, text: str) -> None:
        words = []
        counted = size = 0  # characters, and their bytes: a text without blanks is one piece
        for found in WORD.finditer(text):
            surface, at = found.group(), found.start()
            flags = word_flags(surface) | mark_flags(text, at)
            size += len(text[counted:at].encode("utf-8", "surrogatepass"))
            counted = at
            words.append(self._learn_word(surface, surface.lower(), at, size, flags))
        first = WORD.search(text)
        self._leans.append(-1 if first is None else first.group().lower() in self._leaning)
        self._sure.append(0)
        self._piece_words.append(tuple(words))

    def _learn_word(self, surface: str, lower: str, char: int, byte: int, flags: int) -> int:
        """Notes a word of a piece, `char` characters and `byte` bytes from its beginning; returns its number."""
        number = self._words[lower]
        if number == len(self._word_term):
            term = self._analyzer.term(lower)
            self._word_term.append(self._terms[term] if term else NONE)
            self._word_length.append(len(lower))
        if self._word_term[number] != NONE:
            self._word.append(number)
            self._char.append(char)
            self._byte.append(byte)
            self._odd.append(len(surface) if len(surface) != len(lower) else 0)
            self._flags.append(flags)
        return number

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

    def sure(self, pieces: NDArray[np.int32]) -> NDArray[np.bool_]:
        """Whether a full stop after the piece and before a capital surely ends a sentence."""
        return np.frombuffer(self._sure, np.bool_)[pieces]

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
