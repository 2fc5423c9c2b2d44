"""The stretches of an article that are read for a question, with the question's words and possible answers in them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import numpy as np

from bot.answers.candidates.answer_marks import marks
from bot.answers.question.answer_type import Wanted
from bot.answers.question.reading import Asked
from bot.model import Passage
from bot.search import Analyzer
from bot.search.analysis.sentences import Span, sentences

_AROUND = 400  # characters before a ranked passage in which its paragraph may begin; twice that after it for the end
_NEAR = 36  # characters (six words) at which closeness has halved


@dataclass(frozen=True, slots=True)
class Hit:
    """A word of an article that the question has too: `number` is its term's place in `Asked.terms`.

    `place` counts the words before it in what was read, stop words aside.
    """

    number: int
    start: int
    end: int
    place: int


@dataclass(frozen=True, slots=True)
class Sought:
    """What articles are read for: the terms of a question by number, their weights, and the kind of answer wanted.

    `pairs` are the terms that follow each other in the question.
    """

    analyzer: Analyzer
    day: date
    wanted: Wanted
    numbers: Mapping[str, int]
    weights: Sequence[float]
    total: float
    pairs: Set[tuple[int, int]]

    def paired(self, hits: Sequence[Hit]) -> float:
        """How many of the `pairs` stand together among `hits` too, of all, between 0 and 1."""
        found = {
            (one.number, next_one.number)
            for one, next_one in pairwise(hits)
            if next_one.place == one.place + 1 and (one.number, next_one.number) in self.pairs
        }
        return len(found) / len(self.pairs) if found else 0.0

    def share(self, numbers: Set[int]) -> float:
        """How much of the question's weight these of its terms have, between 0 and 1."""
        return sum([self.weights[number] for number in numbers]) / self.total


def sought(analyzer: Analyzer, asked: Asked) -> Sought:
    """What to read articles for when `asked` this."""
    weights = [term.weight for term in asked.terms]
    pairs = {(one, other) for one, other in pairwise(asked.order) if one != other}
    return Sought(analyzer, asked.day, asked.wanted, asked.numbers, weights, sum(weights) or 1.0, pairs)


@dataclass(frozen=True, slots=True)
class Region:
    """A stretch of an article that was read: its sentences, all its terms, and of these those of the question.

    `names` are where the names and numbers begin that the question has not. `closeness` is, for each of the `marks`
    (possible answers: see there), how close the question's terms stand to it: 1 if all of them stood next to it. All
    places are offsets into the article, in their order.
    """

    spans: Sequence[Span]
    terms: Sequence[str]
    starts: Sequence[int]
    hits: Sequence[Hit]
    hit_starts: Sequence[int]
    names: Sequence[int]
    marks: Sequence[int]
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
        found = self.closeness[bisect_left(self.marks, start) : bisect_left(self.marks, end)]
        return max(found, default=0.0)


def regions(text: str, passages: Sequence[Passage], of: Sought) -> list[Region]:
    """Reads the ranked `passages` of `text` with the paragraphs that they begin and end in, those that meet as one."""
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


def _region(text: str, first: int, last: int, of: Sought) -> Region:
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
    found = marks(text, first, last, new, of.wanted)
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


def _closeness(places: Sequence[int], hits: Sequence[Hit], of: Sought) -> list[float]:
    """For each of `places` the weights of the terms, each divided by 1 + its distance / `_NEAR`."""
    if not places:
        return []
    by_term: dict[int, list[int]] = {}
    for hit in hits:
        by_term.setdefault(hit.number, []).append(hit.start)
    across = np.array(places)[:, None]
    total = np.zeros(len(places))
    for number, starts in by_term.items():
        total += of.weights[number] / (1 + np.abs(across - starts).min(axis=1) / _NEAR)
    closeness: list[float] = (total / of.total).tolist()
    return closeness
