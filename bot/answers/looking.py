"""A first look over the best articles: the windows around the question's words, and what can be seen of each.

Only what was ranked is read, and a little around it: reading whole articles costs ten times as much and finds no more.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from operator import mul
from typing import TypeVar

from bot.answers.asked import Wanted
from bot.answers.reading import Asked
from bot.answers.sentences import Span, sentences
from bot.answers.tuning import Tuning, Weights
from bot.answers.windows import Window, windows
from bot.model import Article, Passage
from bot.search import Analyzer

FEATURES: tuple[str, ...] = tuple(Weights.__slots__)  # from "answering" on they take a second look: see voting

_MARK = re.compile(
    r"(?P<money>[$£€¥]\s?\d[\d.,]*)|(?P<number>\d[\d.,:]*%?)|(?P<name>[A-ZÀ-ÖØ-Þ][\w’'-]+)"
    r"|(?P<quote>[“\"«])|(?P<count>\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|hundred"
    r"|thousand|million|billion|trillion|half|twice|third|percent|per cent)\b)"
)
_TIME = re.compile(
    r"(?:19|20)\d\d|\d\d?:\d\d|January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
)
_OF_KIND = {
    Wanted.MONEY: ("money", "number", "count"),
    Wanted.NUMBER: ("number", "count", "money"),
    Wanted.TIME: ("time",),
    Wanted.WORDS: ("quote",),
    Wanted.PERSON: ("name",),
    Wanted.PLACE: ("name",),
    Wanted.TITLE: ("name", "quote"),
    Wanted.NAME: ("name",),
}
_LEAD = 250  # characters from an article's beginning at which earliness has halved: a paragraph
_WEEK = 7  # days for which news is fresh
_AROUND = 400  # characters around a ranked passage in which its paragraph may end


@dataclass(frozen=True, slots=True)
class Hit:
    """A word of an article that the question has too: `number` is its term's place in `Asked.terms`."""

    number: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Mark:
    """A name, a number or an opening quotation mark that the question does not have; `kind` says which."""

    kind: str
    start: int


@dataclass(slots=True)
class View:
    """A window as it was seen: the hits in it, its features in the order of `FEATURES`, and its score by them."""

    window: Window
    hits: Sequence[Hit]
    marks: Sequence[Mark]
    values: list[float]
    score: float = 0.0

    def weigh(self, table: Sequence[float]) -> None:
        """Sets the score from the features."""
        self.score = sum(map(mul, self.values, table))


@dataclass(frozen=True, slots=True)
class Sight:
    """An article that was looked over: `views` best first; `title` are the question's terms in its title."""

    row: int
    article: Article
    passages: Sequence[Passage]
    title: frozenset[int]
    views: list[View] = field(default_factory=list)


def look(
    analyzer: Analyzer, article: Article, passages: Sequence[Passage], asked: Asked, best: float, tuning: Tuning
) -> Sight:
    """Looks over `article` around its ranked `passages` (best first); `best` is the best score of any passage."""
    numbers = asked.numbers
    title = frozenset(numbers[token.term] for token in analyzer.tokens_among(numbers, article.title))
    sight = Sight(passages[0].article, article, passages, title)
    regions = [_region(analyzer, article.text, span, asked) for span in _regions(article.text, passages)]
    weights = [term.weight for term in asked.terms]
    total = asked.weight or 1.0
    held = title.union(*({hit.number for hit in region.hits} for region in regions))
    common = _Common(
        weights,
        total,
        title,
        article=_share(passages[0].score, best),
        depth=_share(passages[1].score, best) if len(passages) > 1 else 0.0,
        reach=sum(weights[number] for number in held) / total,
        fresh=_fresh(article.date, asked.day),
        best=best,
        kinds=_OF_KIND.get(asked.wanted, ()),
        limit=tuning.characters,
    )
    for region in regions:
        points = [(hit.start, weights[hit.number]) for hit in region.hits]
        for window in windows(article.text, region.spans, tuning.characters, points):
            hits = _inside(region.hits, window.start, window.end)
            if hits:
                sight.views.append(_view(window, hits, region, passages, common))
    if not sight.views:  # the question's words stand in the title alone
        sight.views.extend(view for region in regions[:1] for view in _openings(region, common, article.text))
    table = tuning.weights.table()
    for view in sight.views:
        view.weigh(table)
    sight.views.sort(key=lambda view: (-view.score, view.window.start))
    return sight


