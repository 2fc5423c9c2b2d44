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
from bot.search import Analyzer

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class QueryTerms:
    """The terms of a question by number, their weights (idf, summing to 1), and the expected answer type.

    `names` marks those that are names or numbers, `pairs` are the numbers of terms adjacent in the question, and
    `counted` the terms of what is counted ("how many trees").
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
        tuple(analyzer.terms(counted_words(parsed.text, analyzer.language))),
        parsed.asks_for_news,
    )
