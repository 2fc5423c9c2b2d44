"""Shorter excerpts for a card: of the first its core, of the others the sentence that holds most of the question."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import groupby
from operator import itemgetter

from bot.language.boilerplate import is_boilerplate, is_link_or_caption, lead_in
from bot.model import Excerpt
from bot.search.analysis.sentences import sentences

LEAD_SENTENCES, LEAD_WORDS = 2, 60

Span = tuple[int, int]

_LEADS_ON = re.compile(r":\s*$|^\s*\(?\d{1,3}[.)]\s*$")  # "These were recalled:", "24."


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
        return _from_sentence(excerpt, spans, 0, len(text))
    skipped = _boilerplate(text, spans, is_boilerplate)
    if excerpt.core is not None:
        start, end = (place - excerpt.start for place in excerpt.core)
        inside = [span for span in spans if start <= span[0] and span[1] <= end]
        parts = _without([span in skipped for span in inside], inside)
        best = max(parts, key=lambda run: (round(_held(excerpt, run), 6), run[1] - run[0]), default=None)
        if best is not None and (best == (start, end) or _held(excerpt, best) > 0):
            return _from_sentence(excerpt, spans, *best)
    said = [span not in skipped for span in spans]
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
    return _from_sentence(excerpt, spans, start, end)


def _boilerplate(text: str, spans: Sequence[Span], is_boilerplate: Callable[[str], bool]) -> set[Span]:
    """The sentences that report nothing, by themselves or as part of a paragraph such as a link to an article."""
    found, start = {span for span in spans if is_boilerplate(text[slice(*span)])}, 0
    for paragraph in text.split("\n\n"):
        end = start + len(paragraph)
        if is_link_or_caption(paragraph):
            found.update(span for span in spans if start <= span[0] and span[1] <= end)
        start = end + 2
    return found


def _without(boilerplate: Sequence[bool], spans: Sequence[Span]) -> list[Span]:
    """The longest runs of `spans` none of which is `boilerplate`."""
    groups = groupby(zip(boilerplate, spans, strict=True), key=itemgetter(0))
    runs = [[span for _, span in group] for skipped, group in groups if not skipped]
    return [(run[0][0], run[-1][1]) for run in runs]


def _from_sentence(excerpt: Excerpt, spans: Sequence[Span], start: int, end: int) -> Excerpt:
    """The slice of whole sentences, without a dateline, a question that heads them, or what leads to a list."""
    text = excerpt.text
    inside = [span for span in spans if start <= span[0] and span[1] <= end]
    while len(inside) > 1 and _LEADS_ON.search(text[slice(*inside[-1])]):
        inside.pop()
        end = inside[-1][1]
    if len(inside) > 1:
        heading, rest = text[start : inside[0][1]], (inside[1][0], end)
        asks = heading.rstrip().endswith("?") and "\n" in text[inside[0][0] : inside[1][0]].lstrip()
        if asks and _held(excerpt, rest) >= _held(excerpt, (start, end)):
            start = rest[0]
    return _part(excerpt, start + lead_in(text[start:end]), end)


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
