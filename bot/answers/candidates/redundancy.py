"""Redundancy, the last feature of a window: which of its terms the other candidate articles have too.

An answer tends to be in more than one article about its question (Dumais and others, "Web question answering: is more
always better?", 2002). Every article's best windows vote for their terms, and a window gains by the terms that other
articles voted for.
"""

from __future__ import annotations

import numpy as np

from bot.answers.candidates.article_terms import ArticleTerms
from bot.answers.candidates.features import Windows
from bot.answers.candidates.query_terms import Floats, Ints
from bot.answers.tuning import Tuning

_SHARED_TERMS = 8  # shared terms of a window that count


def add_redundancy(read: ArticleTerms, windows: Windows, scores: Floats, tuning: Tuning) -> Floats:
    """Fills the last column of the best windows of each article; returns all scores, those of these anew."""
    rows = _best(windows, scores, tuning.voting_windows)
    if read.articles < 2 or not len(rows):
        return scores
    weight = np.exp(tuning.vote_sharpness * (scores[rows] - scores[rows].max()))
    owner, term = _others(read, windows, rows)
    ids, place = np.unique(term, return_inverse=True)
    idfs = np.maximum(read.idfs(ids), 0.0)
    idfs /= idfs.max(initial=0.0) or 1.0
    article = windows.article[rows]
    votes = np.zeros((read.articles, len(ids)))
    np.maximum.at(votes, (article[owner], place), weight[owner])
    heard = ((votes.sum(axis=0) - votes) * idfs)[article[owner], place]
    order = np.argsort(owner * (2.0 * read.articles) - heard)  # no term is heard more often than there are articles
    owner, heard = owner[order], heard[order]
    rank = np.arange(len(owner)) - np.searchsorted(owner, owner)
    values = np.bincount(owner, heard * (rank < _SHARED_TERMS), len(rows))
    windows.values[rows, -1] = values
    scores = scores.copy()
    scores[rows] += tuning.weights.redundancy * values
    return scores


def _best(windows: Windows, scores: Floats, most: int) -> Ints:
    """The rows of the best windows of each article, up to `most` of each, best first."""
    order = np.lexsort((-scores, windows.article))
    article = windows.article[order]
    best: Ints = order[np.arange(len(order)) - np.searchsorted(article, article) < most]
    return best


def _others(read: ArticleTerms, windows: Windows, rows: Ints) -> tuple[Ints, Ints]:
    """The distinct terms of windows that the question does not have: which of `rows`, and the term's id."""
    first, last = windows.term_first[rows], windows.term_last[rows]
    counts = last - first
    owner = np.repeat(np.arange(len(rows)), counts)
    place = np.repeat(first - (np.cumsum(counts) - counts), counts) + np.arange(len(owner))
    new = read.number[place] < 0
    keys = owner[new].astype(np.int64) << 32 | read.term[place[new]]
    keys.sort()
    keys = keys[np.append(True, keys[1:] != keys[:-1])[: len(keys)]]
    return keys >> 32, keys & 0xFFFFFFFF
