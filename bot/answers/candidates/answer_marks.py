"""The names, numbers and quotations of a text that its question has not: what an answer looks like."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from bot.answers.question.answer_type import Wanted
from bot.language.words import listed

_QUOTE: Final = re.compile(r"[“\"«]")
_TIME: Final = re.compile(r"(?:19|20)\d\d$|\d\d?$")
_TIMES: Final = listed(
    """
    january february march april may june july august september october november december
    monday tuesday wednesday thursday friday saturday sunday
    """
)
_COUNTS: Final = listed(
    """
    two three four five six seven eight nine ten eleven twelve dozen dozens hundred thousand million billion trillion
    half twice third percent
    """
)
_COUNTED: Final = frozenset({Wanted.NUMBER, Wanted.MONEY})
_QUOTED: Final = frozenset({Wanted.WORDS, Wanted.TITLE, Wanted.THING, Wanted.REASON})


def marks(text: str, first: int, last: int, words: Sequence[tuple[str, int]], wanted: Wanted) -> list[int]:
    """Returns where in `text[first:last]` something begins that could be the answer, of the kind that is `wanted`.

    Where the question does not say which kind, any name, number or quotation will do. `words` are those of the text
    that the question has not, each with its place; stop words are not among them, so a capital makes a name.
    """
    if wanted in _COUNTED:
        found = [start for word, start in words if word[0].isdigit() or word.lower() in _COUNTS]
    elif wanted is Wanted.TIME:
        found = [start for word, start in words if word.lower() in _TIMES or _TIME.match(word)]
    elif wanted is Wanted.WORDS:
        found = []
    elif wanted in (Wanted.THING, Wanted.REASON):
        found = [start for word, start in words if not word[0].islower()]
    else:
        found = [start for word, start in words if word[0].isupper()]
    if wanted in _QUOTED:
        found.extend(match.start() for match in _QUOTE.finditer(text, first, last))
        found.sort()
    return found
