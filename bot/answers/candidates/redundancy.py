"""Redundancy, the last feature of a window: which of its terms the other candidate articles have too.

An answer tends to be in more than one article about its question (Dumais and others, "Web question answering: is more
always better?", 2002). Every article's best windows vote for their terms, and a window gains by the terms that other
articles voted for.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from bot.answers.candidates.article_terms import ArticleTerms
from bot.answers.candidates.features import Windows
from bot.answers.candidates.query_terms import Floats, Ints
from bot.answers.tuning import Tuning

_SHARED_TERMS = 8  # shared terms of a window that count


def add_redundancy(read: ArticleTerms, windows: Windows, scores: Floats, tuning: Tuning) -> Floats:
    """Fills the last column of the best windows of each article; returns all scores, those of these anew."""
    best = [_best(windows, scores, number, tuning.voting_windows) for number in range(read.articles)]
    rows = np.concatenate(best) if best else np.empty(0, np.int64)
    if len(best) < 2 or not len(rows):
        return scores
    weight = np.exp(tuning.vote_sharpness * (scores[rows] - scores[rows].max()))
    terms = [_others(read, windows, row) for row in rows.tolist()]
    ids, places = np.unique(np.concatenate(terms), return_inverse=True)
    idfs = np.maximum(read.idfs(ids), 0.0)
    idfs /= idfs.max(initial=0.0) or 1.0
    votes = np.zeros((read.articles, len(ids)))
    sizes = np.cumsum([0, *(len(one) for one in terms)])
    columns = [places[first:last] for first, last in pairwise(sizes.tolist())]
    for row, own, strength in zip(rows.tolist(), columns, weight.tolist(), strict=True):
        number = windows.article[row]
        votes[number, own] = np.maximum(votes[number, own], strength)
    heard = (votes.sum(axis=0) - votes) * idfs
    scores = scores.copy()
    for row, own in zip(rows.tolist(), columns, strict=True):
        value = np.sort(heard[windows.article[row], own])[-_SHARED_TERMS:].sum()
        windows.values[row, -1] = value
        scores[row] += tuning.weights.redundancy * value
    return scores


def _best(windows: Windows, scores: Floats, number: int, most: int) -> Ints:
    first, last = np.searchsorted(windows.article, [number, number + 1])
    best: Ints = first + np.argsort(-scores[first:last], kind="stable")[:most]
    return best


def _others(read: ArticleTerms, windows: Windows, row: int) -> Ints:
    """The distinct terms of the window that the question does not have."""
    own = slice(windows.term_first[row], windows.term_last[row])
    found: Ints = np.unique(read.term[own][read.number[own] < 0])
    return found
