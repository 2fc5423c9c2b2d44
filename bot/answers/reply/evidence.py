"""The evidence for a verdict: what the best excerpts hold of the question, as shares between 0 and 1."""

from __future__ import annotations

from collections.abc import Iterator
from math import log1p

import numpy as np

from bot.answers.candidates.choosing import Scored
from bot.answers.candidates.features import FEATURES
from bot.answers.candidates.query_terms import Flags, Floats
from bot.answers.question.answer_type import AnswerType
from bot.answers.question.reading import ParsedQuestion
from bot.answers.tuning import Tuning

_JUDGED = 3  # articles: those that are shown
_WEEK = 7  # days
_SOON = 45  # days within which an article may tell of "this week"
_MOST_MARGIN, _MOST_AGREEMENT = 5.0, 8.0
_FEW = 200  # passages: an archive with fewer is taken as one with so many
_MESSAGE = 12  # terms of a question that is a message
_SOME = 0.25  # of the question's weight
_SMALL = 5_000  # passages up to which words are hardly found together by chance


def evidence(parsed: ParsedQuestion, scored: Scored, passages: int, tuning: Tuning) -> dict[str, float]:
    """The features of the best articles of `scored`, by the names of `bot.answers.tuning.EVIDENCE`."""
    numbers = scored.order[:_JUDGED]
    rows = [scored.best_window(number) for number in numbers]
    lead = dict(zip(FEATURES, scored.windows.values[rows[0]].tolist(), strict=True))
    shown = {name: scored.windows.values[rows, FEATURES.index(name)] for name in ("coverage", "names_together")}
    scores = [float(scored.scores[row]) for row in rows]
    unknown = np.array([not term.passages for term in parsed.terms])
    own = _own_weights(parsed)
    age = float(scored.times.ages[numbers[0]])
    together = float(_held_together(parsed, scored, own, tuning.answered_coverage))
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
        "unknown_words": float(own[unknown].sum()),
        "question_length": log1p(len(parsed.terms)),
        "fresh": float(0 <= age <= _WEEK),
        "stale": float(parsed.asks_for_news and not 0 <= age <= _SOON),
        "asks_for_news": float(parsed.asks_for_news),
        "untyped": float(parsed.answer_type is AnswerType.THING),
        "archive_size": log1p(max(passages, _FEW)),
        "asked_number": _asked_number(scored, lead["typical_proximity"]),
        "held_together": together,
        "held_in_few": together * (passages < _SMALL),
    }


def _asked_number(scored: Scored, typical: float) -> float:
    """1 where there is a number of the kind that is asked for ("how many trees"), -1 where not, 0 where none is."""
    of = scored.of
    asked = of.answer_type in (AnswerType.MONEY, AnswerType.SHARE) or (
        of.answer_type is AnswerType.NUMBER and bool(of.counted)
    )
    return (1.0 if typical > 0 else -1.0) if asked else 0.0


def names_no_topic(parsed: ParsedQuestion) -> bool:
    """Whether the question names a time and nothing else: "What happened in July 1969?"."""
    return all(term.frame for term in parsed.terms)


def is_about(parsed: ParsedQuestion, scored: Scored, passages: int) -> bool:
    """Whether an excerpt has a full name of a long message, or a few words of a question to a handful of articles.

    Most words of a message tell how it came to be asked, so no share of them tells whether the archive is about it.
    """
    own = _own_weights(parsed)
    names = [name for name in _names(parsed) if len(set(name)) > 1] if len(parsed.terms) > _MESSAGE else []
    for number in scored.order[:_JUDGED]:
        held = _held(scored, number)
        if any(all(held[term] for term in name) for name in names):
            return True
        if passages < _FEW and own[held].sum() >= _SOME:
            return True
    return False


def holds_numbers(parsed: ParsedQuestion, scored: Scored) -> bool:
    """Whether one excerpt has all numbers of the question: the year that it asks about, where there are no others."""
    numbers = [number for number, term in enumerate(parsed.terms) if term.number]
    return any(all(_held(scored, one)[number] for number in numbers) for one in scored.order[:_JUDGED])


def _own_weights(parsed: ParsedQuestion) -> Floats:
    """The share of each of the question's terms in its weight, words that form a question aside."""
    own = np.array([not term.frame for term in parsed.terms])
    own = own if own.any() else np.ones(len(own), np.bool_)
    weights = np.array([term.weight for term in parsed.terms]) * own
    shares: Floats = weights / (weights.sum() or 1.0)
    return shares


def _held_together(parsed: ParsedQuestion, scored: Scored, own: Floats, least: float) -> bool:
    """Whether one excerpt has a share of at least `least` of the question's `own` words, and all its names."""
    heads = [name[-1] for name in _names(parsed)]
    for number in scored.order[:_JUDGED]:
        held = _held(scored, number)
        if own[held].sum() >= least and all(held[head] for head in heads):
            return True
    return False


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
