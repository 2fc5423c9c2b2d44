"""Where the question's terms are in the candidate articles, counted over any ranges of terms at once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from bot.answers.candidates.article_terms import ArticleTerms
from bot.answers.candidates.query_terms import Flags, Floats, Ints

_FAR = 1 << 40


class QueryHits:
    """The terms of the articles that the question has too: `rows` are their places among all terms, ascending."""

    def __init__(self, read: ArticleTerms, terms: int, pairs: Sequence[tuple[int, int]] = ()) -> None:
        """`terms` is how many terms the question has, `pairs` are the numbers of those that are adjacent in it."""
        self.rows = np.flatnonzero(read.number >= 0)
        self.number = read.number[self.rows]
        self._start = read.start[self.rows]
        self._held = np.zeros((len(self.rows), terms), np.bool_)
        self._held[np.arange(len(self.rows)), self.number] = True
        self._rank = prefix_counts(read.number >= 0)
        self._before = np.zeros((len(self.rows) + 1, terms), np.int64)
        np.cumsum(self._held, axis=0, out=self._before[1:])
        self._pairs_before = self._counted(pairs)

    def counts(self, first: Ints, last: Ints) -> Ints:
        """How often each term of the question is in each range of terms: a row a range, a column a term."""
        found: Ints = self._before[self._rank[last]] - self._before[self._rank[first]]
        return found

    def in_articles(self, read: ArticleTerms) -> Flags:
        """Which articles have which of the question's terms."""
        held = np.zeros((read.articles, self._held.shape[1]), np.bool_)
        held[read.article[self.rows], self.number] = True
        return held

    def closeness(self, places: Ints, weights: Floats, near: float) -> Floats:
        """For each place how near the question's terms are: 1 if all were there, a term's half at `near` characters."""
        at = np.where(self._held, self._start[:, None], -_FAR)
        last = np.vstack([np.full((1, at.shape[1]), -_FAR), np.maximum.accumulate(at, axis=0)])
        at[~self._held] = _FAR
        following = np.vstack([np.minimum.accumulate(at[::-1], axis=0)[::-1], np.full((1, at.shape[1]), _FAR)])
        row = np.searchsorted(self._start, places)
        distance = np.minimum(following[row] - places[:, None], places[:, None] - last[row])
        near_terms = np.where(self._before[-1] > 0, weights, 0.0)
        found: Floats = (near_terms / (1 + distance / near)).sum(axis=1)
        return found

    def pairs_in(self, first: Ints, last: Ints) -> Floats:
        """The share of the adjacent pairs whose two terms follow each other in each range of terms."""
        before = self._pairs_before
        if not before.size:
            return np.zeros(len(first))
        found: Floats = (before[self._rank[last]] > before[self._rank[first]]).sum(axis=1) / before.shape[1]
        return found

    def _counted(self, pairs: Sequence[tuple[int, int]]) -> Ints:
        """How many of each pair end before each of the question's terms in the articles, and in all."""
        if not pairs or len(self.rows) < 2:
            return np.empty((0, 0), np.int64)
        one, other = np.array(pairs, np.int64).T
        beside = (np.diff(self.rows) == 1)[:, None]
        held = beside & (self.number[:-1, None] == one) & (self.number[1:, None] == other)
        before = np.zeros((len(self.rows) + 1, len(pairs)), np.int64)
        np.cumsum(held, axis=0, out=before[1:-1])
        before[-1] = before[-2]
        return before


def prefix_counts(held: Flags) -> Ints:
    """How many are held before each place, and in all: counts over any range are then two look-ups."""
    found = np.zeros(len(held) + 1, np.int64)
    np.cumsum(held, out=found[1:])
    return found
