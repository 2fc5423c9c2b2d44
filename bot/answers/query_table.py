"""Many questions at once, as columns of numbers: an inverted index from a term to the questions that hold it.

The reverse of the index of articles (Elasticsearch's percolator keeps the like), made anew for each generation, whose
frequencies weigh the terms.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np

from bot.answers.candidates.query_terms import Flags, Floats, Ints
from bot.answers.question.compounds import known_parts
from bot.answers.question.dates import read_range, without
from bot.answers.question.dates.vocabulary import CENTURIES, DECADES, MONTHS, SEASONS, UNITS, WEEKDAYS
from bot.answers.question.question_words import ASKING, frame_words
from bot.answers.question.reading import read_question, term_weight
from bot.answers.tuning import Tuning
from bot.language.words import word_set
from bot.model import Question
from bot.search import Analyzer, Index, Token

_DATE_WORDS = {*MONTHS, *WEEKDAYS, *SEASONS, *DECADES, *CENTURIES, *UNITS} | word_set(
    "yesterday today tonight century centuries quarter half"
)
_MAY_BE_DATED = re.compile(rf"[0-9]|\b(?:{'|'.join(sorted(_DATE_WORDS))})\b", re.IGNORECASE)
_ROUNDING = 1e-6


@dataclass(frozen=True, slots=True)
class _Entries:
    """Terms of questions: the question's number, the term's column, its share of the question's weight."""

    query: Ints
    column: Ints
    share: Floats

    def of(self, rows: Ints | Flags) -> _Entries:
        """Some of them."""
        return _Entries(self.query[rows], self.column[rows], self.share[rows])


@dataclass(frozen=True, slots=True)
class _Places:
    """Where the terms that some question has are in an article, in the order of its text; and which its title has."""

    start: Ints
    column: Ints
    titled: Flags
    sentence_start: Ints
    sentence_end: Ints


class QueryTable:
    """The questions of some servers as of `today`, for one generation. Takes some 70 µs a question."""

    def __init__(self, index: Index, queries: Sequence[tuple[str, int | None]], today: date, tuning: Tuning) -> None:
        """`queries` are texts, each with the server whose archive is asked."""
        self._index, self._today, self._tuning = index, today, tuning
        self._size = len(queries)
        columns: defaultdict[str, int] = defaultdict()
        columns.default_factory = columns.__len__
        rows: list[tuple[int, int, float]] = []
        for number, (text, server) in enumerate(queries):
            weights = self._weights(text, server)
            whole = sum(weights.values()) or 1.0
            rows += [(number, columns[term], weight / whole) for term, weight in weights.items()]
        columns.default_factory = None
        self._columns: dict[str, int] = columns
        self._entries, self._first = _by_column(rows, len(columns))
        self._ids, self._columns_of_ids = _sorted_ids(index, list(columns))

    def shares(self, number: int) -> dict[str, float]:
        """The terms of a question, each with its share of the weight of those that do not merely form the question."""
        names = list(self._columns)
        rows = np.flatnonzero(self._entries.query == number)
        columns, shares = self._entries.column[rows].tolist(), self._entries.share[rows].tolist()
        return {names[column]: share for column, share in zip(columns, shares, strict=True)}

    def candidates(self, row: int) -> list[int]:
        """The numbers of the questions that a window of the article in `row` holds together enough of, with its title.

        Enough is `Tuning.answered_coverage` of the weight. Dates and names are not looked at.
        """
        least = self._tuning.answered_coverage - _ROUNDING
        places = self._places(row)
        there = places.titled.copy()
        there[places.column] = True
        entries = self._of_columns(np.flatnonzero(there))
        left = np.flatnonzero(np.bincount(entries.query, entries.share, self._size) >= least)
        if not len(left):
            return []
        renumbered = np.full(self._size, -1)
        renumbered[left] = np.arange(len(left))
        entries = entries.of(renumbered[entries.query] >= 0)
        columns, place = np.unique(entries.column, return_inverse=True)
        shares = np.zeros((len(columns), len(left)))
        shares[place, renumbered[entries.query]] = entries.share
        held = _in_windows(places, columns, self._tuning.lead_characters) | places.titled[columns]
        found: list[int] = left[(held @ shares >= least).any(axis=0)].tolist()
        return found

    def _of_columns(self, columns: Ints) -> _Entries:
        first, last = self._first[columns], self._first[columns + 1]
        counts = last - first
        return self._entries.of(np.repeat(first - (np.cumsum(counts) - counts), counts) + np.arange(counts.sum()))

    def _places(self, row: int) -> _Places:
        index = self._index
        vectors = index.term_vectors([row])
        term = vectors.term.astype(np.int64)
        place = np.searchsorted(self._ids, term)
        place[place == len(self._ids)] = 0
        there = self._ids[place] == term
        titled = np.zeros(len(self._columns), np.bool_)
        titled[
            [self._columns[term] for term in index.analyzer.terms(index.heading(row).title) if term in self._columns]
        ] = True
        return _Places(
            vectors.start[there].astype(np.int64),
            self._columns_of_ids[place[there]],
            titled,
            vectors.sentence_start.astype(np.int64),
            vectors.sentence_end.astype(np.int64),
        )

    def _weights(self, text: str, server: int | None) -> dict[str, float]:
        """The weight of each term that does not merely form the question, as `read_question` reads them."""
        index, language = self._index, self._index.analyzer.language
        if len(text) <= self._tuning.message_characters:
            rest, tokens = without_dates(text, self._today, language)
            words: dict[str, str] = {}
            for token in known_parts(index, rest, tokens, server):
                words.setdefault(token.term, rest[token.start : token.end])
            own = [term for term, word in words.items() if word.lower() not in frame_words(language)]
            if own and len(words) <= self._tuning.question_terms:
                passages = max(index.span(server).passages, 1)
                return {term: term_weight(index.frequency(term, server), passages) for term in own}
        parsed = read_question(index, Question(text, as_of=self._today, server=server), self._tuning)
        weights = {term.text: term.weight for term in parsed.terms if not term.frame}
        return weights or {term.text: term.weight for term in parsed.terms}


