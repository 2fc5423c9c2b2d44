"""Shorter excerpts for a card: of the first its core, of the others the sentence that holds most of the question."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import groupby
from operator import itemgetter

from bot.language.boilerplate import is_boilerplate
from bot.model import Excerpt
from bot.search.analysis.sentences import sentences

LEAD_SENTENCES, LEAD_WORDS = 2, 60

Span = tuple[int, int]


def shortened(
    excerpts: Sequence[Excerpt], is_boilerplate: Callable[[str], bool] = is_boilerplate
) -> tuple[Excerpt, ...]:
    """The first excerpt with up to two sentences of about 60 words together, the others with one: no boilerplate."""
    return tuple(
        _short(excerpt, LEAD_SENTENCES if number == 0 else 1, LEAD_WORDS, is_boilerplate)
        for number, excerpt in enumerate(excerpts)
    )


def reports(excerpt: Excerpt, is_boilerplate: Callable[[str], bool]) -> bool:
    """Whether a sentence of the excerpt that holds a word of the question is more than boilerplate."""
    text = excerpt.text
    return any(
        not is_boilerplate(text[start:end])
        for start, end in sentences(text)
        if not excerpt.matches or _held(excerpt, (start, end)) > 0
    )


def _short(excerpt: Excerpt, most: int, words: int, is_boilerplate: Callable[[str], bool]) -> Excerpt:
    """The best part of the core, boilerplate aside; without a core, up to `most` sentences, best by the matched words.

    Of equal ones it is that which begins with the best sentence: what answers follows what was asked for.
    """
    text = excerpt.text
    spans = sentences(text)
    if len(spans) <= 1:
        return excerpt
    if excerpt.core is not None:
        start, end = (place - excerpt.start for place in excerpt.core)
        inside = [span for span in spans if start <= span[0] and span[1] <= end]
        runs = _without([is_boilerplate(text[first:last]) for first, last in inside], inside)
        best = max(runs, key=lambda run: (round(_held(excerpt, run), 6), run[1] - run[0]), default=None)
        if best is not None and (best == (start, end) or _held(excerpt, best) > 0):
            return _part(excerpt, *best)
    said = [not is_boilerplate(text[start:end]) for start, end in spans]
    if not any(said):
        said = [True] * len(spans)
    runs = [
        (spans[first], (spans[first][0], spans[last][1]))
        for first in range(len(spans))
        for last in range(first, min(first + most, len(spans)))
        if all(said[first : last + 1])
        and (first == last or len(text[spans[first][0] : spans[last][1]].split()) <= words)
    ]
    _, (start, end) = max(
        runs,
        key=lambda run: (round(_held(excerpt, run[1]), 6), round(_held(excerpt, run[0]), 6), run[1][1] - run[1][0]),
    )
    return _part(excerpt, start, end)


def _without(boilerplate: Sequence[bool], spans: Sequence[Span]) -> list[Span]:
    """The longest runs of `spans` none of which is `boilerplate`."""
    groups = groupby(zip(boilerplate, spans, strict=True), key=itemgetter(0))
    runs = [[span for _, span in group] for skipped, group in groups if not skipped]
    return [(run[0][0], run[-1][1]) for run in runs]


def _part(excerpt: Excerpt, start: int, end: int) -> Excerpt:
    """The slice `[start, end)` of the excerpt, with the matches in it."""
    return replace(
        excerpt,
        start=excerpt.start + start,
        end=excerpt.start + end,
        highlights=_within(excerpt.highlights, start, end),
        matches=tuple(
            replace(match, spans=held) for match in excerpt.matches if (held := _within(match.spans, start, end))
        ),
        cut_start=excerpt.cut_start and start == 0,
        cut_end=excerpt.cut_end and end == len(excerpt.text),
        core=None,
    )


def _held(excerpt: Excerpt, run: Span) -> float:
    return sum(match.added for match in excerpt.matches if _within(match.spans, *run))


def _within(spans: Sequence[Span], start: int, end: int) -> tuple[Span, ...]:
    """Those of `spans` that lie in the slice, as offsets into it."""
    return tuple((first - start, last - start) for first, last in spans if start <= first and last <= end)
