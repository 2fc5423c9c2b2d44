"""A second look at the best windows: what stands close to the question's words, and what the other articles say too.

An answer tends to stand in more than one article about its question, next to the question's words (Dumais and others,
"Web question answering: is more always better?", 2002). So every article's best windows vote for their words, and a
window is worth more for words that the other articles vote for.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from math import exp

from bot.answers.looking import FEATURES, Sight, View
from bot.answers.reading import Asked
from bot.answers.tuning import Tuning
from bot.answers.windows import unbalanced
from bot.search import Index

_SECOND_LOOK = FEATURES.index("answering")
_LEANING = re.compile(
    r"\W*(?:he|she|it|they|this|that|these|those|his|her|its|their|but|and|so|or|yet|however|also|there|then)\b",
    re.IGNORECASE,
)
_NEAR = 36  # characters (six words) at which closeness has halved


def look_closer(index: Index, sights: Sequence[Sight], asked: Asked, tuning: Tuning) -> None:
    """Sees the rest of the features in the best windows of each of `sights`, the others stay behind them."""
    left = [sight.views[tuning.closer :] for sight in sights]
    for sight in sights:
        del sight.views[tuning.closer :]
    words = [[_others(index, view, sight, asked) for view in sight.views] for sight in sights]
    votes = _votes(sights, words, tuning.sharpness)
    totals: defaultdict[str, float] = defaultdict(float)
    for vote in votes:
        for word, share in vote.items():
            totals[word] += share
    rarity = {word: index.idf(word) for word in totals}
    most = max(rarity.values(), default=1.0) or 1.0
    table = tuning.weights.table()
    for sight, own, lists in zip(sights, votes, words, strict=True):
        for view, said in zip(sight.views, lists, strict=True):
            heard = sorted(((totals[word] - own[word]) * rarity[word] / most for word in said), reverse=True)
            text = sight.article.text[view.window.start : view.window.end]
            view.values[_SECOND_LOOK:] = [
                _answering(view, asked),
                float(bool(_LEANING.match(text))),
                float(bool(unbalanced(text))),
                sum(heard[:1]),
                sum(heard[:8]),
            ]
            view.weigh(table)
        sight.views.sort(key=lambda view: (-view.score, view.window.start))
    for sight, rest in zip(sights, left, strict=True):
        sight.views.extend(rest)


def _others(index: Index, view: View, sight: Sight, asked: Asked) -> set[str]:
    """The terms of a window that the question does not have."""
    return set(index.analyzer.terms(sight.article.text[view.window.start : view.window.end])).difference(asked.numbers)


def _votes(sights: Sequence[Sight], words: Sequence[Sequence[set[str]]], sharpness: float) -> list[Mapping[str, float]]:
    """For each of `sights` its words, each with the weight of its best window that has it."""
    best = max((view.score for sight in sights for view in sight.views), default=0.0)
    votes: list[Mapping[str, float]] = []
    for sight, lists in zip(sights, words, strict=True):
        vote: dict[str, float] = {}
        for view, said in zip(sight.views, lists, strict=True):  # best first, so the first weight stays
            weight = exp(sharpness * (view.score - best))
            for word in said:
                vote.setdefault(word, weight)
        votes.append(vote)
    return votes


def _answering(view: View, asked: Asked) -> float:
    """How close the question's terms stand to the best placed new name or number: 1 if all stood next to it."""
    places: dict[int, list[int]] = {}
    for hit in view.hits:
        places.setdefault(hit.number, []).append(hit.start)
    weights = [(asked.terms[number].weight, starts) for number, starts in places.items()]
    best = 0.0
    for start in {mark.start for mark in view.marks}:
        near = sum(weight / (1 + min(abs(start - one) for one in starts) / _NEAR) for weight, starts in weights)
        best = max(best, near)
    return best / (asked.weight or 1.0)
