"""Whether the excerpts answer the question: a rule on the words they hold, and a probability with two thresholds.

The features are shares, so they mean the same in an archive of one article and of a million passages; BM25's totals
grow with a question's length and would not. `VerdictWeights` tells what each is and what the weights were fitted on.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import exp, log1p

import numpy as np

from bot.answers.candidates.choosing import Scored
from bot.answers.candidates.features import FEATURES
from bot.answers.candidates.query_terms import Flags
from bot.answers.question.answer_type import AnswerType
from bot.answers.question.reading import ParsedQuestion
from bot.answers.tuning import Tuning
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
_WEEK = 7  # days
_SOON = 45  # days within which an article may tell of "this week"
_MOST_MARGIN, _MOST_AGREEMENT = 5.0, 8.0


@dataclass(frozen=True, slots=True)
class Judgement:
    """`probability` that the excerpts hold the answer; `reasons` are what moved it, in log-odds, strongest first."""

    verdict: Verdict
    probability: float
    reasons: tuple[tuple[str, float], ...] = ()


def judge(parsed: ParsedQuestion, scored: Scored, passages: int, tuning: Tuning) -> Judgement:
    """The verdict on the best articles of `scored`, from an archive of so many `passages`.

    A rule decides on the words held; in a large archive, where such words are found together by chance, the model
    decides whether it may.
    """
    if not scored.order or not parsed.terms:
        return Judgement(Verdict.NOTHING, 0.0)
    values = evidence(parsed, scored)
    weights = tuning.verdict
    moved = {name: getattr(weights, name) * (value - weights.means[name]) for name, value in values.items()}
    probability = 1 / (1 + exp(-max(-30.0, min(30.0, weights.bias + sum(moved.values())))))
    verdict = _verdict(parsed, scored, tuning)
    if verdict is Verdict.ANSWERED and values["stale"]:
        verdict = Verdict.UNSURE
    if passages >= tuning.modelled_passages:
        if probability < tuning.unsure:
            verdict = Verdict.NOTHING
        elif probability < tuning.answered and verdict is Verdict.ANSWERED:
            verdict = Verdict.UNSURE
    strongest = sorted(moved.items(), key=lambda one: -abs(one[1]))
    return Judgement(verdict, probability, tuple((name, round(value, 2)) for name, value in strongest if value))


def _verdict(parsed: ParsedQuestion, scored: Scored, tuning: Tuning) -> Verdict:
    """By the weight of the question's own words, and its names, in the best windows."""
    own = np.array([term.word.lower() not in FRAME_WORDS for term in parsed.terms])
    own = own if own.any() else np.ones(len(own), np.bool_)
    weights = np.array([term.weight for term in parsed.terms]) * own
    total = weights.sum() or 1.0
    heads = [name[-1] for name in _names(parsed)]
    telling = np.array([term.name or term.number for term in parsed.terms])
    unsure = False
    for number in scored.order[:_JUDGED]:
        held = _held(scored, number) & own
        share = float(weights[held].sum() / total)
        if share >= tuning.answered_coverage and all(_held(scored, number)[head] for head in heads):
            return Verdict.ANSWERED
        several = held.sum() > 1 or bool((held & telling).any()) or own.sum() < 3
        unsure = unsure or (share >= tuning.unsure_coverage and bool(several))
    if unsure:
        return Verdict.UNSURE
    read = scored.read
    in_article = np.unique(read.number[(read.article == scored.order[0]) & (read.number >= 0)])
    near = len(in_article) > 1 and weights[in_article].sum() >= tuning.unsure_coverage * total
    return Verdict.UNSURE if near else Verdict.NOTHING


def _held(scored: Scored, number: int) -> Flags:
    """Which of the question's terms are in the article's best window or its title."""
    row, read = scored.best_window(number), scored.read
    held: Flags = read.titles[number].copy()
    numbers = read.number[scored.windows.term_first[row] : scored.windows.term_last[row]]
    held[numbers[numbers >= 0]] = True
    return held


def _names(parsed: ParsedQuestion) -> Iterator[list[int]]:
    """The names and numbers of the question, adjacent ones as one: the last of them ("Ed White") decides."""
    name: list[int] = []
    for number in parsed.order:
        if parsed.terms[number].name or parsed.terms[number].number:
            name.append(number)
        elif name:
            yield name
            name = []
    if name:
        yield name


def evidence(parsed: ParsedQuestion, scored: Scored) -> dict[str, float]:
    """The evidence features, by the names of `VerdictWeights`."""
    rows = [scored.best_window(number) for number in scored.order[:_JUDGED]]
    lead = dict(zip(FEATURES, scored.windows.values[rows[0]].tolist(), strict=True))
    shown = {name: scored.windows.values[rows, FEATURES.index(name)] for name in ("coverage", "names_together")}
    scores = [float(scored.scores[row]) for row in rows]
    unknown = sum(term.weight for term in parsed.terms if not term.passages) / (parsed.weight or 1.0)
    age = float(scored.times.ages[scored.order[0]])
    return {
        "coverage": lead["coverage"],
        "best_coverage": float(shown["coverage"].max()),
        "article_coverage": lead["article_coverage"],
        "frequency": lead["frequency"],
        "names_together": lead["names_together"],
        "best_names": float(shown["names_together"].max()),
        "words_together": lead["words_together"],
        "answer_proximity": lead["answer_proximity"],
        "typical_proximity": lead["typical_proximity"],
        "answer_sentence": lead["answer_sentence"],
        "has_answer": lead["has_answer"],
        "adjacent_terms": lead["adjacent_terms"],
        "margin": min(scores[0] - scores[1], _MOST_MARGIN) / _MOST_MARGIN if len(scores) > 1 else 0.5,
        "agreement": min(lead["redundancy"], _MOST_AGREEMENT) / _MOST_AGREEMENT,
        "unknown_words": unknown,
        "question_length": log1p(len(parsed.terms)),
        "fresh": float(0 <= age <= _WEEK),
        "stale": float(parsed.asks_for_news and not 0 <= age <= _SOON),
        "asks_for_news": float(parsed.asks_for_news),
        "untyped": float(parsed.answer_type is AnswerType.THING),
    }


def names_no_topic(parsed: ParsedQuestion) -> bool:
    """Whether the question names a time and nothing else: "What happened in July 1969?"."""
    return all(term.word.lower() in FRAME_WORDS for term in parsed.terms)
