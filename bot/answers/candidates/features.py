"""The features of every window of every candidate article, computed at once: columns of numbers, no text.

A window is a run of whole sentences. Nothing here depends on how many articles there are or on raw scores, so the same
weights fit an archive of one article and one of a million passages. `Weights` tells what each feature is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bot.answers.candidates.article_terms import ArticleTerms
from bot.answers.candidates.possible_answers import possible_answers
from bot.answers.candidates.query_terms import Flags, Floats, Ints, QueryTerms
from bot.answers.candidates.ranges import counts_in, largest_in, nearest_distance
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

    `term_first` and `term_last` are the range of its terms. `values` has a row a window and a column a feature.
    """

    article: Ints
    first: Ints
    last: Ints
    start: Ints
    end: Ints
    term_first: Ints
    term_last: Ints
    values: Floats


def window_features(
    read: ArticleTerms, found: Sequence[RetrievedArticle], times: Timeliness, of: QueryTerms, limit: int
) -> Windows:
    """The windows of up to `limit` characters from every sentence of `read`, the articles of `found`, with features."""
    windows = _windows(read, limit)
    first, last, weights = windows.term_first, windows.term_last, of.weights
    rows = np.flatnonzero(read.number >= 0)
    hits = [rows[read.number[rows] == number] for number in range(len(weights))]
    counts = _by_term(hits, first, last)
    in_sentence = _by_term(hits, *_terms_of_sentences(read))
    in_article = np.zeros((read.articles, len(weights)), np.bool_)
    for number, places in enumerate(hits):
        in_article[read.article[places], number] = True
    titles = read.titles[windows.article]
    held = (counts > 0) | titles
    sentence_coverage = (in_sentence > 0) @ weights
    coverage = held @ weights
    others = np.where(of.names, 0.0, weights)
    names = weights - others
    answers = possible_answers(read, of)
    possible, typical = np.flatnonzero(answers.possible), np.flatnonzero(answers.typical)
    possible_first, possible_last = np.searchsorted(possible, first), np.searchsorted(possible, last)
    typical_first, typical_last = np.searchsorted(typical, first), np.searchsorted(typical, last)
    closeness = _closeness(read, hits, np.union1d(possible, typical), weights)
    sentence_of = np.searchsorted(read.sentence_start, read.start[possible], "right") - 1
    with_answer = np.zeros(len(sentence_coverage))
    with_answer[sentence_of] = sentence_coverage[sentence_of]
    before, after = _neighbours(read, windows, sentence_coverage)
    named = np.cumsum(np.append(0, answers.names))
    of_article = np.column_stack(
        [
            _shares(found),
            1 / (1 + np.arange(read.articles)),
            (in_article | read.titles) @ weights,
            read.titles @ weights,
            times.recent * times.matters,
            times.fresh * times.matters,
            np.log1p(np.bincount(read.article, minlength=read.articles)) / np.log1p(_LONG_ARTICLE),
        ]
    )
    columns = [
        *of_article[windows.article].T,
        coverage,
        coverage**2,
        (counts * (_SATURATION + 1) / (counts + _SATURATION)) @ weights,
        largest_in(closeness[possible], possible_first, possible_last),
        possible_last > possible_first,
        np.minimum(possible_last - possible_first, _ANSWERS) / _ANSWERS,
        largest_in(closeness[typical], typical_first, typical_last),
        largest_in(with_answer, windows.first, windows.last + 1),
        _adjacent(read, rows, of, first, last),
        _share_together(in_sentence > 0, names, windows, read.titles),
        _share_together(in_sentence > 0, others, windows, None),
        windows.first == np.searchsorted(read.sentence_article, windows.article),
        np.minimum(named[last] - named[first], _NAMES) / _NAMES,
        read.dependent[windows.first],
        _passage_rank(read, found, windows),
        before,
        after,
        np.minimum(windows.end - windows.start, limit) / limit,
        np.zeros(len(windows.first)),
    ]
    values = np.column_stack([np.asarray(column, np.float64) for column in columns])
    return Windows(windows.article, windows.first, windows.last, windows.start, windows.end, first, last, values)


