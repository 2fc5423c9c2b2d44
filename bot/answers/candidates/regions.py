"""The parts of an article that are read for a question: their sentences, matching terms and possible answers."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from bot.answers.candidates.possible_answers import possible_answers
from bot.answers.question.answer_type import AnswerType
from bot.answers.question.reading import ParsedQuestion
from bot.model import Passage
from bot.search import Analyzer
from bot.search.analysis.sentences import Span, sentences

_AROUND = 400  # characters before a ranked passage in which its paragraph may begin; twice that after it for the end
_NEAR = 36  # characters (six words) at which closeness has halved


@dataclass(frozen=True, slots=True)
class Hit:
    """An occurrence of a query term in an article; `start` and `end` are offsets into the article's text.

    `number` is the term's index in `ParsedQuestion.terms`. `place` is its position among the region's terms (stop words
    are not counted), for adjacency.
    """

    number: int
    start: int
    end: int
    place: int


@dataclass(frozen=True, slots=True)
class QueryTerms:
    """The terms of a question by number, their weights (idf), and the expected answer type.

    `pairs` are the numbers of terms that are adjacent in the question; `total` is the sum of all weights.
    """

    analyzer: Analyzer
    day: date
    answer_type: AnswerType
    numbers: Mapping[str, int]
    weights: Sequence[float]
    total: float
    pairs: Set[tuple[int, int]]

    def paired(self, hits: Sequence[Hit]) -> float:
        """The share, from 0 to 1, of the `pairs` that are adjacent among `hits` too."""
        found = {
            (one.number, next_one.number)
            for one, next_one in pairwise(hits)
            if next_one.place == one.place + 1 and (one.number, next_one.number) in self.pairs
        }
        return len(found) / len(self.pairs) if found else 0.0

    def share(self, numbers: Set[int]) -> float:
        """The share, from 0 to 1, of the question's total weight that the terms with these `numbers` have."""
        return sum([self.weights[number] for number in numbers]) / self.total


def query_terms(analyzer: Analyzer, parsed: ParsedQuestion) -> QueryTerms:
    """The terms that articles are searched for when the question is `parsed`."""
    weights = [term.weight for term in parsed.terms]
    pairs = {(one, other) for one, other in pairwise(parsed.order) if one != other}
    return QueryTerms(analyzer, parsed.day, parsed.answer_type, parsed.numbers, weights, sum(weights) or 1.0, pairs)


@dataclass(frozen=True, slots=True)
class Region:
    """A part of an article that was read: its sentences (`spans`), all its `terms` with their `starts`, and its `hits`.

    `names` are the starts of names and numbers that the question does not have, `possible_answers` the starts of what
    could be the answer. `closeness` gives for each of these how near the query terms are, up to 1 for all of them
    adjacent. All positions are ascending offsets into the article.
    """

    spans: Sequence[Span]
    terms: Sequence[str]
    starts: Sequence[int]
    hits: Sequence[Hit]
    hit_starts: Sequence[int]
    names: Sequence[int]
    possible_answers: Sequence[int]
    closeness: Sequence[float]

    def hits_in(self, start: int, end: int) -> Sequence[Hit]:
        """The hits that begin in `[start, end)`."""
        return self.hits[bisect_left(self.hit_starts, start) : bisect_left(self.hit_starts, end)]

    def terms_in(self, start: int, end: int) -> Sequence[str]:
        """The terms of the words that begin in `[start, end)`."""
        return self.terms[bisect_left(self.starts, start) : bisect_left(self.starts, end)]

    def names_in(self, start: int, end: int) -> int:
        """How many names and numbers begin in `[start, end)` that the question has not."""
        return bisect_left(self.names, end) - bisect_left(self.names, start)

    def answering(self, start: int, end: int) -> float:
        """How close to the question's words something stands in `[start, end)` that could be the answer, 0 to 1."""
        found = self.closeness[bisect_left(self.possible_answers, start) : bisect_left(self.possible_answers, end)]
        return max(found, default=0.0)


def regions(text: str, passages: Sequence[Passage], of: QueryTerms) -> list[Region]:
    """Reads the ranked `passages` of `text`, each widened to whole paragraphs; overlapping ones are merged."""
    found: list[Span] = []
    for passage in sorted(passages, key=lambda passage: passage.start):
        line = text.rfind("\n", max(0, passage.start - _AROUND), passage.start)
        first = line + 1 if line >= 0 else passage.start
        line = text.find("\n", min(len(text), passage.end + _AROUND // 2), passage.end + 2 * _AROUND)
        last = line if line >= 0 else passage.end
        if found and first <= found[-1][1]:
            found[-1] = (found[-1][0], max(last, found[-1][1]))
        else:
            found.append((first, last))
    return [_region(text, first, last, of) for first, last in found]


def _region(text: str, first: int, last: int, of: QueryTerms) -> Region:
    piece = text[first:last]
    tokens = of.analyzer.tokens(piece)
    numbers = of.numbers
    hits = [
        Hit(numbers[term], start + first, end + first, place)
        for place, (term, start, end) in enumerate(tokens)
        if term in numbers
    ]
    new = [(piece[start:end], start + first) for term, start, end in tokens if term not in numbers]
    names = [start for word, start in new if not word[0].islower()]
    found = possible_answers(text, first, last, new, of.answer_type)
    return Region(
        sentences(text, first, last),
        [token.term for token in tokens],
        [token.start + first for token in tokens],
        hits,
        [hit.start for hit in hits],
        names,
        found,
        _closeness(found, hits, of),
    )


def _closeness(places: Sequence[int], hits: Sequence[Hit], of: QueryTerms) -> list[float]:
    """For each of `places` the weights of the terms, each divided by 1 + its distance / `_NEAR`."""
    if not places:
        return []
    by_term: dict[int, list[int]] = {}
    for hit in hits:
        by_term.setdefault(hit.number, []).append(hit.start)
    across = np.array(places)
    total = np.zeros(len(places))
    for number, starts in by_term.items():
        total += of.weights[number] / (1 + _distances(across, np.array(starts)) / _NEAR)
    closeness: list[float] = (total / of.total).tolist()
    return closeness


def _distances(places: NDArray[np.int64], starts: NDArray[np.int64]) -> NDArray[np.int64]:
    """How far each of `places` is from the nearest of `starts`, which ascend."""
    after = np.searchsorted(starts, places).clip(max=len(starts) - 1)
    before = (after - 1).clip(min=0)
    nearest: NDArray[np.int64] = np.minimum(np.abs(starts[after] - places), np.abs(starts[before] - places))
    return nearest
