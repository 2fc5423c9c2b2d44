"""Choosing what to quote: the best retrieved articles are read whole, and their windows scored by a linear model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from bot.answers.budget import Budget
from bot.answers.candidates.article_terms import ArticleTerms, read_articles
from bot.answers.candidates.features import WindowFeatures, Windows
from bot.answers.candidates.query_terms import Floats, QueryTerms
from bot.answers.candidates.recency import Timeliness, timeliness
from bot.answers.candidates.redundancy import add_redundancy
from bot.answers.candidates.retrieval import RetrievedArticle
from bot.answers.tuning import Tuning
from bot.model import Heading, Span
from bot.search import Index


@dataclass(frozen=True, slots=True)
class Scored:
    """The candidate articles as read, their windows and scores. `order` are the articles' numbers, best first.

    `best` is the row of the best window of each article that has windows.
    """

    found: Sequence[RetrievedArticle]
    headings: Sequence[Heading]
    read: ArticleTerms
    times: Timeliness
    features: WindowFeatures
    windows: Windows
    scores: Floats
    order: Sequence[int]
    best: Mapping[int, int]
    of: QueryTerms
    unread: int = 0

    def best_window(self, number: int) -> int:
        """The row of the article's best window."""
        return self.best[number]


def score_candidates(
    index: Index,
    of: QueryTerms,
    found: Sequence[RetrievedArticle],
    span: Span,
    tuning: Tuning,
    *,
    server: int | None = None,
    budget: Budget | None = None,
) -> Scored:
    """Reads and scores the first `tuning.candidates` of `found`, as far as the `budget` goes, for `server` to see."""
    few = found[: tuning.candidates]
    headings = [index.heading(one.row) for one in few]
    titles, places = [heading.title for heading in headings], [one.passages[0].start for one in few]
    budget = budget or Budget(tuning.seconds)
    read = read_articles(index, [one.row for one in few], titles, places, of, server, budget)
    few, headings, unread = few[: read.articles], headings[: read.articles], len(few) - read.articles
    times = timeliness(
        [one.date for one in few], [one.date for one in found], of.day, span.dates, asked=of.asks_for_news
    )
    features = WindowFeatures(read, few, times, of)
    windows = features.windows(features.runs(tuning.lead_characters), tuning.lead_characters)
    scores = windows.values @ np.array(tuning.weights.vector())
    scores = add_redundancy(read, windows, scores, tuning)
    bounds = np.searchsorted(windows.article, np.arange(len(few) + 1)).tolist()
    best = {
        number: first + int(np.argmax(scores[first:last]))
        for number, (first, last) in enumerate(pairwise(bounds))
        if first < last
    }
    order = sorted(best, key=lambda number: -scores[best[number]])
    return Scored(few, headings, read, times, features, windows, scores, order, best, of, unread)
