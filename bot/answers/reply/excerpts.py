"""From scored windows to excerpts: a longer one of the best article, a sentence or two of each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from bot.answers.candidates.choosing import Scored
from bot.answers.candidates.features import Windows
from bot.answers.candidates.query_terms import Floats, Ints
from bot.answers.candidates.windows import Window, cut
from bot.answers.question.reading import ParsedQuestion
from bot.answers.reply.highlighting import highlights
from bot.answers.tuning import Tuning
from bot.model import Excerpt, Match
from bot.search import Index

_CLOSING = "\"'”’»)* \n"


class Quoting:
    """Makes excerpts of the scored articles of one question. The text of an article is read here for the first time."""

    def __init__(
        self,
        index: Index,
        scored: Scored,
        parsed: ParsedQuestion,
        tuning: Tuning,
        numbers: Sequence[int],
        lead: int | None = None,
    ) -> None:
        """`numbers` are the articles to be quoted, `lead` is the one of them that is quoted at more length."""
        self._index, self._scored, self._parsed, self._tuning = index, scored, parsed, tuning
        features, runs, limits = scored.features, [], []
        for number in sorted(numbers):
            limit = tuning.core_characters if number == lead else tuning.excerpt_characters
            runs.append(self._inside_lead(number, limit) if number == lead else self._short_runs(number))
            limits.append(np.full(len(runs[-1][0]), limit))
        first, last = (np.concatenate([run[end] for run in runs] or [np.empty(0, np.int64)]) for end in (0, 1))
        self._windows = features.windows((first, last), np.concatenate(limits or [np.empty(0, np.int64)]))
        self._scores = self._windows.values @ np.array(tuning.weights.vector())

    def lead(self, number: int) -> Excerpt:
        """The longer excerpt of the article that leads, with its core where it is longer than that."""
        scored, limit = self._scored, self._tuning.core_characters
        best_window, most = scored.best_window(number), self._tuning.lead_characters
        excerpt = self._excerpt(number, scored.windows, scored.scores, best_window, most)
        if excerpt.end - excerpt.start <= limit or (best := self._best(number)) is None:
            return excerpt
        core = self._window(excerpt.article.text, number, self._windows, best, limit)
        return replace(excerpt, core=(max(core.start, excerpt.start), min(core.end, excerpt.end)))

    def short(self, number: int) -> Excerpt:
        """The shorter excerpt of an article."""
        best = self._best(number)
        assert best is not None  # an article that is quoted has a sentence
        return self._excerpt(number, self._windows, self._scores, best, self._tuning.excerpt_characters)

    def _short_runs(self, number: int) -> tuple[Ints, Ints]:
        own = self._scored.read.sentence_article
        first, last = np.searchsorted(own, [number, number + 1])
        return self._scored.features.runs(self._tuning.excerpt_characters, np.arange(first, last))

    def _inside_lead(self, number: int, limit: int) -> tuple[Ints, Ints]:
        """The runs of up to `limit` characters among the sentences of the best window."""
        windows, row = self._scored.windows, self._scored.best_window(number)
        sentences = np.arange(windows.first[row], windows.last[row] + 1)
        first, last = self._scored.features.runs(limit, sentences)
        read, last = self._scored.read, np.minimum(last, windows.last[row])
        within = read.sentence_end[last] - read.sentence_start[first] <= limit
        return first[within], last[within]

    def _best(self, number: int) -> int | None:
        """The row of the article's best window."""
        first, last = np.searchsorted(self._windows.article, [number, number + 1])
        return int(first + np.argmax(self._scores[first:last])) if first < last else None

    def _excerpt(self, number: int, windows: Windows, scores: Floats, best: int, limit: int) -> Excerpt:
        scored = self._scored
        article = self._index.article(scored.found[number].row)
        window = self._window(article.text, number, windows, best, limit)
        hits = self._hits(number, window)
        passage = scored.found[number].passages[0]
        spans = [(start - window.start, min(end, window.end) - window.start) for _, start, end in hits]
        return Excerpt(
            article,
            window.start,
            window.end,
            float(scores[best]),
            highlights=highlights(article.text[window.start : window.end], spans, self._parsed.text),
            cut_start=window.cut_start,
            cut_end=window.cut_end,
            matches=self._matches([one[0] for one in hits], spans),
            recency=passage.score / passage.bm25 if passage.bm25 > 0 else 1.0,
        )

    def _window(self, text: str, number: int, windows: Windows, row: int, limit: int) -> Window:
        """The window as a slice of its article; a sentence longer than `limit` is cut at a clause."""
        base = int(self._scored.read.base[number])
        first, last = int(windows.first[row]), int(windows.last[row])
        start, end = int(windows.start[row]) - base, int(windows.end[row]) - base
        if end - start <= limit:
            ends = self._scored.read.sentence_end - base
            while last > first and text[start:end].rstrip(_CLOSING).endswith(("?", "？")):
                last -= 1  # the heading of a paragraph that is not quoted
                end = int(ends[last])
            return Window(first, last, start, end)
        weights = self._scored.of.weights
        hits = [(place, float(weights[term])) for term, place, _ in self._hits(number, Window(first, last, start, end))]
        return cut(text, first, (start, end), limit, hits)

    def _hits(self, number: int, window: Window) -> list[tuple[int, int, int]]:
        """The question's terms that begin in the window: their number, start and end in the article."""
        read = self._scored.read
        base = int(read.base[number])
        first, last = np.searchsorted(read.start, [window.start + base, window.end + base])
        rows = np.arange(first, last)[read.number[first:last] >= 0]
        return [
            (int(read.number[row]), int(read.start[row]) - base, int(read.end[row]) - base) for row in rows.tolist()
        ]

    def _matches(self, numbers: Sequence[int], spans: Sequence[tuple[int, int]]) -> tuple[Match, ...]:
        places: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for number, span in zip(numbers, spans, strict=True):
            places[number].append(span)
        terms = self._parsed.terms
        return tuple(
            Match(terms[number].text, terms[number].word, tuple(found), terms[number].weight)
            for number, found in places.items()
        )
