"""The candidate articles as one row of numbers: term vectors on a common axis, so that all are compared at once.

The axis is that of characters: each article's offsets are moved behind the article before it, with a gap so wide that
nothing in one article counts as near anything in another.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

import numpy as np

from bot.answers.budget import Budget
from bot.answers.candidates.query_terms import Flags, Floats, Ints, QueryTerms
from bot.search import Analyzer, Index
from bot.search.term_vectors import LEANING, TermVectors, joined, within

_READ = 100_000  # characters of an article read before its best passage, and after it: a book is not read whole
_GAP = 1 << 20  # characters between two articles on the axis


@dataclass(frozen=True, slots=True)
class ArticleTerms:
    """The terms and sentences of several articles on one axis.

    `number` is a term's number in the question, -1 for a term that is not in it. `article` and `sentence_article` count
    the articles from 0, `base` is where each begins on the axis. `ids_of` gives the ids of terms in `term`.
    """

    term: Ints
    number: Ints
    flags: Ints
    start: Ints
    end: Ints
    article: Ints
    sentence_start: Ints
    sentence_end: Ints
    sentence_article: Ints
    dependent: Flags
    base: Ints
    titles: Flags
    idfs: Callable[[Ints], Floats]
    ids_of: Callable[[Collection[str]], Ints]

    @property
    def articles(self) -> int:
        """How many."""
        return len(self.base)


def read_articles(
    index: Index,
    rows: Sequence[int],
    titles: Sequence[str],
    places: Sequence[int],
    of: QueryTerms,
    server: int | None,
    budget: Budget,
) -> ArticleTerms:
    """The articles in these `rows` of the index, with their titles; `places` are the offsets of their best passages.

    Those behind the first for which the `budget` is too small are left out.
    """

    def ids_of(terms: Collection[str]) -> Ints:
        found = index.term_ids(tuple(terms))
        return np.asarray(found[found >= 0], np.int64)

    def idfs(ids: Ints) -> Floats:
        return index.idfs(ids.astype(np.int32), server)

    query = np.asarray(index.term_ids(tuple(of.numbers)), np.int64)
    vectors = _within_budget(_around(index.term_vectors(rows), places), budget)
    return on_one_axis(vectors, query, _titles(titles[: len(vectors.first) - 1], of), idfs, ids_of)


def _within_budget(vectors: TermVectors, budget: Budget) -> TermVectors:
    affordable = int(np.searchsorted(vectors.first[1:], budget.terms, "right"))
    if affordable >= len(vectors.first) - 1:
        return vectors
    return joined([vectors.of(number) for number in range(max(affordable, 1))])


def _around(vectors: TermVectors, places: Sequence[int]) -> TermVectors:
    """Of longer articles what is around these places."""
    if not len(vectors.sentence_end) or vectors.sentence_end.max() <= _READ:
        return vectors
    return joined([within(vectors.of(number), place - _READ, place + _READ) for number, place in enumerate(places)])


def on_one_axis(
    vectors: TermVectors,
    query: Ints,
    titles: Flags,
    idfs: Callable[[Ints], Floats],
    ids_of: Callable[[Collection[str]], Ints],
) -> ArticleTerms:
    """`query` are the ids of the question's terms (-1 where no article has it); `titles`: which titles have which."""
    words, spans = np.diff(vectors.first), np.diff(vectors.sentence_first)
    last = np.append(vectors.sentence_end, 0)[vectors.sentence_first[1:] - 1].astype(np.int64)
    base = np.cumsum(np.append(0, np.where(spans > 0, last, 0) + _GAP))[:-1]
    article = np.repeat(np.arange(len(words)), words)
    sentence_article = np.repeat(np.arange(len(words)), spans)
    term = vectors.term.astype(np.int64)
    return ArticleTerms(
        term,
        _numbers(term, query),
        vectors.flags.astype(np.int64),
        vectors.start + base[article],
        vectors.end + base[article],
        article,
        vectors.sentence_start + base[sentence_article],
        vectors.sentence_end + base[sentence_article],
        sentence_article,
        (vectors.sentence_flags & LEANING).astype(np.bool_),
        base,
        titles,
        idfs,
        ids_of,
    )


def _numbers(terms: Ints, query: Ints) -> Ints:
    """For each of `terms` its place in `query`, or -1."""
    found = np.full(len(terms), -1, np.int64)
    for number, term in enumerate(query.tolist()):  # few terms: to compare with each is quicker than to search
        if term >= 0:
            found[terms == term] = number
    return found


def _titles(titles: Sequence[str], of: QueryTerms) -> Flags:
    held = np.zeros((len(titles), len(of.numbers)), np.bool_)
    for row, title in enumerate(titles):
        for token in of.analyzer.tokens_among(of.numbers, title):
            held[row, of.numbers[token.term]] = True
    return held


def term_set(analyzer: Analyzer, words: Collection[str]) -> frozenset[str]:
    """The terms of `words`."""
    return frozenset(term for word in words for term in analyzer.terms(word))
