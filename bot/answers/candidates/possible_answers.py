"""Possible answers in a text: names, numbers and quotations that the question does not contain."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from bot.answers.question.answer_type import AnswerType
from bot.answers.question.dates.vocabulary import FULL_WEEKDAYS
from bot.language.months import ENGLISH_MONTH_NAMES
from bot.language.words import word_set

_QUOTE: Final = re.compile(r"[“\"«]")
_TIME: Final = re.compile(r"(?:19|20)\d\d$|\d\d?$")
_TIMES: Final = ENGLISH_MONTH_NAMES | FULL_WEEKDAYS
_COUNTS: Final = word_set(
    """
    two three four five six seven eight nine ten eleven twelve dozen dozens hundred thousand million billion trillion
    half twice third percent
    """
)
_COUNTED: Final = frozenset({AnswerType.NUMBER, AnswerType.MONEY})
_QUOTED: Final = frozenset({AnswerType.WORDS, AnswerType.TITLE, AnswerType.THING, AnswerType.REASON})


def possible_answers(
    text: str, first: int, last: int, words: Sequence[tuple[str, int]], wanted: AnswerType
) -> list[int]:
    """Returns the starts of what could be the answer in `text[first:last]`, ascending, by the expected answer type.

    Where the question does not tell its type, any name, number or quotation counts. `words` are the words of the text
    that are not in the question, with their offsets; stop words are left out, so a capital marks a name.
    """
    if wanted in _COUNTED:
        found = [start for word, start in words if word[0].isdigit() or word.lower() in _COUNTS]
    elif wanted is AnswerType.TIME:
        found = [start for word, start in words if word.lower() in _TIMES or _TIME.match(word)]
    elif wanted is AnswerType.WORDS:
        found = []
    elif wanted in (AnswerType.THING, AnswerType.REASON):
        found = [start for word, start in words if not word[0].islower()]
    else:
        found = [start for word, start in words if word[0].isupper()]
    if wanted in _QUOTED:
        found.extend(match.start() for match in _QUOTE.finditer(text, first, last))
        found.sort()
    return found
