"""An article in pages: cut between paragraphs where that can be, then between lines, sentences, words."""

from __future__ import annotations

import re

from bot.language.sentence_ends import SENTENCE_END

PAGE = 3500  # characters of markdown: with the caption, what a message takes
_BREAKS = (re.compile(r"\n(?=[ \t]{0,20}\n)"), re.compile(r"\n"), SENTENCE_END, re.compile(r"\s"))  # best first
_LONG = re.compile(r"[\\*_~`|<>\[\]#@/+=:&.)\-\U00010000-\U0010ffff]")  # may take a backslash, or counts as two

Span = tuple[int, int]


def pages(text: str) -> list[Span]:
    """The slices `[start, end)` that the reader shows, without the blanks between them; at least one."""
    found: list[Span] = []
    start = _next(text, 0)
    while start < len(text):
        end = _end(text, start)
        found.append((start, start + len(text[start:end].rstrip())))
        start = _next(text, end)
    return found or [(0, 0)]


def page_of(spans: list[Span], offset: int) -> int:
    """The number of the page on which `offset` stands."""
    return max((number for number, (start, _) in enumerate(spans) if start <= offset), default=0)


def _next(text: str, place: int) -> int:
    while place < len(text) and text[place].isspace():
        place += 1
    return place


def _end(text: str, start: int) -> int:
    limit = _fitting(text, start)
    if limit == len(text):
        return limit
    for pattern in _BREAKS:
        ends = [match.end() for match in pattern.finditer(text, start + (limit - start) // 2, limit)]
        if ends:
            return ends[-1]
    return limit


def _fitting(text: str, start: int) -> int:
    """How far a page from `start` may reach, each character counted as long as it can become."""
    end = min(len(text), start + PAGE)
    for number, long in enumerate(_LONG.finditer(text, start, end), start=1):
        if long.end() - start + number > PAGE:
            return long.start()
        end = min(end, start + PAGE - number)
    return end
