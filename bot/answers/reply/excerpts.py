"""From scored windows to excerpts: a longer one of the best article, a sentence or two of each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from bot.answers.candidates.choosing import Scored
from bot.answers.candidates.features import Windows
from bot.answers.candidates.query_terms import Floats
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
        self, index: Index, scored: Scored, parsed: ParsedQuestion, tuning: Tuning, numbers: Sequence[int]
    ) -> None:
        """`numbers` are the articles to be quoted."""
        self._index, self._scored, self._parsed, self._tuning = index, scored, parsed, tuning
        limit = tuning.excerpt_characters
        self._short = scored.features.windows(limit, numbers)
        self._scores = self._short.values @ np.array(tuning.weights.vector())

    def lead(self, number: int) -> Excerpt:
        """The longer excerpt of an article."""
        scored = self._scored
        excerpt = self._excerpt(number, scored.windows, scored.scores, self._tuning.lead_characters)
        return replace(excerpt, core=self._core(number, excerpt))

    def short(self, number: int) -> Excerpt:
        """The shorter excerpt of an article."""
        return self._excerpt(number, self._short, self._scores, self._tuning.excerpt_characters)

    def _core(self, number: int, excerpt: Excerpt) -> tuple[int, int] | None:
        """The best window of whole sentences in the excerpt that has `core_characters`; None where it is all of it."""
        limit = self._tuning.core_characters
        if excerpt.end - excerpt.start <= limit:
            return None
        windows = self._scored.features.windows(limit, [number])
        base = int(self._scored.read.base[number])
        start, end = windows.start - base, windows.end - base
        inside = np.flatnonzero((start >= excerpt.start) & (end <= excerpt.end) & (end - start <= limit))
        if not len(inside):
            return None
        scores = windows.values[inside] @ np.array(self._tuning.weights.vector())
        window = self._window(excerpt.article.text, number, windows, int(inside[int(np.argmax(scores))]), limit)
        return window.start, window.end

    def _excerpt(self, number: int, windows: Windows, scores: Floats, limit: int) -> Excerpt:
        scored = self._scored
        article = self._index.article(scored.found[number].row)
        first, last = np.searchsorted(windows.article, [number, number + 1])
        best = int(first + np.argmax(scores[first:last]))
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
            others=self._others(article.text, number, window),
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

    def _others(self, text: str, number: int, chosen: Window) -> tuple[tuple[int, int], ...]:
        """Further windows of the article, best first, that share nothing."""
        short, limit = self._short, self._tuning.excerpt_characters
        first, last = np.searchsorted(short.article, [number, number + 1])
        order = first + np.argsort(-self._scores[first:last], kind="stable")
        order = order[short.hits[order] > 0]
        base = int(self._scored.read.base[number])
        places = zip(
            order.tolist(), (short.start[order] - base).tolist(), (short.end[order] - base).tolist(), strict=True
        )
        kept = [(chosen.start, chosen.end)]
        for row, first_character, last_character in places:
            if len(kept) > self._tuning.further_excerpts:
                break
            span = first_character, last_character
            if last_character - first_character > limit:
                window = self._window(text, number, short, row, limit)
                if not self._hits(number, window):
                    continue
                span = window.start, window.end
            if all(span[1] <= start or end <= span[0] for start, end in kept):
                kept.append(span)
        return tuple(kept[1:])

    def _matches(self, numbers: Sequence[int], spans: Sequence[tuple[int, int]]) -> tuple[Match, ...]:
        places: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for number, span in zip(numbers, spans, strict=True):
            places[number].append(span)
        terms = self._parsed.terms
        return tuple(
            Match(terms[number].text, terms[number].word, tuple(found), terms[number].weight)
            for number, found in places.items()
        )
