"""Articles to postings and term vectors, a chunk at a time: the long part of a build, on as many cores as there are.

Single-pass in-memory indexing (Heinz and Zobel, 2003): each chunk becomes a sorted run; runs are merged later. Every
word is met as a piece of bytes between ASCII blanks and punctuation, and analysed once for all its occurrences. The
terms and their places are those that `Analyzer.tokens` gives (a test holds them together).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.search.analysis.analyzer import Analyzer
from bot.search.analysis.passages import cut
from bot.search.indexing.piece_table import PieceTable, Vocabulary
from bot.search.indexing.positions import Pieces, Placed, VectorRun, vector_run
from bot.search.indexing.token_table import TokenTable
from bot.search.parameters import TITLE_MOST, IndexParameters

_BREAK = b"\0"  # a piece of its own between two texts
_BATCH = 400_000  # characters read at a time: what is at work then stays in the processor's cache


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
    vectors: VectorRun

    def arrays(self) -> dict[str, NDArray[Any]]:
        """All but the vectors by name, for a file."""
        return {name: getattr(self, name) for name in self.__slots__ if name != "vectors"}


class Inverter:
    """Turns chunks of articles into postings and keeps one vocabulary for them all."""

    def __init__(self, analyzer: Analyzer, parameters: IndexParameters) -> None:
        self._analyzer = analyzer
        self._parameters = parameters
        self._tokens = TokenTable()
        self._break = self._tokens.known[_BREAK]
        self._pieces = PieceTable(analyzer)

    def take(self, articles: Sequence[tuple[str, str]]) -> Chunk:
        """Cuts and inverts articles, given as (title, text)."""
        slices = [cut(text, self._parameters.passage_size) for _, text in articles]
        passages = np.fromiter(map(len, slices), np.int32, len(slices))
        spans = np.array([span for some in slices for span in some], np.int32).reshape(-1, 2)
        titles = self._read([title[:TITLE_MOST] for title, _ in articles])
        texts = self._read([text for _, text in articles])
        title_term = self._pieces.term_of(titles.word)
        keys = [self._spread(title_term, titles.text, passages)]
        term = self._pieces.term_of(texts.word)
        keys.append(_packed(term, _passage_of(texts, np.repeat(np.arange(len(articles)), passages), spans[:, 0])))
        vectors = vector_run(texts, [text for _, text in articles], self._analyzer)
        return _counted(np.concatenate(keys), passages, spans, vectors)

    def terms(self, first: int = 0) -> list[str]:
        """The terms met so far, from number `first` on."""
        return self._pieces.terms(first)

    def vocabulary(self) -> Vocabulary:
        """All terms and words met so far."""
        return self._pieces.vocabulary()

    def _read(self, texts: Sequence[str]) -> Placed:
        """The words of all texts that have a term, in order."""
        found, some, size, first = [], [], 0, 0
        for number, text in enumerate(texts):
            some.append(text.replace("\0", " ") if "\0" in text else text)
            size += len(text)
            if size >= _BATCH or number == len(texts) - 1:
                found.append(self._read_batch(some, first))
                some, size, first = [], 0, number + 1
        return Placed.joined(found)

    def _read_batch(self, texts: Sequence[str], first: int) -> Placed:
        raw = b" \0 ".join([text.encode("utf-8", "surrogatepass") for text in texts])
        number, start, end = self._tokens.read(raw.translate(_FOLDED))
        known = self._tokens.known
        self._pieces.learn(reversed(list(islice(reversed(known), len(known) - self._pieces.known))))
        self._pieces.count(number)
        pieces = Pieces(number, start, end, np.cumsum(number == self._break, dtype=np.int32))
        return pieces.placed(raw, np.fromiter(map(len, texts), np.int64, len(texts)), self._pieces, first)

    def _spread(
        self, terms: NDArray[np.int32], owner: NDArray[np.int32], passages: NDArray[np.int32]
    ) -> NDArray[np.uint64]:
        """A title's terms as if they stood in each of its article's passages, `title_weight` times."""
        times = passages[owner]
        first = (np.cumsum(passages) - passages)[owner]
        within = np.arange(times.sum()) - np.repeat(np.cumsum(times) - times, times)
        keys = _packed(np.repeat(terms, times), np.repeat(first, times) + within)
        return np.repeat(keys, self._parameters.title_weight)


def _passage_of(words: Placed, owner: NDArray[np.int64], start: NDArray[np.int32]) -> NDArray[np.int64]:
    """The passage that each word begins in; `owner` and `start` are the passages' articles and places in them."""
    shift = np.int64(32)
    begins = np.searchsorted(words.text.astype(np.int64) << shift | words.start, owner << shift | start)
    counts = np.diff(begins, append=len(words.text))
    return np.repeat(np.arange(len(start)), counts)


def _counted(
    keys: NDArray[np.uint64], passages: NDArray[np.int32], spans: NDArray[np.int32], vectors: VectorRun
) -> Chunk:
    """Equal keys become one posting with their count."""
    keys.sort()
    first = np.ones(len(keys), np.bool_)
    np.not_equal(keys[1:], keys[:-1], out=first[1:])
    places = np.flatnonzero(first)
    number = (keys[places] & np.uint64(0xFFFFFFFF)).astype(np.int32)
    count = np.diff(places, append=len(keys)).astype(np.int32)
    term = (keys[places] >> np.uint64(32)).astype(np.int32)
    length = np.bincount(number, count, len(spans)).astype(np.int32)
    return Chunk(passages, spans[:, 0], spans[:, 1], length, term, number, count, vectors)


def _packed(terms: NDArray[np.integer], passages: NDArray[np.integer]) -> NDArray[np.uint64]:
    return (terms.astype(np.uint64) << np.uint64(32)) | passages.astype(np.uint64)
