"""What the articles say in common: the last feature of their windows.

An answer tends to stand in more than one article about its question (Dumais and others, "Web question answering: is
more always better?", 2002). So every article's windows vote for their words, and a window is worth more for words that
the other articles vote for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from heapq import nlargest
from math import exp

from bot.answers.candidates.features import Sight
from bot.answers.tuning import Tuning
from bot.search import Index

_CHORUS = 8  # words that a window may have in common with other articles


def vote(index: Index, sights: Sequence[Sight], tuning: Tuning) -> None:
    """Weighs the windows of `sights` again, with what the other articles say."""
    best = max((view.score for sight in sights for view in sight.views), default=0.0)
    votes = [_votes(sight, best, tuning) for sight in sights]
    totals: defaultdict[str, float] = defaultdict(float)
    for own in votes:
        for word, share in own.items():
            totals[word] += share
    rarity = {word: index.idf(word) for word in totals}
    most = max(rarity.values(), default=1.0) or 1.0
    table = tuning.weights.table()
    for sight, own in zip(sights, votes, strict=True):
        heard = {word: (totals[word] - share) * rarity[word] / most for word, share in own.items()}
        for view in sight.views:
            view.values[-1] = sum(nlargest(_CHORUS, [heard.get(word, 0.0) for word in view.others]))
        sight.weigh(table)


def _votes(sight: Sight, best: float, tuning: Tuning) -> dict[str, float]:
    """The words of the article's best windows, each with the weight of the best that has it; `best` is that of all."""
    found: dict[str, float] = {}
    for view in sight.views[: tuning.voting]:
        weight = exp(tuning.sharpness * (view.score - best))
        for word in view.others:
            found.setdefault(word, weight)
    return found
