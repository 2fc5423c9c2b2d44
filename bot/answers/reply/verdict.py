"""Whether the excerpts answer the question: a probability from a small logistic model, and two thresholds.

The features are shares, so they mean the same in an archive of one article and of a million passages; BM25's totals
grow with a question's length and would not. `VerdictWeights` tells what each is and what the weights were fitted on.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, log1p

import numpy as np

from bot.answers.candidates.choosing import Scored
from bot.answers.candidates.features import FEATURES
from bot.answers.question.reading import ParsedQuestion
from bot.answers.tuning import Tuning, VerdictWeights
from bot.language.words import word_set
from bot.model import Verdict

# Words that form a question or are polite phrases. An excerpt does not need them to answer.
FRAME_WORDS = word_set(
    """
    many much long old tall far often big large fast heavy high deep wide happen happened happens become became
    becomes called named name date time year day kind type say says said tell according come right thing please pls
    plz lol news headlines stories thanks thank hi hello hey anyone everyone know explain wonder question answer article
    articles
    """
)
_JUDGED = 3  # articles: those that are shown
_YEAR = 365.0  # days
_SOON = 45  # days within which an article may tell of "this week"
_MOST_MARGIN = 5.0


@dataclass(frozen=True, slots=True)
class Judgement:
    """`probability` that the excerpts hold the answer; `reasons` are what moved it, in log-odds, strongest first."""

    verdict: Verdict
    probability: float
    reasons: tuple[tuple[str, float], ...] = ()


def judge(parsed: ParsedQuestion, scored: Scored, tuning: Tuning) -> Judgement:
    """The verdict on the best articles of `scored`."""
    if not scored.order or not parsed.terms:
        return Judgement(Verdict.NOTHING, 0.0)
    values = evidence(parsed, scored)
    weights = tuning.verdict
    moved = {name: getattr(weights, name) * (value - weights.means[name]) for name, value in values.items()}
    probability = 1 / (1 + exp(-max(-30.0, min(30.0, weights.bias + sum(moved.values())))))
    if probability >= tuning.answered:
        verdict = Verdict.ANSWERED
    else:
        verdict = Verdict.UNSURE if probability >= tuning.unsure else Verdict.NOTHING
    strongest = sorted(moved.items(), key=lambda one: -abs(one[1]))
    return Judgement(verdict, probability, tuple((name, round(value, 2)) for name, value in strongest if value))


def evidence(parsed: ParsedQuestion, scored: Scored) -> dict[str, float]:
    """The evidence features, by the names of `VerdictWeights`."""
    rows = [scored.best_window(number) for number in scored.order[:_JUDGED]]
    lead = dict(zip(FEATURES, scored.windows.values[rows[0]].tolist(), strict=True))
    shown = scored.windows.values[rows]
    scores = [float(scored.scores[row]) for row in rows]
    total = parsed.weight or 1.0
    unknown = [term for term in parsed.terms if not term.passages]
    age = float(scored.times.ages[scored.order[0]])
    return {
        "best_coverage": float(shown[:, FEATURES.index("coverage")].max()),
        "unknown_words": sum(term.weight for term in unknown) / total,
    }


def names_no_topic(parsed: ParsedQuestion) -> bool:
    """Whether the question names a time and nothing else: "What happened in July 1969?"."""
    return all(term.word.lower() in FRAME_WORDS for term in parsed.terms)