def _windows(read: ArticleTerms, limit: int) -> Windows:
    """From every sentence the longest run within `limit` characters; a longer sentence alone."""
    starts, ends = read.sentence_start, read.sentence_end
    own = np.arange(len(starts))
    last = np.maximum(np.searchsorted(ends, starts + limit, "right") - 1, own)
    end = ends[last]
    return Windows(
        read.sentence_article,
        own,
        last,
        starts,
        end,
        np.searchsorted(read.start, starts),
        np.searchsorted(read.start, end),
        np.empty((len(own), 0)),
    )


def _terms_of_sentences(read: ArticleTerms) -> tuple[Ints, Ints]:
    return np.searchsorted(read.start, read.sentence_start), np.searchsorted(read.start, read.sentence_end)


def _by_term(hits: Sequence[Ints], first: Ints, last: Ints) -> Ints:
    """How often each term of the question is in each range of terms: a row a range, a column a term."""
    if not hits:
        return np.zeros((len(first), 0), np.int64)
    return np.column_stack([counts_in(places, first, last) for places in hits])


def _closeness(read: ArticleTerms, hits: Sequence[Ints], places: Ints, weights: Floats) -> Floats:
    """For each of the terms at `places`, how near the question's terms are: 1 if all of them were adjacent."""
    found = np.zeros(len(read.term))
    at = read.start[places]
    for number, rows in enumerate(hits):
        if len(rows):
            found[places] += weights[number] / (1 + nearest_distance(read.start[rows], at) / _NEAR)
    return found


def _adjacent(read: ArticleTerms, rows: Ints, of: QueryTerms, first: Ints, last: Ints) -> Floats:
    """The share of the question's adjacent terms that are adjacent in the window too."""
    found = np.zeros(len(first))
    if not of.pairs or len(rows) < 2:
        return found
    beside = rows[:-1][np.diff(rows) == 1]
    one, other = read.number[beside], read.number[beside + 1]
    for pair in of.pairs:
        places = beside[(one == pair[0]) & (other == pair[1])]
        if len(places):
            found += counts_in(places, first, last) > 0
    return found / len(of.pairs)


def _share_together(in_sentence: Flags, weights: Floats, windows: Windows, titles: Flags | None) -> Floats:
    """The largest share of these `weights` that one sentence of the window (with the title) has; 1 if they are none."""
    total = weights.sum()
    if not total:
        return np.ones(len(windows.first))
    held = in_sentence if titles is None else in_sentence | titles[windows.article]
    return largest_in(held @ weights / total, windows.first, windows.last + 1)


def _neighbours(read: ArticleTerms, windows: Windows, coverage: Floats) -> tuple[Floats, Floats]:
    """The coverage of the sentence before the window and of the one after it, in the same article."""
    own = read.sentence_article
    before = np.append(0.0, np.where(own[1:] == own[:-1], coverage[:-1], 0.0))[windows.first] if len(own) else coverage
    after = np.append(np.where(own[1:] == own[:-1], coverage[1:], 0.0), 0.0)[windows.last] if len(own) else coverage
    return before, after


def _shares(found: Sequence[RetrievedArticle]) -> Floats:
    """How near each article's best passage comes to the best, which is 1: also where Okapi's scores are negative."""
    scores = np.array([max(passage.bm25 for passage in one.passages) for one in found])
    best = scores.max(initial=-np.inf)
    if best > 0:
        shares: Floats = scores / best
        return shares
    return np.where(scores != 0, best / np.where(scores != 0, scores, 1.0), 1.0)


def _passage_rank(read: ArticleTerms, found: Sequence[RetrievedArticle], windows: Windows) -> Floats:
    """The reciprocal rank of the best ranked passage that the window lies in, by the share of it that does."""
    passages = sorted(
        ((passage.bm25, number, passage) for number, one in enumerate(found) for passage in one.passages),
        key=lambda passage: -passage[0],
    )
    best = np.zeros(len(windows.first))
    bounds = np.searchsorted(windows.article, np.arange(read.articles + 1))
    for rank, (_, number, passage) in enumerate(passages, 1):
        own = slice(bounds[number], bounds[number + 1])
        start, end = passage.start + read.base[number], passage.end + read.base[number]
        shared = np.minimum(windows.end[own], end) - np.maximum(windows.start[own], start)
        shorter = np.maximum(np.minimum(windows.end[own] - windows.start[own], end - start), 1)
        best[own] = np.maximum(best[own], np.maximum(shared, 0) / shorter / rank)
    return best
