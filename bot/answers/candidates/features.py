"""A first look over the best articles: the windows around the question's words, and what can be seen of each.

Only what was ranked is read, and a little around it: reading whole articles costs ten times as much and finds no more.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from operator import mul

from bot.answers.candidates.regions import Hit, Region, Sought, regions
from bot.answers.candidates.windows import Window, unbalanced, windows
from bot.answers.tuning import Tuning, Weights
from bot.model import Article, Passage

FEATURES: tuple[str, ...] = tuple(Weights.__slots__)  # the last one is seen by comparing articles: see voting
_LEAD = 250  # characters from an article's beginning at which earliness has halved: a paragraph
_WEEK = 7  # days for which news is fresh
_NAMES = 20  # more of them in one excerpt say no more
_LEANING = re.compile(
    r"\W*(?:he|she|it|they|this|that|these|those|his|her|its|their|but|and|so|or|yet|however|also|there|then)\b",
    re.IGNORECASE,
)


@dataclass(slots=True)
class View:
    """A window as it was seen: the question's words in it, its other terms, its features, and its score by these."""

    window: Window
    hits: Sequence[Hit]
    others: set[str]
    values: list[float]
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class Sight:
    """An article that was looked over: `views` best first."""

    row: int
    article: Article
    passages: Sequence[Passage]
    views: list[View] = field(default_factory=list)

    def weigh(self, table: Sequence[float]) -> None:
        """Scores the views from their features, and puts the best first."""
        for view in self.views:
            view.score = sum(map(mul, view.values, table))
        self.views.sort(key=lambda view: (-view.score, view.window.start))


def look(article: Article, passages: Sequence[Passage], of: Sought, best: float, tuning: Tuning) -> Sight:
    """Looks over `article` around its ranked `passages` (best first); `best` is the best score of any passage."""
    title = frozenset(of.numbers[token.term] for token in of.analyzer.tokens_among(of.numbers, article.title))
    sight = Sight(passages[0].article, article, passages)
    read = regions(article.text, passages, of)
    of_article = [
        _share(passages[0].score, best),
        of.share(title.union([hit.number for region in read for hit in region.hits])),
        _fresh(article.date, of.day),
    ]
    for region in read:
        points = [(hit.start, of.weights[hit.number]) for hit in region.hits]
        for window in windows(article.text, region.spans, tuning.characters, points):
            hits = region.hits_in(window.start, window.end)
            if hits:
                sight.views.append(_view(article.text, window, hits, region, of, title, of_article))
    if not sight.views:  # the question's words stand in the title alone
        sight.views.extend(_openings(article.text, read, of, title, of_article, tuning))
    sight.weigh(tuning.weights.table())
    return sight


def _view(
    text: str,
    window: Window,
    hits: Sequence[Hit],
    region: Region,
    of: Sought,
    title: frozenset[int],
    of_article: Sequence[float],
) -> View:
    """Sees what can be seen of `window` alone: a value for each of `FEATURES` but the last."""
    start, end = window.start, window.end
    values = [
        *of_article,
        of.share(title.union([hit.number for hit in hits])),
        of.paired(hits),
        1 / (1 + start / _LEAD),
        region.answering(start, end),
        min(region.names_in(start, end), _NAMES) / _NAMES,
        float(bool(_LEANING.match(text, start, end))),
        float(bool(unbalanced(text[start:end]))),
        0.0,
    ]
    return View(window, hits, set(region.terms_in(start, end)).difference(of.numbers), values)


def _openings(
    text: str, read: Sequence[Region], of: Sought, title: frozenset[int], of_article: Sequence[float], tuning: Tuning
) -> list[View]:
    """The beginning of what was read of an article that matches by its title alone."""
    found = windows(text, read[0].spans, tuning.characters)[:1] if read else []
    return [_view(text, window, (), read[0], of, title, of_article) for window in found]


def _share(score: float, best: float) -> float:
    """How near `score` comes to the best, which is 1: also among few articles, where Okapi's scores are negative."""
    if best > 0:
        return score / best
    return best / score if score else 1.0


def _fresh(day: date | None, asked: date) -> float:
    return float(day is not None and 0 <= (asked - day).days <= _WEEK)
