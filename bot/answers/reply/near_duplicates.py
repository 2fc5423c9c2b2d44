"""Near-duplicate removal: the same news twice (wire copy, an update of an hour later) is shown once."""

from __future__ import annotations

import numpy as np

from bot.answers.candidates.choosing import Scored
from bot.answers.candidates.query_terms import Floats, Ints

_OPENING = 60  # terms of an article that are compared: copies differ in what was added at the end


def without_near_duplicates(scored: Scored, similarity: float) -> list[int]:
    """Returns the numbers of the articles, best first, without near-duplicates; a dated copy replaces an undated one.

    Two articles are the same news where their openings and best windows have this share of their terms in common.
    """
    if not scored.order:
        return []
    shared = _similarities(scored)
    kept: list[int] = []  # places in `scored.order`
    for place, number in enumerate(scored.order):
        twin = next((at for at, other in enumerate(kept) if shared[place, other] >= similarity), None)
        if twin is None:
            kept.append(place)
        elif scored.headings[scored.order[kept[twin]]].date is None and scored.headings[number].date is not None:
            kept[twin] = place
    return [scored.order[place] for place in kept]


def _similarities(scored: Scored) -> Floats:
    """The Jaccard index of every two articles: how much of all their terms both have, between 0 and 1."""
    terms = [_terms(scored, number) for number in scored.order]
    owner = np.repeat(np.arange(len(terms)), [len(some) for some in terms])
    ids, place = np.unique(np.concatenate(terms), return_inverse=True)
    held = np.zeros((len(terms), len(ids)))
    held[owner, place] = 1.0
    both = held @ held.T
    size = held.sum(axis=1)
    found: Floats = both / np.maximum(size[:, None] + size - both, 1.0)
    return found


def _terms(scored: Scored, number: int) -> Ints:
    """The terms of the opening, with those of the quotation: an archive's short notes may open alike."""
    read, row = scored.read, scored.best_window(number)
    first, last = np.searchsorted(read.article, [number, number + 1])
    opening = read.term[first : min(last, first + _OPENING)]
    window = read.term[scored.windows.term_first[row] : scored.windows.term_last[row]]
    return np.concatenate([opening, window])
