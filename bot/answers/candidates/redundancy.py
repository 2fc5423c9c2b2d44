"""Redundancy, the last feature of a window: which of its terms the other candidate articles have too.

An answer tends to be in more than one article about its question (Dumais and others, "Web question answering: is more
always better?", 2002). Every article's best windows vote for their terms, and a window gains by the terms that other
articles voted for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from heapq import nlargest
from math import exp

from bot.answers.candidates.features import Candidate
from bot.answers.tuning import Tuning
from bot.search import Index

_SHARED_TERMS = 8  # shared terms of a window that count


def add_redundancy(index: Index, candidates: Sequence[Candidate], tuning: Tuning) -> None:
    """Computes the redundancy of every window, and scores and sorts the windows again."""
    best = max((scored.score for candidate in candidates for scored in candidate.windows), default=0.0)
    votes = [_term_votes(candidate, best, tuning) for candidate in candidates]
    totals: defaultdict[str, float] = defaultdict(float)
    for own in votes:
        for word, share in own.items():
            totals[word] += share
    rarity = {word: index.idf(word) for word in totals}
    most = max(rarity.values(), default=1.0) or 1.0
    table = tuning.weights.vector()
    for candidate, own in zip(candidates, votes, strict=True):
        heard = {word: (totals[word] - share) * rarity[word] / most for word, share in own.items()}
        for scored in candidate.windows:
            scored.values[-1] = sum(nlargest(_SHARED_TERMS, [heard.get(word, 0.0) for word in scored.others]))
        candidate.score_windows(table)


def _term_votes(candidate: Candidate, best: float, tuning: Tuning) -> dict[str, float]:
    """The terms of the article's best windows, each with the vote of the best window that has it.

    `best` is the best score of any candidate's windows.
    """
    found: dict[str, float] = {}
    for scored in candidate.windows[: tuning.voting_windows]:
        weight = exp(tuning.vote_sharpness * (scored.score - best))
        for word in scored.others:
            found.setdefault(word, weight)
    return found