@lru_cache(maxsize=20_000)
def without_dates(text: str, today: date, language: str) -> tuple[str, list[Token]]:
    """The question without its date phrase, and its tokens but for those that ask: what needs no index to be known."""
    text = " ".join(text.split())
    if (language != "english" or _MAY_BE_DATED.search(text)) and (phrase := read_range(text, today, language)):
        text = without(text, phrase)
    asking = ASKING.get(language, frozenset())
    tokens = _analyzer(language).tokens(text)
    return text, [token for token in tokens if text[token.start : token.end].lower() not in asking]


_analyzer = lru_cache(Analyzer)


def _by_column(rows: Sequence[tuple[int, int, float]], columns: int) -> tuple[_Entries, Ints]:
    """The entries in the order of their columns, and where each column begins."""
    query, column, share = zip(*rows, strict=True) if rows else ((), (), ())
    entries = _Entries(np.array(query, np.int64), np.array(column, np.int64), np.array(share, np.float64))
    entries = entries.of(np.argsort(entries.column, kind="stable"))
    return entries, np.searchsorted(entries.column, np.arange(columns + 1))


def _sorted_ids(index: Index, terms: Sequence[str]) -> tuple[Ints, Ints]:
    """The ids of those terms that some article has, ascending, and the column of each."""
    ids = np.asarray(index.term_ids(terms), np.int64)
    order = np.argsort(ids, kind="stable")
    order = order[ids[order] >= 0]
    if not len(order):
        return np.array([-2], np.int64), np.array([-1], np.int64)  # the id of no term
    return ids[order], order


def _in_windows(places: _Places, columns: Ints, limit: int) -> Flags:
    """Which of `columns` are in the longest run of sentences within `limit` characters from each sentence."""
    start, end = places.sentence_start, places.sentence_end
    last = np.maximum(np.searchsorted(end, start + limit, "right") - 1, np.arange(len(start)))
    number = np.searchsorted(columns, places.column)
    number[number == len(columns)] = 0
    there = columns[number] == places.column
    number, at = number[there], places.start[there]
    before = np.zeros((len(number) + 1, len(columns)), np.int32)
    before[np.arange(1, len(number) + 1), number] = 1
    np.cumsum(before, axis=0, out=before)
    found: Flags = before[np.searchsorted(at, end[last])] > before[np.searchsorted(at, start)]
    return found