@dataclass(frozen=True, slots=True)
class _Region:
    """A stretch of an article that is read: its sentences, what in it the question has and has not."""

    spans: Sequence[Span]
    hits: Sequence[Hit]
    marks: Sequence[Mark]
    masses: Sequence[float]


@dataclass(frozen=True, slots=True)
class _Common:
    """What is the same for all windows of an article."""

    weights: Sequence[float]
    total: float
    title: frozenset[int]
    article: float
    depth: float
    reach: float
    fresh: float
    best: float
    kinds: Sequence[str]
    limit: int


def _regions(text: str, passages: Sequence[Passage]) -> list[Span]:
    """The ranked passages with the paragraphs that they begin and end in, those that meet made one."""
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
    return found


def _region(analyzer: Analyzer, text: str, span: Span, asked: Asked) -> _Region:
    numbers = asked.numbers
    spans = sentences(text, *span)
    found = analyzer.tokens_among(numbers, text[slice(*span)])
    hits = [Hit(numbers[token.term], token.start + span[0], token.end + span[0]) for token in found]
    weights = [term.weight for term in asked.terms]
    masses = [sum(weights[number] for number in {hit.number for hit in _inside(hits, *one)}) for one in spans]
    return _Region(spans, hits, _marks(analyzer, text, span, asked), masses)


def _marks(analyzer: Analyzer, text: str, span: Span, asked: Asked) -> list[Mark]:
    """Names and numbers in `span` that the question has not. A stop word with a sentence's capital is no name."""
    numbers = asked.numbers
    found = []
    for match in _MARK.finditer(text, *span):
        kind, word = match.lastgroup or "", match.group()
        if kind == "name":
            terms = analyzer.terms(word)
            if not terms or terms[0] in numbers:
                continue
        elif word in asked.text:
            continue
        found.append(Mark(kind, match.start()))
        if kind in {"name", "number"} and _TIME.match(word):
            found.append(Mark("time", match.start()))
    return found


def _share(score: float, best: float) -> float:
    """How near `score` comes to the best, which is 1: also among few articles, where Okapi's scores are negative."""
    if best > 0:
        return score / best
    return best / score if score else 1.0


def _view(window: Window, hits: Sequence[Hit], region: _Region, passages: Sequence[Passage], common: _Common) -> View:
    """Sees what a first look can see of `window`: a value for each of `FEATURES`."""
    weights, total = common.weights, common.total
    marks = _inside(region.marks, window.start, window.end)
    scores = [one.score for one in passages if one.start < window.end and window.start < one.end]
    values = [
        common.article,
        common.depth,
        max((_share(score, common.best) for score in scores), default=0.0),
        sum(weights[number] for number in common.title.union(hit.number for hit in hits)) / total,
        common.reach,
        max(region.masses[window.first : window.last + 1]) / total,
        1 / (1 + window.start / _LEAD),
        common.fresh,
        float(any(mark.kind in common.kinds for mark in marks)),
        min(len(marks), 6) / 6,
    ]
    return View(window, hits, marks, values + [0.0] * (len(FEATURES) - len(values)))


def _openings(region: _Region, common: _Common, text: str) -> list[View]:
    """The beginning of a region of an article that matches by its title alone."""
    found = windows(text, region.spans, common.limit)[:1]
    return [_view(window, (), region, (), common) for window in found]


def _fresh(day: date | None, asked: date) -> float:
    return float(day is not None and 0 <= (asked - day).days <= _WEEK)


_Placed = TypeVar("_Placed", Hit, Mark)


def _inside(found: Sequence[_Placed], start: int, end: int) -> Sequence[_Placed]:
    """Those of `found` (in order) that begin in `[start, end)`."""
    return found[bisect_left(found, start, key=_start) : bisect_left(found, end, key=_start)]


def _start(placed: Hit | Mark) -> int:
    return placed.start
