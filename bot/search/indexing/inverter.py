"""Articles to postings, a chunk at a time: the long part of a build, in as many processes as there are cores.

Every word is met as a piece of bytes between ASCII blanks and punctuation, and analysed once for all its occurrences.
The terms are the same as `Analyzer.terms` gives (a test holds them together).
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from bot.search.analysis.analyzer import Analyzer
from bot.search.analysis.passages import cut
from bot.search.indexing.token_table import Numbers, TokenTable
from bot.search.parameters import TITLE_MOST, IndexParameters

_BREAK = b"\0"  # a piece of its own between two texts
_NONE, _SEVERAL = -1, -2
_BATCH = 500  # texts read at a time: what is at work then stays in the processor's cache


def _folding() -> bytes:
    """A table for `bytes.translate`: ASCII letters to lower case, other ASCII to blanks, the rest and breaks kept."""
    table = bytearray(range(256))
    for code in range(1, 128):
        char = chr(code)
        table[code] = ord(char.lower()) if char.isalnum() else ord(" ")
    return bytes(table)


_FOLDED = _folding()


@dataclass(frozen=True, slots=True)
class Chunk:
    """The passages of some articles and their postings, numbered within the chunk; terms by vocabulary number."""

    passages: NDArray[np.int32]  # how many an article has
    start: NDArray[np.int32]
    end: NDArray[np.int32]
    length: NDArray[np.int32]
    term: NDArray[np.int32]
    passage: NDArray[np.int32]
    count: NDArray[np.int32]

    def arrays(self) -> dict[str, NDArray[Any]]:
        """By name, for a file."""
        return {name: getattr(self, name) for name in self.__slots__}


class Vocabulary(NamedTuple):
    """What a inverter has met: its terms by number, and every surface word with its count and term (-1: none)."""

    terms: list[str]
    words: dict[str, tuple[int, int]]


class Inverter:
    """Turns chunks of articles into postings and keeps one vocabulary for them all."""

    def __init__(self, analyzer: Analyzer, parameters: IndexParameters) -> None:
        self._analyzer = analyzer
        self._parameters = parameters
        self._pieces = TokenTable()
        self._break = self._pieces.known[_BREAK]
        self._single = array("i", [_NONE])  # a piece's term where it has one word, as nearly all have
        self._several: dict[int, list[int]] = {}  # the terms of a piece of more words ("don’t", 日本)
        self._terms: dict[str, int] = Numbers()
        self._words: dict[str, int] = Numbers()
        self._word_term = array("i")
        self._piece_words: list[tuple[int, ...]] = [()]
        self._met = np.zeros(1, np.int64)

    def take(self, articles: Sequence[tuple[str, str]]) -> Chunk:
        """Cuts and tokenises articles, given as (title, text)."""
        slices = [cut(text, self._parameters.passage_size) for _, text in articles]
        passages = np.fromiter(map(len, slices), np.int32, len(slices))
        pieces = self._read(articles, slices)
        # Each article's texts are its title and then its passages; the number of a text is the breaks before it.
        terms, texts = self._terms_of(pieces, np.cumsum(pieces == self._break, dtype=np.int32))
        owner = np.repeat(np.arange(len(articles), dtype=np.int32), passages + 1)
        is_title = np.zeros(len(owner), np.bool_)
        is_title[np.cumsum(passages + 1) - (passages + 1)] = True
        titled = is_title[texts]
        in_titles = self._spread(terms[titled], owner[texts[titled]], passages)
        plain = texts[~titled]
        keys = np.concatenate([_packed(terms[~titled], plain - 1 - owner[plain]), in_titles])
        spans = np.array([span for some in slices for span in some], np.int32).reshape(-1, 2)
        return _counted(keys, passages, spans)

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

    def _read(self, articles: Sequence[tuple[str, str]], slices: list[list[tuple[int, int]]]) -> NDArray[np.int32]:
        """The pieces of all titles and passages by number, a break between every two texts."""
        texts: list[str] = []
        for (title, text), spans in zip(articles, slices, strict=True):
            texts.append(title[:TITLE_MOST])
            texts.extend([text[start:end] for start, end in spans])
        read = [np.empty(0, np.int32)]
        for first in range(0, len(texts), _BATCH):
            some = texts[first : first + _BATCH]
            joined = " \0 ".join([text.replace("\0", " ") if "\0" in text else text for text in some]) + " \0"
            read.append(self._pieces.read(joined.encode("utf-8", "surrogatepass").translate(_FOLDED)))
        pieces = np.concatenate(read)[:-1]
        self._learn()
        self._met.resize(len(self._pieces.known), refcheck=False)
        self._met += np.bincount(pieces, minlength=len(self._pieces.known))
        return pieces

    def _learn(self) -> None:
        """Analyses the pieces that are new."""
        analyzer, known = self._analyzer, len(self._single)
        for piece in list(self._pieces.known)[known:]:
            words, terms = [], []
            text = piece.decode("utf-8", "surrogatepass")
            for surface in (text,) if text.isalnum() and text.isascii() else analyzer.words(text):
                word = surface.lower()
                number = self._words[word]
                if number == len(self._word_term):
                    term = analyzer.term(word)
                    self._word_term.append(self._terms[term] if term else _NONE)
                words.append(number)
                if self._word_term[number] != _NONE:
                    terms.append(self._word_term[number])
            if len(terms) > 1:
                self._several[len(self._single)] = terms
            self._single.append(_SEVERAL if len(terms) > 1 else terms[0] if terms else _NONE)
            self._piece_words.append(tuple(words))

    def _terms_of(
        self, pieces: NDArray[np.int32], text_of: NDArray[np.int32]
    ) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """The terms in all texts, in no order, and the number of the text that each stands in."""
        single = np.frombuffer(self._single, np.int32)[pieces]
        one = single >= 0
        terms, texts = [single[one]], [text_of[one]]
        several = np.flatnonzero(single == _SEVERAL)
        if len(several):
            lists = [self._several[piece] for piece in pieces[several].tolist()]
            terms.append(np.array([term for some in lists for term in some], np.int32))
            texts.append(np.repeat(text_of[several], [len(some) for some in lists]))
        return np.concatenate(terms), np.concatenate(texts)

    def _spread(
        self, terms: NDArray[np.int32], owner: NDArray[np.int32], passages: NDArray[np.int32]
    ) -> NDArray[np.uint64]:
        """A title's terms as if they stood in each of its article's passages, `title_weight` times."""
        times = passages[owner]
        first = (np.cumsum(passages) - passages)[owner]
        within = np.arange(times.sum()) - np.repeat(np.cumsum(times) - times, times)
        keys = _packed(np.repeat(terms, times), np.repeat(first, times) + within)
        return np.repeat(keys, self._parameters.title_weight)


def _counted(keys: NDArray[np.uint64], passages: NDArray[np.int32], spans: NDArray[np.int32]) -> Chunk:
    """Equal keys become one posting with their count."""
    keys.sort()
    first = np.ones(len(keys), np.bool_)
    np.not_equal(keys[1:], keys[:-1], out=first[1:])
    places = np.flatnonzero(first)
    number = (keys[places] & np.uint64(0xFFFFFFFF)).astype(np.int32)
    count = np.diff(places, append=len(keys)).astype(np.int32)
    term = (keys[places] >> np.uint64(32)).astype(np.int32)
    length = np.bincount(number, count, len(spans)).astype(np.int32)
    return Chunk(passages, spans[:, 0], spans[:, 1], length, term, number, count)


def _packed(terms: NDArray[np.integer], passages: NDArray[np.integer]) -> NDArray[np.uint64]:
    return (terms.astype(np.uint64) << np.uint64(32)) | passages.astype(np.uint64)
