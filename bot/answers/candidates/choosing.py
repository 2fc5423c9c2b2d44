"""Which articles to quote and what from each: looked over, weighed, best first."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answers.candidates.features import Sight, look
from bot.answers.candidates.redundancy import vote
from bot.answers.candidates.regions import sought
from bot.answers.candidates.retrieval import Found
from bot.answers.question.reading import Asked
from bot.answers.tuning import Tuning
from bot.search import Index


def choose(index: Index, asked: Asked, found: Sequence[Found], tuning: Tuning, least: int = 0) -> list[Sight]:
    """Returns the best of `found`, each with its windows, best window first; at least `least` are read."""
    words = sought(index.analyzer, asked)
    best = found[0].passages[0].score if found else 1.0
    sights = [
        look(index.article(one.row), one.passages, words, best, tuning)
        for one in found[: max(tuning.candidates, least)]
    ]
    sights = [sight for sight in sights if sight.views]
    vote(index, sights, tuning)
    return sorted(sights, key=lambda sight: -sight.views[0].score)
