"""The features of every window of every candidate article, computed at once: columns of numbers, no text.

A window is a run of whole sentences. Nothing here depends on how many articles there are or on raw scores, so the same
weights fit an archive of one article and one of a million passages. `Weights` describes each feature.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from operator import itemgetter
from typing import NamedTuple

import numpy as np

from bot.answers.candidates.article_terms import ArticleTerms
from bot.answers.candidates.possible_answers import possible_answers
from bot.answers.candidates.query_hits import QueryHits, prefix_counts
from bot.answers.candidates.query_terms import Flags, Floats, Ints, QueryTerms
from bot.answers.candidates.ranges import largest_in
from bot.answers.candidates.recency import Timeliness
from bot.answers.candidates.retrieval import RetrievedArticle
from bot.answers.tuning import Weights

FEATURES: tuple[str, ...] = tuple(Weights.__slots__)  # the last one compares articles: see redundancy.py
_NEAR = 36  # characters (six words) at which closeness has halved
_NAMES, _ANSWERS = 20, 6  # more of them in one window say no more
_SATURATION = 0.9  # BM25's k1
_LONG_ARTICLE = 5_000  # terms


@dataclass(frozen=True, slots=True)
class Windows:
    """Runs of sentences `first` to `last` (both belong to it) of the article, from `start` to `end` on the axis.

    `term_first` and `term_last` are the range of its terms, `hits` how many of them the question has too.
    `values` has a row a window and a column a feature.
    """

    article: Ints
    first: Ints
    last: Ints
    start: Ints
    end: Ints
    term_first: Ints
    term_last: Ints
    hits: Ints
    values: Floats


class WindowFeatures:
    """What windows of any length have in common: the features of articles and sentences, and where answers may be."""

    def __init__(
        self, read: ArticleTerms, found: Sequence[RetrievedArticle], times: Timeliness, of: QueryTerms
    ) -> None:
        self._read, self._of = read, of
        self._hits = hits = QueryHits(read, len(of.weights), of.pairs)
        self._term_first = np.searchsorted(read.start, read.sentence_start)
        self._term_last = np.searchsorted(read.start, read.sentence_end)
        in_sentence = hits.counts(self._term_first, self._term_last) > 0
        self._coverage = in_sentence @ of.weights
        others = np.where(of.names, 0.0, of.weights)
        names = of.weights - others
        answers = possible_answers(read, of)
        possible, typical = np.flatnonzero(answers.possible), np.flatnonzero(answers.typical)
        self._possible, self._typical = prefix_counts(answers.possible), prefix_counts(answers.typical)
        closeness = np.zeros(len(read.term))
        places = np.flatnonzero(answers.possible | answers.typical)
        closeness[places] = hits.closeness(read.start[places], of.weights, _NEAR)
        self._possible_closeness, self._typical_closeness = closeness[possible], closeness[typical]
        sentence_of = np.searchsorted(read.sentence_start, read.start[possible], "right") - 1
        self._with_answer = np.zeros(len(self._coverage))
        self._with_answer[sentence_of] = self._coverage[sentence_of]
        own = read.sentence_article
        self._names_together = _shares_of(in_sentence | read.titles[own], names)
        self._others_together = _shares_of(in_sentence, others)
        self._named = prefix_counts(answers.names)
        same = own[1:] == own[:-1]
        self._before = np.append(0.0, np.where(same, self._coverage[:-1], 0.0))[: len(own)]
        self._after = np.append(np.where(same, self._coverage[1:], 0.0), 0.0)[: len(own)]
        self._first_sentence = np.append(True, ~same)[: len(own)]
        in_article = hits.in_articles(read)
        self._of_article = np.column_stack(
            [
                _shares(found),
                _reciprocal_ranks(np.array([one.passages[0].score for one in found])),
                (in_article | read.titles) @ of.weights,
                read.titles @ of.weights,
                times.recent * times.matters,
                times.fresh * times.matters,
                np.log1p(np.bincount(read.article, minlength=read.articles)) / np.log1p(_LONG_ARTICLE),
            ]
        )
        self._ranked = _ranked_passages(found, read.base)

    def runs(self, limit: int, sentences: Ints | None = None) -> tuple[Ints, Ints]:
        """The first and last sentences of the longest runs within `limit` characters from every sentence, or from some.

        A longer sentence is a run by itself.
        """
        starts, ends = self._read.sentence_start, self._read.sentence_end
        first = np.arange(len(starts)) if sentences is None else sentences
        return first, np.maximum(np.searchsorted(ends, starts[first] + limit, "right") - 1, first)

    def windows(self, runs: tuple[Ints, Ints], limit: int | Ints) -> Windows:
        """The windows of these `runs` of sentences, those of one article together, of up to `limit` characters each."""
        read, of = self._read, self._of
        windows = self._bounds(*runs)
        first, last = windows.term_first, windows.term_last
        counts = self._hits.counts(first, last)
        coverage = ((counts > 0) | read.titles[windows.article]) @ of.weights
        possible_first, possible_last = self._possible[first], self._possible[last]
        typical_first, typical_last = self._typical[first], self._typical[last]
        in_sentences = windows.first, windows.last + 1
        values = np.empty((len(first), len(FEATURES)))
        values[:, : self._of_article.shape[1]] = self._of_article[windows.article]
        columns = (
            coverage,
            coverage**2,
            (counts * (_SATURATION + 1) / (counts + _SATURATION)) @ of.weights,
            largest_in(self._possible_closeness, possible_first, possible_last),
            possible_last > possible_first,
            np.minimum(possible_last - possible_first, _ANSWERS) / _ANSWERS,
            largest_in(self._typical_closeness, typical_first, typical_last),
            largest_in(self._with_answer, *in_sentences),
            self._hits.pairs_in(first, last),
            largest_in(self._names_together, *in_sentences),
            largest_in(self._others_together, *in_sentences),
            self._first_sentence[windows.first],
            np.minimum(self._named[last] - self._named[first], _NAMES) / _NAMES,
            read.dependent[windows.first],
            _passage_rank(read, self._ranked, windows),
            self._before[windows.first],
            self._after[windows.last],
            np.minimum(windows.end - windows.start, limit) / limit,
            0.0,
        )
        for number, column in enumerate(columns, self._of_article.shape[1]):
            values[:, number] = column
        return replace(windows, hits=counts.sum(axis=1), values=values)

    def _bounds(self, first: Ints, last: Ints) -> Windows:
        read = self._read
        return Windows(
            read.sentence_article[first],
            first,
            last,
            read.sentence_start[first],
            read.sentence_end[last],
            self._term_first[first],
            self._term_last[last],
            np.empty(0, np.int64),
            np.empty((len(first), 0)),
        )


def _shares_of(held: Flags, weights: Floats) -> Floats:
    """The share of these `weights` that each sentence has; 1 if they are none."""
    total = weights.sum()
    found: Floats = held @ weights / total if total else np.ones(len(held))
    return found


def _shares(found: Sequence[RetrievedArticle]) -> Floats:
    """How near each article's best passage comes to the best, which is 1: also where Okapi's scores are negative."""
    scores = np.array([max(passage.bm25 for passage in one.passages) for one in found])
    best = scores.max(initial=-np.inf)
    if best > 0:
        shares: Floats = scores / best
        return shares
    return np.where(scores != 0, best / np.where(scores != 0, scores, 1.0), 1.0)


class _Ranked(NamedTuple):
    """Ranked passages of the candidate articles, best first: their article, place on the axis, and reciprocal rank."""

    article: Ints
    start: Ints
    end: Ints
    value: Floats


def _ranked_passages(found: Sequence[RetrievedArticle], base: Ints) -> _Ranked:
    passages = sorted(
        (
            (-passage.bm25, number, passage.start, passage.end)
            for number, one in enumerate(found)
            for passage in one.passages
        ),
        key=itemgetter(0),
    )
    table = np.array([one[1:] for one in passages], np.int64).reshape(-1, 3)
    article = table[:, 0]
    return _Ranked(
        article,
        table[:, 1] + base[article],
        table[:, 2] + base[article],
        _reciprocal_ranks(-np.array([one[0] for one in passages])),
    )


def _reciprocal_ranks(scores: Floats) -> Floats:
    """1 for the best score, 1/2 for the second: equal scores share a rank. `scores` fall."""
    better = np.searchsorted(-scores, -scores, "left")
    return 1 / (1.0 + better)


def _passage_rank(read: ArticleTerms, ranked: _Ranked, windows: Windows) -> Floats:
    """The reciprocal rank of the best ranked passage that the window lies in, by the share of it that does."""
    best = np.zeros(len(windows.first))
    bounds = np.searchsorted(windows.article, np.arange(read.articles + 1))
    low = bounds[ranked.article]
    counts = bounds[ranked.article + 1] - low
    passage = np.repeat(np.arange(len(counts)), counts)
    window = np.repeat(low - (np.cumsum(counts) - counts), counts) + np.arange(len(passage))
    start, end = ranked.start[passage], ranked.end[passage]
    own_start, own_end = windows.start[window], windows.end[window]
    shared = np.maximum(np.minimum(own_end, end) - np.maximum(own_start, start), 0)
    shorter = np.maximum(np.minimum(own_end - own_start, end - start), 1)
    np.maximum.at(best, window, shared / shorter * ranked.value[passage])
    return best
