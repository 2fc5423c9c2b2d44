"""Shorter excerpts for a card: of the first its core, of the others the sentence that holds most of the question."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.answers.question.answer_type import AnswerType, expected_answer
from bot.language.boilerplate import is_boilerplate
from bot.model import Excerpt
from bot.search.analysis.sentences import sentences

LEAD_SENTENCES, LEAD_WORDS = 2, 60
# What new facts weigh beside all matched words, and how many count. Measured on 384 questions of an archive of 26,564
# articles: 96 -> 102 leads keep the answer.
_FACTS_WEIGHT, _MOST_FACTS = 0.6, 3
_NUMERIC = {AnswerType.TIME, AnswerType.NUMBER, AnswerType.MONEY, AnswerType.SHARE}
_WORD = re.compile(r"\w+")
_NUMERAL = (
    r"\d[\d.,]*|\b(?i:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|hundred|thousand|[mb]illion|percent)\b"
)
_NUMBER = re.compile(_NUMERAL)
_FACT = re.compile(rf"(?<=[\w,;:(“\"] )[^\W\d_a-z][\w’'-]+|{_NUMERAL}")

Span = tuple[int, int]


def shortened(
    excerpts: Sequence[Excerpt], question: str = "", is_boilerplate: Callable[[str], bool] = is_boilerplate
) -> tuple[Excerpt, ...]:
    """The first excerpt with up to two sentences of about 60 words together, the others with one: no boilerplate."""
    wanted = _Wanted(question, is_boilerplate)
    return tuple(
        _short(excerpt, LEAD_SENTENCES if number == 0 else 1, LEAD_WORDS, wanted)
        for number, excerpt in enumerate(excerpts)
    )


class _Wanted:
    """What a sentence should bring: the question's words, and something that the question does not say."""

    def __init__(self, question: str, is_boilerplate: Callable[[str], bool]) -> None:
        self.is_boilerplate = is_boilerplate
        self._asked = frozenset(word.lower() for word in _WORD.findall(question))
        self._pattern = _NUMBER if expected_answer(question) in _NUMERIC else _FACT

    def facts(self, text: str) -> int:
        """How many names and numbers `text` has that the question has not, `_MOST_FACTS` at most."""
        if not self._asked:
            return 0
        found = {word.lower() for word in self._pattern.findall(text)}
        return min(len(found - self._asked), _MOST_FACTS)


def reports(excerpt: Excerpt, is_boilerplate: Callable[[str], bool]) -> bool:
    """Whether a sentence of the excerpt that holds a word of the question is more than boilerplate."""
    text = excerpt.text
    return any(
        not is_boilerplate(text[start:end])
        for start, end in sentences(text)
        if not excerpt.matches or _held(excerpt, (start, end)) > 0
    )


def _short(excerpt: Excerpt, most: int, words: int, wanted: _Wanted) -> Excerpt:
    """The excerpt's core; without one, the run of up to `most` sentences with most of the matched words' weight, and new
    facts beside them.

    Of equal ones it is that which begins with the best sentence: what answers follows what was asked for.
    """
    text = excerpt.text
    spans = sentences(text)
    if len(spans) <= 1:
        return excerpt
    if excerpt.core is not None:
        start, end = (place - excerpt.start for place in excerpt.core)
        inside = [text[first:last] for first, last in spans if start <= first and last <= end]
        if not any(map(wanted.is_boilerplate, inside)):
            return _part(excerpt, start, end)
    said = [not wanted.is_boilerplate(text[start:end]) for start, end in spans]
    if not any(said):
        said = [True] * len(spans)
    runs = [
        (spans[first], (spans[first][0], spans[last][1]))
        for first in range(len(spans))
        for last in range(first, min(first + most, len(spans)))
        if all(said[first : last + 1])
        and (first == last or len(text[spans[first][0] : spans[last][1]].split()) <= words)
    ]
    weight = _FACTS_WEIGHT * (sum(match.added for match in excerpt.matches) or 1.0) / _MOST_FACTS

    def worth(run: tuple[Span, Span]) -> tuple[float, float, int]:
        first, (start, end) = run
        held = _held(excerpt, (start, end)) + weight * wanted.facts(text[start:end])
        return round(held, 6), round(_held(excerpt, first), 6), end - start

    _, (start, end) = max(runs, key=worth)
    return _part(excerpt, start, end)


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
