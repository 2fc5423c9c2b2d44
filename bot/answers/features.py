"""What can be seen of a window before it is quoted: which of the question's words it holds, how, and where."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.answers.asked import Wanted
from bot.answers.reading import Asked
from bot.answers.sentences import Span, sentences
from bot.answers.tuning import Tuning, Weights
from bot.answers.windows import Window, unbalanced, windows
from bot.model import Article, Passage
from bot.search import Analyzer

_LEANING = re.compile(
    r"\W*(?:he|she|it|they|this|that|these|those|his|her|its|their|but|and|so|or|yet|however|also|there)\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|hundred|thousand|million|billion|twice|half)\b",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"\b(?:(?:19|20)\d\d|January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|\d{1,2}(?::\d\d)? ?[ap]\.?m)\b"
)
_CAPITAL = re.compile(r"(?<=[\w,;:] )[A-Z][\w’'-]+")
_MONEY = re.compile(r"[$£€¥]\s?\d|\d+(?:\.\d+)? ?(?:dollars|pounds|euros|percent)|\d%")
_QUOTE = re.compile(r"[“\"«]")


@dataclass(frozen=True, slots=True)
class Hit:
    """A word of an article that the question has too: `number` is its term's place in `Asked.terms`."""

    number: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Seen:
    """A window, the hits in it and what it scored."""

    window: Window
    hits: tuple[Hit, ...]
    score: float


def hits_in(analyzer: Analyzer, text: str, asked: Asked) -> list[Hit]:
    """Returns every word of `text` that is one of the question's, in order."""
    numbers = asked.numbers
    return [
        Hit(numbers[token.term], token.start, token.end) for token in analyzer.tokens(text) if token.term in numbers
    ]


def look(  # noqa: PLR0917
    analyzer: Analyzer, article: Article, passages: Sequence[Passage], asked: Asked, tuning: Tuning, best: float
) -> list[Seen]:
    """Returns the windows of `article` that hold a word of the question, best first.

    `passages` are its ranked ones, best first, and `best` the score of the best passage of all.
    """
    text = article.text
    spans = sentences(text)
    hits = hits_in(analyzer, text, asked)
    title = {hit.number for hit in hits_in(analyzer, article.title, asked)}
    weights = [term.weight for term in asked.terms]
    known = {hit.number for hit in hits} | title
    reach = _mass(known, weights) / (asked.weight or 1)
    seen = []
    for window in windows(text, spans, tuning.characters, [(hit.start, weights[hit.number]) for hit in hits]):
        inside = tuple(hit for hit in hits if window.start <= hit.start and hit.end <= window.end)
        if inside:
            score = _score(article, window, inside, title, passages, asked, tuning.weights, reach, best)
            seen.append(Seen(window, inside, score))
    return sorted(seen, key=lambda one: (-one.score, one.window.start))


def _mass(numbers: set[int], weights: Sequence[float]) -> float:
    return sum(weights[number] for number in numbers)


def _score(  # noqa: PLR0917
    article: Article,
    window: Window,
    hits: Sequence[Hit],
    title: set[int],
    passages: Sequence[Passage],
    asked: Asked,
    by: Weights,
    reach: float,
    best: float,
) -> float:
    weights = [term.weight for term in asked.terms]
    held = {hit.number for hit in hits}
    text = article.text[window.start : window.end]
    pairs = set(pairwise(asked.order))
    joined = {(a.number, b.number) for a, b in pairwise(hits) if b.start - a.end < 20}
    passage = max((one.score for one in passages if one.start < window.end and window.start < one.end), default=0.0)
    scale = best or 1.0
    return (
        by.article * passages[0].score / scale
        + by.cover * _mass(held | title, weights) / (asked.weight or 1)
        + by.reach * reach
        + by.bigrams * len(joined & pairs) / max(len(pairs), 1)
        + by.early / (1 + window.first)
        + by.passage * passage / scale
        + by.typed * _answers(asked, text)
        + by.length * (window.end - window.start) / 400
        + by.pronoun * bool(_LEANING.match(text))
        + by.unbalanced * bool(unbalanced(text))
    )


def _answers(asked: Asked, text: str) -> bool:
    """Whether `text` holds something of the kind that was asked for, beyond the question's own words."""
    said = {term.word.lower() for term in asked.terms}
    match asked.wanted:
        case Wanted.NUMBER:
            return bool(_NUMBER.search(text))
        case Wanted.MONEY:
            return bool(_MONEY.search(text))
        case Wanted.TIME:
            return bool(_TIME.search(text))
        case Wanted.WORDS:
            return bool(_QUOTE.search(text))
        case Wanted.PERSON | Wanted.PLACE | Wanted.NAME | Wanted.TITLE:
            return any(word.lower().removesuffix("’s") not in said for word in _CAPITAL.findall(text))
        case _:
            return False


def sentence_spans(text: str) -> list[Span]:
    """The sentences of `text`."""
    return sentences(text)
