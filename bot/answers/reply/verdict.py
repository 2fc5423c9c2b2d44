"""Whether the excerpts answer the question: two logistic models over the same evidence, each with a threshold.

One gives the probability that the excerpts hold the answer, the other that the archive is about the topic at all. The
features are shares, so they mean the same in an archive of one article and of a million passages; BM25's totals grow
with a question's length and would not. `EVIDENCE` in `bot.answers.tuning` tells what the models were fitted on.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp

from bot.answers.candidates.choosing import Scored
from bot.answers.question.reading import ParsedQuestion
from bot.answers.reply.evidence import evidence, is_about
from bot.answers.tuning import Tuning
from bot.model import Verdict


@dataclass(frozen=True, slots=True)
class Judgement:
    """`probability` that the excerpts hold the answer; `reasons` are what moved it, in log-odds, strongest first."""

    verdict: Verdict
    probability: float
    reasons: tuple[tuple[str, float], ...] = ()


def judge(parsed: ParsedQuestion, scored: Scored, passages: int, tuning: Tuning) -> Judgement:
    """The verdict on the best articles of `scored`, from an archive of so many `passages`."""
    if not scored.order or not parsed.terms:
        return Judgement(Verdict.NOTHING, 0.0)
    values = evidence(parsed, scored, passages, tuning)
    weights = tuning.evidence
    above = {name: value - weights[name].mean for name, value in values.items()}
    moved = {name: weights[name].answers * value for name, value in above.items()}
    probability = _probability(tuning.answers_bias + sum(moved.values()))
    covered = _probability(tuning.covers_bias + sum(weights[name].covers * value for name, value in above.items()))
    if covered < tuning.covered and not is_about(parsed, scored, passages):
        verdict = Verdict.NOTHING
    elif probability < tuning.answered or values["stale"]:
        verdict = Verdict.UNSURE
    else:
        verdict = Verdict.ANSWERED
    strongest = sorted(moved.items(), key=lambda one: -abs(one[1]))
    return Judgement(verdict, probability, tuple((name, round(value, 2)) for name, value in strongest if value))


def _probability(log_odds: float) -> float:
    return 1 / (1 + exp(-max(-30.0, min(30.0, log_odds))))
