"""Term vectors: which terms an article holds, in the order of its text, and where (the word is Lucene's).

They are made once, when an article is indexed, so that choosing what to quote compares numbers and reads no text.
`analysed` makes the same from a text: the reference, and what an engine without stored vectors does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from bot.language.leaning import LEANING as LEANING_WORDS
from bot.search.analysis.analyzer import WORD, Analyzer
from bot.search.analysis.sentences import sentences

CAPITAL, DIGIT, UNCASED, QUOTED, MONEY, PERCENT = 1, 2, 4, 8, 16, 32
"""Bits of `TermVectors.flags`: the word begins with a capital; holds a digit; begins with a letter that has no case
(日); follows an opening quotation mark; follows a currency sign; stands before "%"."""
LEANING = 1
"""Bit of `TermVectors.sentence_flags`: its first word leans on the sentence before (see `bot.language.leaning`)."""
QUOTES, CURRENCIES = "“\"«„‘'", "$£€¥"


@dataclass(frozen=True, slots=True)
class TermVectors:
    """Those of several articles, one after the other, stop words left out. Offsets count characters of the text.

    Words of article i are `first[i]` to `first[i + 1]`, its sentences `sentence_first[i]` to `sentence_first[i + 1]`.
    """

    term: NDArray[np.int32]
    start: NDArray[np.int32]
    end: NDArray[np.int32]
    flags: NDArray[np.uint8]
    first: NDArray[np.int64]
    sentence_start: NDArray[np.int32]
    sentence_end: NDArray[np.int32]
    sentence_flags: NDArray[np.uint8]
    sentence_first: NDArray[np.int64]

    def renumbered(self, numbers: NDArray[np.int32]) -> TermVectors:
        """The same with other ids for the terms."""
        return replace(self, term=numbers[self.term])

    def of(self, number: int) -> TermVectors:
        """One of the articles, without copying."""
        words = slice(self.first[number], self.first[number + 1])
        spans = slice(self.sentence_first[number], self.sentence_first[number + 1])
        return TermVectors(
            self.term[words],
            self.start[words],
            self.end[words],
            self.flags[words],
            np.array([0, words.stop - words.start], np.int64),
            self.sentence_start[spans],
            self.sentence_end[spans],
            self.sentence_flags[spans],
            np.array([0, spans.stop - spans.start], np.int64),
        )


def within(vectors: TermVectors, start: int, end: int) -> TermVectors:
    """Those of one article between two offsets: whole sentences, and the words in them."""
    first, last = np.searchsorted(vectors.sentence_start, [start, end])
    spans = slice(first, last)
    begin = vectors.sentence_start[first] if first < last else end
    stop = vectors.sentence_end[last - 1] if first < last else end
    words = slice(*np.searchsorted(vectors.start, [begin, stop]))
    return TermVectors(
        vectors.term[words],
        vectors.start[words],
        vectors.end[words],
        vectors.flags[words],
        np.array([0, words.stop - words.start], np.int64),
        vectors.sentence_start[spans],
        vectors.sentence_end[spans],
        vectors.sentence_flags[spans],
        np.array([0, last - first], np.int64),
    )


def joined(vectors: Sequence[TermVectors]) -> TermVectors:
    """The articles of all of them."""
    if len(vectors) == 1:
        return vectors[0]
    whole: dict[str, Any] = {}
    for name, kind in _KINDS.items():
        whole[name] = np.concatenate([np.empty(0, kind), *(getattr(one, name) for one in vectors)])
    for name in ("first", "sentence_first"):
        counts = [np.zeros(1, np.int64), *(np.diff(getattr(one, name)) for one in vectors)]
        whole[name] = np.cumsum(np.concatenate(counts))
    return TermVectors(**whole)


_KINDS: dict[str, DTypeLike] = {
    **dict.fromkeys(("term", "start", "end", "sentence_start", "sentence_end"), np.int32),
    **dict.fromkeys(("flags", "sentence_flags"), np.uint8),
}


def analysed(texts: Iterable[str], analyzer: Analyzer, number_of: Callable[[str], int]) -> TermVectors:
    """The vectors of texts by analysing them; `number_of` gives each term's id."""
    return joined([_analysed(text, analyzer, number_of) for text in texts])


def _analysed(text: str, analyzer: Analyzer, number_of: Callable[[str], int]) -> TermVectors:
    tokens = analyzer.tokens(text)
    spans = np.array(sentences(text), np.int32).reshape(-1, 2)
    return TermVectors(
        np.array([number_of(token.term) for token in tokens], np.int32),
        np.array([token.start for token in tokens], np.int32),
        np.array([token.end for token in tokens], np.int32),
        np.array(
            [
                word_flags(text[token.start : token.end])
                | mark_flags(text, token.start)
                | PERCENT * text.startswith("%", token.end)
                for token in tokens
            ],
            np.uint8,
        ),
        np.array([0, len(tokens)], np.int64),
        spans[:, 0],
        spans[:, 1],
        np.array([sentence_flags(text[start:end], analyzer) for start, end in spans.tolist()], np.uint8),
        np.array([0, len(spans)], np.int64),
    )


def word_flags(word: str) -> int:
    """CAPITAL, DIGIT and UNCASED of a word as it stands in a text."""
    first = word[0]
    capital = first.isupper() or first.istitle()
    uncased = not (capital or first.islower() or first.isdigit())
    return CAPITAL * capital | DIGIT * any(map(str.isdigit, word)) | UNCASED * uncased


def mark_flags(text: str, start: int) -> int:
    """QUOTED and MONEY of the word that begins at `start`."""
    before = text[start - 1 : start]
    if not before:
        return 0
    return QUOTED * (before in QUOTES) | MONEY * (before in CURRENCIES)


def sentence_flags(sentence: str, analyzer: Analyzer) -> int:
    """LEANING of a sentence."""
    word = WORD.search(sentence)
    return LEANING * (word is not None and word.group().lower() in LEANING_WORDS.get(analyzer.language, ()))
