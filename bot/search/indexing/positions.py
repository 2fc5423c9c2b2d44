"""Where the words and sentences of a chunk's texts stand, in the form in which term vectors are stored.

A word is stored as its number, the characters between it and the word before (blanks, punctuation, stop words), and the
flags that its surroundings decide. What the word alone decides (term, length, other flags) is stored once for all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from bot.search.analysis.analyzer import Analyzer
from bot.search.analysis.sentences import sentences, sentences_given
from bot.search.indexing.piece_table import PieceTable
from bot.search.storage.narrow import Exceptions, exception_columns, narrowed
from bot.search.storage.vectors import CONTEXT, GAP_BITS, GAP_MOST, SENTENCE_GAP_MOST, SENTENCE_SIZE_MOST
from bot.search.term_vectors import CAPITAL, LEANING, MONEY, PERCENT, QUOTED, sentence_flags


@dataclass(frozen=True, slots=True)
class Placed:
    """Words in order: the text that each stands in, its number, place and end in characters, and its flags."""

    text: NDArray[np.int32]
    word: NDArray[np.int32]
    start: NDArray[np.int32]
    end: NDArray[np.int32]
    flags: NDArray[np.uint8]
    odd: NDArray[np.int32]
    leaning: NDArray[np.int8]
    """Of each piece that holds a word, stop words too: whether the first one leans on the sentence before."""
    piece_text: NDArray[np.int32]
    piece_start: NDArray[np.int32]
    piece_end: NDArray[np.int32]
    sure_text: NDArray[np.int32]
    sure_end: NDArray[np.int32]
    """Where sentences surely end, by text; and below, the full stops that may end one (see `sentences_given`)."""
    possible_text: NDArray[np.int32]
    possible_at: NDArray[np.int32]

    @classmethod
    def joined(cls, parts: Sequence[Placed]) -> Placed:
        """Those of several batches."""
        if len(parts) == 1:
            return parts[0]
        names = cls.__dataclass_fields__
        if not parts:
            kinds: dict[str, Any] = {"flags": np.uint8, "leaning": np.int8}
            empty: dict[str, Any] = {name: np.empty(0, kinds.get(name, np.int32)) for name in names}
            return cls(**empty)
        whole: dict[str, Any] = {name: np.concatenate([getattr(part, name) for part in parts]) for name in names}
        return cls(**whole)


class Pieces(NamedTuple):
    """The pieces of a batch: their numbers, places in bytes, and the texts that they stand in."""

    number: NDArray[np.int32]
    start: NDArray[np.int64]
    end: NDArray[np.int64]
    text: NDArray[np.int32]

    def placed(self, raw: bytes, sizes: NDArray[np.int64], table: PieceTable, first: int) -> Placed:
        """Their words; `raw` is what was read, `sizes` the texts' in characters, `first` the first text's number."""
        content = np.frombuffer(raw + b"   ", np.uint8)  # a look behind the end finds a blank
        start, end = self.start, self.end
        if not raw.isascii():  # a byte that continues a character is none of its own
            continuing = np.cumsum((content & 0xC0) == 0x80, dtype=np.int32)
            start, end = start - continuing[start], end - continuing[end - 1]
        base = np.cumsum(sizes + 3) - (sizes + 3)
        start, end = start - base[self.text], end - base[self.text]
        where, slot = table.words_in(self.number)
        word, char, byte, odd = table.columns(slot)
        flags = table.flags(slot)
        at = self.start[where] + byte
        initial = content[at]
        flags |= ((initial >= ord("A")) & (initial <= ord("Z"))).view(np.uint8) * np.uint8(CAPITAL)
        before = np.where(at > 0, content[at - 1], 0)
        flags |= ((before == ord('"')) | (before == ord("'"))).view(np.uint8) * np.uint8(QUOTED)
        flags |= (before == ord("$")).view(np.uint8) * np.uint8(MONEY)
        begins = (start[where] + char).astype(np.int32)
        length = np.where(odd > 0, odd, table.word_length(word))
        last = (begins + length == end[where]) & (content[self.end[where]] == ord("%"))
        flags |= last.view(np.uint8) * np.uint8(PERCENT)
        leans = table.leans(self.number)
        held = np.flatnonzero(leans >= 0)
        text = self.text + np.int32(first)
        sure, possible = self._stops(content, table)
        return Placed(
            text[where], word, begins, begins + length, flags, odd,
            leans[held], text[held], start[held].astype(np.int32), end[held].astype(np.int32),
            text[sure], end[sure].astype(np.int32) + 1, text[possible], end[possible].astype(np.int32),
        )  # fmt: skip

    def _stops(self, content: NDArray[np.uint8], table: PieceTable) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Pieces whose full stop surely ends a sentence, and those of which `sentences_given` decides."""
        after = content[self.end] == ord(".")
        stops = np.flatnonzero(after)
        end = self.end[stops]
        capital = (content[end + 2] >= ord("A")) & (content[end + 2] <= ord("Z")) & (content[end + 1] == ord(" "))
        stops, end = stops[capital], end[capital]
        start = self.start[stops]
        small = np.ones(len(stops), np.bool_)
        for back in (1, 2, 3):
            small &= (content[end - back] >= ord("a")) & (content[end - back] <= ord("z")) & (end >= back)
        stops, start, end = stops[small], start[small], end[small]
        upper = np.cumsum((content >= ord("A")) & (content <= ord("Z")), dtype=np.int32)
        sure = table.sure(self.number[stops]) & (upper[end - 1] == upper[start])
        sure &= (start == 0) | (content[start - 1] == ord(" "))
        return stops[sure], stops[~sure]


