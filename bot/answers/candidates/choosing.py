"""Choosing what to quote: the best retrieved articles are read whole, and their windows scored by a linear model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

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
    """The candidate articles as read, their windows and scores. `order` are the articles' numbers, best first."""

    found: Sequence[RetrievedArticle]
    headings: Sequence[Heading]
    read: ArticleTerms
    times: Timeliness
    features: WindowFeatures
    windows: Windows
    scores: Floats
    order: Sequence[int]
    of: QueryTerms

    def best_window(self, number: int) -> int:
        """The row of the article's best window."""
        rows = self.windows_of(number)
        return rows.start + int(np.argmax(self.scores[rows.start : rows.stop]))

    def windows_of(self, number: int) -> range:
        """The rows of the article's windows."""
        first, last = np.searchsorted(self.windows.article, [number, number + 1])
        return range(int(first), int(last))


def score_candidates(
    index: Index, of: QueryTerms, found: Sequence[RetrievedArticle], span: Span, tuning: Tuning
) -> Scored:
    """Reads and scores the first `tuning.candidates` of `found`."""
    few = found[: tuning.candidates]
    headings = [index.heading(one.row) for one in few]
    titles, places = [heading.title for heading in headings], [one.passages[0].start for one in few]
    read = read_articles(index, [one.row for one in few], titles, places, of)
    times = timeliness(
        [one.date for one in few], [one.date for one in found], of.day, span.dates, asked=of.asks_for_news
    )
    features = WindowFeatures(read, few, times, of)
    windows = features.windows(tuning.lead_characters)
    scores = windows.values @ np.array(tuning.weights.vector())
    scores = add_redundancy(read, windows, scores, tuning)
    starts = np.flatnonzero(np.append(True, np.diff(windows.article) > 0))[: len(windows.article)]
    highest = np.maximum.reduceat(scores, starts) if len(scores) else scores
    best = dict(zip(windows.article[starts].tolist(), highest.tolist(), strict=True))
    order = sorted(best, key=lambda number: -best[number])
    return Scored(few, headings, read, times, features, windows, scores, order, of)
