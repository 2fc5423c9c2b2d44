"""The question as candidate articles are searched for it: its terms as numbers, their weights, what it expects."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from bot.answers.question.answer_type import AnswerType
from bot.answers.question.question_words import counted_words
from bot.answers.question.reading import ParsedQuestion
from bot.language.measures import units_asked_for
from bot.search import Analyzer

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class QueryTerms:
    """The terms of a question by number, their weights (idf, summing to 1), and the expected answer type.

    `names` marks those that are names or numbers, `pairs` are the numbers of terms adjacent in the question, and
    `counted` the terms of what is counted ("how many trees") or of the units in which is measured ("how tall").
    """

    analyzer: Analyzer
    day: date
    answer_type: AnswerType
    numbers: Mapping[str, int]
    weights: Floats
    names: Flags
    pairs: tuple[tuple[int, int], ...]
    counted: tuple[str, ...] = ()
    asks_for_news: bool = False


def query_terms(analyzer: Analyzer, parsed: ParsedQuestion) -> QueryTerms:
    """The terms that articles are searched for when the question is `parsed`."""
    weights = np.array([term.weight for term in parsed.terms])
    return QueryTerms(
        analyzer,
        parsed.day,
        parsed.answer_type,
        parsed.numbers,
        weights / (weights.sum() or 1.0),
        np.array([term.name or term.number for term in parsed.terms], np.bool_),
        tuple({(one, other) for one, other in pairwise(parsed.order) if one != other}),
        _counted(analyzer, parsed),
        parsed.asks_for_news,
    )


def _counted(analyzer: Analyzer, parsed: ParsedQuestion) -> tuple[str, ...]:
    """The terms of which one stands beside a number that answers."""
    if counted := analyzer.terms(counted_words(parsed.text, analyzer.language)):
        return tuple(counted)
    if parsed.answer_type is not AnswerType.NUMBER:
        return ()
    units = units_asked_for(analyzer.words(parsed.text), analyzer.language)
    return tuple(sorted({term for unit in units for term in analyzer.terms(unit)}))
