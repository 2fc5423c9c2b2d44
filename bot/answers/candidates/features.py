"""Candidate articles: the windows around the question's terms, their feature values, and their linear score.

Only what was ranked is read, and a little around it: reading whole articles costs ten times as much and finds no more.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from operator import mul

from bot.answers.candidates.regions import Hit, QueryTerms, Region, regions
from bot.answers.candidates.windows import Window, split_into_windows, unbalanced
from bot.answers.tuning import Tuning, Weights
from bot.model import Article, Passage

FEATURES: tuple[str, ...] = tuple(
    Weights.__slots__
)  # the last one is computed by comparing articles: see redundancy.py
_LEAD = 250  # characters from an article's beginning at which earliness has halved: a paragraph
_WEEK = 7  # days for which news is fresh
_NAMES = 20  # more of them in one excerpt say no more
_DEPENDENT_OPENING = re.compile(
    r"\W*(?:he|she|it|they|this|that|these|those|his|her|its|their|but|and|so|or|yet|however|also|there|then)\b",
    re.IGNORECASE,
)


@dataclass(slots=True)
class ScoredWindow:
    """A window with its hits, its other terms, its feature values (in the order of `FEATURES`), and their score."""

    window: Window
    hits: Sequence[Hit]
    others: set[str]
    values: list[float]
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """An article that was read, with its windows, best first. `row` is its number in the index."""

    row: int
    article: Article
    passages: Sequence[Passage]
    windows: list[ScoredWindow] = field(default_factory=list)

    def score_windows(self, table: Sequence[float]) -> None:
        """Scores the windows by a linear model with these weights, and sorts them, best first."""
        for scored in self.windows:
            scored.score = sum(map(mul, scored.values, table))
        self.windows.sort(key=lambda scored: (-scored.score, scored.window.start))


def read_candidate(
    article: Article, passages: Sequence[Passage], of: QueryTerms, best: float, tuning: Tuning
) -> Candidate:
    """Reads `article` around its ranked `passages` (best first); `best` is the best score of any passage."""
    title = frozenset(of.numbers[token.term] for token in of.analyzer.tokens_among(of.numbers, article.title))
    candidate = Candidate(passages[0].article, article, passages)
    read = regions(article.text, passages, of)
    of_article = [
        _share(passages[0].score, best),
        of.share(title.union([hit.number for region in read for hit in region.hits])),
        _is_fresh(article.date, of.day),
    ]
    for region in read:
        points = [(hit.start, of.weights[hit.number]) for hit in region.hits]
        for window in split_into_windows(article.text, region.spans, tuning.excerpt_characters, points):
            hits = region.hits_in(window.start, window.end)
            if hits:
                candidate.windows.append(_scored_window(article.text, window, hits, region, of, title, of_article))
    if not candidate.windows:  # the question's words stand in the title alone
        candidate.windows.extend(_opening_windows(article.text, read, of, title, of_article, tuning))
    candidate.score_windows(tuning.weights.vector())
    return candidate


def _scored_window(
    text: str,
    window: Window,
    hits: Sequence[Hit],
    region: Region,
    of: QueryTerms,
    title: frozenset[int],
    of_article: Sequence[float],
) -> ScoredWindow:
    """Computes every feature of `window` but the last, which needs the other candidates."""
    start, end = window.start, window.end
    values = [
        *of_article,
        of.share(title.union([hit.number for hit in hits])),
        of.paired(hits),
        1 / (1 + start / _LEAD),
        region.answering(start, end),
        min(region.names_in(start, end), _NAMES) / _NAMES,
        float(bool(_DEPENDENT_OPENING.match(text, start, end))),
        float(bool(unbalanced(text[start:end]))),
        0.0,
    ]
    return ScoredWindow(window, hits, set(region.terms_in(start, end)).difference(of.numbers), values)


def _opening_windows(
    text: str,
    read: Sequence[Region],
    of: QueryTerms,
    title: frozenset[int],
    of_article: Sequence[float],
    tuning: Tuning,
) -> list[ScoredWindow]:
    """The first window of what was read of an article that matches by its title alone."""
    found = split_into_windows(text, read[0].spans, tuning.excerpt_characters)[:1] if read else []
    return [_scored_window(text, window, (), read[0], of, title, of_article) for window in found]


def _share(score: float, best: float) -> float:
    """How near `score` comes to the best, which is 1: also among few articles, where Okapi's scores are negative."""
    if best > 0:
        return score / best
    return best / score if score else 1.0


def _is_fresh(day: date | None, as_of: date) -> float:
    return float(day is not None and 0 <= (as_of - day).days <= _WEEK)
