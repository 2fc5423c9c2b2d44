"""The names, numbers and quotations of a text that its question has not: what an answer looks like."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from typing import Final

from bot.answers.asked import Wanted
from bot.answers.dates.words import listed
from bot.search import Token

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
_NAMED: Final = frozenset({Wanted.PERSON, Wanted.PLACE, Wanted.TITLE, Wanted.NAME})
_COUNTED: Final = frozenset({Wanted.NUMBER, Wanted.MONEY})
_QUOTED: Final = frozenset({Wanted.WORDS, Wanted.TITLE})


def marks(text: str, tokens: Sequence[Token], known: Container[str], wanted: Wanted) -> list[int]:
    """Returns where in `text` something begins that could be the answer, of the kind that is `wanted`.

    Where the question does not say which kind, any name, number or quotation will do. `tokens` are those of `text`,
    `known` the terms of the question, which are no answer to it.
    """
    found = [start for term, start, end in tokens if term not in known and _fits(text[start:end], wanted)]
    if wanted in _QUOTED or wanted in (Wanted.THING, Wanted.REASON):
        found.extend(match.start() for match in _QUOTE.finditer(text))
        found.sort()
    return found


def _fits(word: str, wanted: Wanted) -> bool:
    """Whether `word` is of the kind. A stop word with a sentence's capital, having no term, is never asked about."""
    if word[0].isupper():
        return (
            wanted not in _COUNTED
            and wanted is not Wanted.WORDS
            and (wanted is not Wanted.TIME or word.lower() in _TIMES)
        )
    if word[0].isdigit():
        return wanted not in _NAMED and (wanted is not Wanted.TIME or bool(_TIME.match(word)))
    return wanted in _COUNTED and word in _COUNTS
