"""Near-duplicate removal: the same news twice (wire copy, an update of an hour later) is shown once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from bot.answers.candidates.choosing import Scored
from bot.answers.candidates.query_terms import Ints

_OPENING = 60  # terms of an article that are compared: copies differ in what was added at the end


def without_near_duplicates(scored: Scored, similarity: float) -> list[int]:
    """Returns the numbers of the articles, best first, without near-duplicates; a dated copy replaces an undated one.

    Two articles are the same news where their openings and best windows have this share of their terms in common.
    """
    kept: list[int] = []
    terms: list[Ints] = []
    for number in scored.order:
        these = _terms(scored, number)
        twin = next((at for at, those in enumerate(terms) if _jaccard(these, those) >= similarity), None)
        if twin is None:
            kept.append(number)
            terms.append(these)
        elif scored.headings[kept[twin]].date is None and scored.headings[number].date is not None:
            kept[twin], terms[twin] = number, these
    return kept


def _terms(scored: Scored, number: int) -> Ints:
    """The distinct terms of the opening, with the quotation: an archive's short notes may open alike."""
    read, row = scored.read, scored.best_window(number)
    first, last = np.searchsorted(read.article, [number, number + 1])
    opening = read.term[first : min(last, first + _OPENING)]
    window = read.term[scored.windows.term_first[row] : scored.windows.term_last[row]]
    return np.unique(np.concatenate([opening, window]))


def _jaccard(one: Sequence[int] | Ints, other: Sequence[int] | Ints) -> float:
    """The Jaccard index: how much of all terms both have, between 0 and 1."""
    both = len(np.intersect1d(one, other, assume_unique=True))
    return both / ((len(one) + len(other) - both) or 1)