class VectorRun(NamedTuple):
    """A chunk's term vectors as they are stored, words by vocabulary number; arrays and exceptions."""

    tokens: NDArray[np.int32]  # how many words that have a term a text has
    sentences: NDArray[np.int32]
    word: NDArray[np.int32]
    gap: NDArray[np.uint8]
    wide_gap: Exceptions
    odd_size: Exceptions
    rare_flags: Exceptions
    sentence_gap: NDArray[np.uint8]
    wide_sentence_gap: Exceptions
    sentence_size: NDArray[np.uint16]
    wide_sentence_size: Exceptions

    def arrays(self) -> dict[str, NDArray[Any]]:
        """By name, for a file."""
        found: dict[str, NDArray[Any]] = {}
        for name, value in self._asdict().items():
            found |= exception_columns(name, value) if isinstance(value, tuple) else {name: value}
        return found


def vector_run(words: Placed, texts: Sequence[str], analyzer: Analyzer) -> VectorRun:
    """The vectors of texts whose words have been placed."""
    gap, wide_gap = narrowed(_gaps(words.text, words.start, words.end), GAP_MOST)
    context = np.zeros(len(gap), np.uint8)
    for bit, flag in enumerate(CONTEXT):
        context |= ((words.flags & flag) > 0).view(np.uint8) << np.uint8(GAP_BITS + bit)
    odd = np.flatnonzero(words.odd)
    percent = np.flatnonzero(words.flags & PERCENT)
    spans = _sentences(words, texts)
    counts = np.fromiter(map(len, spans), np.int32, len(spans))
    owner = np.repeat(np.arange(len(texts), dtype=np.int32), counts)
    flat = np.array([span for some in spans for span in some], np.int32).reshape(-1, 2)
    sentence_gap, wide_sentence_gap = narrowed(_gaps(owner, flat[:, 0], flat[:, 1]), SENTENCE_GAP_MOST)
    size, wide_size = narrowed(flat[:, 1] - flat[:, 0], SENTENCE_SIZE_MOST)
    leaning = _leaning(words, owner, flat, texts, analyzer)
    return VectorRun(
        np.bincount(words.text, minlength=len(texts)).astype(np.int32),
        counts,
        words.word,
        gap.astype(np.uint8) | context,
        wide_gap,
        (odd, words.odd[odd]),
        (percent, np.full(len(percent), PERCENT, np.int32)),
        sentence_gap.astype(np.uint8) | leaning << np.uint8(7),
        wide_sentence_gap,
        size.astype(np.uint16),
        wide_size,
    )


def _sentences(words: Placed, texts: Sequence[str]) -> list[list[tuple[int, int]]]:
    numbers = np.arange(len(texts) + 1)
    sure, possible = np.searchsorted(words.sure_text, numbers), np.searchsorted(words.possible_text, numbers)
    ends, stops = words.sure_end.tolist(), words.possible_at.tolist()
    return [
        sentences_given(text, ends[sure[n] : sure[n + 1]], stops[possible[n] : possible[n + 1]])
        if "\0" not in text  # which was read as a blank
        else sentences(text)
        for n, text in enumerate(texts)
    ]


def _gaps(owner: NDArray[np.int32], start: NDArray[np.int32], end: NDArray[np.int32]) -> NDArray[np.int32]:
    """Characters between each span and the one before it in its text, or the text's beginning."""
    gaps = start.copy()
    same = owner[1:] == owner[:-1]
    gaps[1:][same] -= end[:-1][same]
    return gaps


def _leaning(
    words: Placed, owner: NDArray[np.int32], spans: NDArray[np.int32], texts: Sequence[str], analyzer: Analyzer
) -> NDArray[np.uint8]:
    """LEANING of sentences, from the first piece with a word in each; by analysing where that begins before it."""
    shift = np.int64(32)
    begins = words.piece_text.astype(np.int64) << shift | words.piece_start
    base = owner.astype(np.int64) << shift
    found = np.searchsorted(begins, base | spans[:, 0])
    inside = np.flatnonzero(found < len(begins))
    flags = np.zeros(len(spans), np.uint8)
    held = inside[begins[found[inside]] < (base | spans[:, 1])[inside]]
    flags[held] = (words.leaning[found[held]] > 0) * np.uint8(LEANING)
    ends = words.piece_text.astype(np.int64) << shift | words.piece_end
    within = (found > 0) & (np.append(ends, 0)[found - 1] > (base | spans[:, 0]))
    for number in np.flatnonzero(within).tolist():
        start, end = spans[number].tolist()
        flags[number] = sentence_flags(texts[owner[number]][start:end], analyzer)
    return flags
