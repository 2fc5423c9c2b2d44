"""Stored queries: which of many questions a few new articles answer.

The reverse of search (Elasticsearch calls it percolation): each new article's terms are looked up in an inverted index
of the questions, and only questions of which the article holds enough are evaluated, by the evidence that a question
needs to be answered. The time grows with the new articles, not with the archive.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from bot.answers.question.dates import read_range, without
from bot.answers.question.question_words import frame_words
from bot.answers.question.reading import ParsedQuestion, read_question, term_weight
from bot.answers.reply.answering import answers_from
from bot.answers.tuning import Tuning
from bot.model import Article, Excerpt, Question
from bot.search import Analyzer, Index

_DEFAULT = Tuning()
_STRETCH = 600  # characters: an excerpt, which `Tuning.excerpt_characters` bounds, and a little more
_MAY_BE_DATED = re.compile(  # to find the date in each of 10,000 questions would take two seconds
    r"[0-9]|\b(?:last|this|past|since|before|after|until|by|in|yesterday|today|weeks?|months?|years?|days?)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class StoredQuery:
    """A question that somebody watches in a server."""

    id: str
    text: str
    server: int


@dataclass(frozen=True, slots=True)
class StoredMatch:
    """A new article answers a stored query."""

    query: StoredQuery
    excerpt: Excerpt


def match_stored_queries(
    index: Index, queries: Sequence[StoredQuery], keys: Sequence[str], today: date, tuning: Tuning = _DEFAULT
) -> list[StoredMatch]:
    """The queries that the articles with these `Article.key`s answer; each query sees what its server may see.

    Takes some 50 µs for each query and 5 ms for each pair that is evaluated: call it in a thread.
    """
    evaluation = _Evaluation(index, today, tuning)
    terms = _QueryTerms(index, queries, today, tuning.answered_coverage)
    articles = _articles(index, keys, {query.server for query in queries})
    return [
        StoredMatch(query, excerpt)
        for article in articles
        for query, stretch in terms.candidates(article)
        if article.server in (None, query.server)
        and (excerpt := evaluation.excerpt(query, article.row, stretch)) is not None
    ]


def answering_excerpt(
    index: Index, query: StoredQuery, key: str, today: date, tuning: Tuning = _DEFAULT
) -> Excerpt | None:
    """The excerpt of one article that answers a query; None if it does not, or is not there for its server."""
    row = index.find(key, query.server)
    return None if row is None else _Evaluation(index, today, tuning).excerpt(query, row)


def _articles(index: Index, keys: Iterable[str], servers: set[int]) -> Iterator[_Article]:
    for key in keys:
        rows = (index.find(key, server) for server in (None, *servers))
        row = next((row for row in rows if row is not None), None)
        if row is not None:
            yield _Article(index.article(row), row, index.analyzer)


class _Article:
    """Where each term stands in an article, so that a query is checked without reading the article again."""

    def __init__(self, article: Article, row: int, analyzer: Analyzer) -> None:
        self.server = article.server
        self.row = row
        self.length = len(article.text)
        self.title = set(analyzer.terms(article.title))
        self.places: dict[str, list[int]] = defaultdict(list)
        for token in analyzer.tokens(article.text):
            self.places[token.term].append(token.start)

    def best_stretch(self, weights: Mapping[str, float], least: float) -> tuple[int, int] | None:
        """The stretch of an excerpt's length that, with the title, holds most weight; None if that is below `least`."""
        titled = sum(weight for term, weight in weights.items() if term in self.title)
        there = [term for term in weights if term not in self.title and term in self.places]
        if titled + sum(weights[term] for term in there) < least:
            return None
        best, stretch = 0.0, (0, _STRETCH)
        held, first = 0.0, 0
        counts: Counter[str] = Counter()
        hits = sorted((place, term) for term in there for place in self.places[term])
        for place, term in hits:
            counts[term] += 1
            held += weights[term] if counts[term] == 1 else 0.0
            while place - hits[first][0] > _STRETCH:
                gone = hits[first][1]
                counts[gone] -= 1
                held -= weights[gone] if not counts[gone] else 0.0
                first += 1
            if held > best:
                best, stretch = held, (max(0, hits[first][0] - _STRETCH), min(self.length, place + _STRETCH))
        return stretch if titled + best >= least else None


class _QueryTerms:
    """An inverted index of the queries: from a term to the queries that hold it, and each query's terms by weight."""

    def __init__(self, index: Index, queries: Sequence[StoredQuery], today: date, least: float) -> None:
        self._index = index
        self._queries = queries
        self._least = least
        self._postings: dict[str, list[int]] = defaultdict(list)
        self._weights: list[dict[str, float]] = []
        self._known: dict[tuple[str, int], float] = {}
        self._passages: dict[int, int] = {}
        for number, query in enumerate(queries):
            terms = _own_terms(index.analyzer.language, query.text, today)
            self._weights.append({term: self._weight(term, query.server) for term in terms})
            for term in terms:
                self._postings[term].append(number)

    def _weight(self, term: str, server: int) -> float:
        """The term's weight in a question of that server, as `read_question` would weigh it."""
        if (term, server) not in self._known:
            if server not in self._passages:
                self._passages[server] = max(self._index.span(server).passages, 1)
            count = self._index.frequency(term, server)
            self._known[term, server] = term_weight(count, self._passages[server])
        return self._known[term, server]

    def candidates(self, article: _Article) -> Iterator[tuple[StoredQuery, tuple[int, int]]]:
        """The queries that a stretch of the article holds enough of for an excerpt to answer them; with the stretch."""
        counts: Counter[int] = Counter()
        for term in article.places.keys() | article.title:
            counts.update(self._postings.get(term, ()))
        for number, count in counts.items():
            weights = self._weights[number]
            if 2 * count < len(weights):  # a count first: it is cheap
                continue
            stretch = article.best_stretch(weights, self._least * sum(weights.values()))
            if stretch is not None:
                yield self._queries[number], stretch


_analyzer = lru_cache(Analyzer)


@lru_cache(maxsize=20_000)
def _own_terms(language: str, text: str, today: date) -> frozenset[str]:
    """The terms that count for the verdict: none of a date, which is a filter, nor of words that form a question."""
    if (language != "english" or _MAY_BE_DATED.search(text)) and (phrase := read_range(text, today, language)):
        text = without(text, phrase)
    tokens = _analyzer(language).tokens(text)
    frames = frame_words(language)
    own = {token.term for token in tokens if text[token.start : token.end].lower() not in frames}
    return frozenset(own or (token.term for token in tokens))


class _Evaluation:
    """Evaluates queries against single articles; a question is analysed once."""

    def __init__(self, index: Index, today: date, tuning: Tuning) -> None:
        self._index = index
        self._today = today
        self._tuning = tuning
        self._parsed: dict[tuple[str, int], tuple[Question, ParsedQuestion]] = {}

    def excerpt(self, query: StoredQuery, row: int, stretch: tuple[int, int] | None = None) -> Excerpt | None:
        key = (query.text, query.server)
        if key not in self._parsed:
            question = Question(query.text, as_of=self._today, server=query.server)
            self._parsed[key] = question, read_question(self._index, question, self._tuning)
        return answers_from(self._index, *self._parsed[key], row, self._tuning, stretch)
