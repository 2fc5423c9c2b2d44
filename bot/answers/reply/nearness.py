"""How many excerpts an answer needs: those behind the first only where they nearly match its evidence."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

# Of the first's score. Measured on 386 questions to an archive of 26,564 articles: 142 of the 148 answers among three
# short excerpts are kept, and 2.1 are shown. (By the words held, 0.7: 133 are kept, and 1.7 are shown.)
NEAR = 0.74
# A card of 900 pixels on a phone 400 pixels wide holds so many words, where each excerpt's date and button take as much
# room as some words.
_MOST_WORDS, _WORDS_OF_A_HEADING = 155, 25


def shown_excerpts(scores: Sequence[float], near: float = NEAR) -> int:
    """How many of the excerpts with these `scores` to show, in the order given: the first, and all that follow it
    without a break and have at least `near` times its score. 0 for none.

    `scores` grow with the evidence and are not negative.
    """
    least = near * scores[0] if scores else 0.0
    return sum(1 for _ in takewhile(lambda score: score >= least, scores))


def fitting(words: Sequence[int]) -> int:
    """How many quotes of so many `words` each, in the order given, fit on a phone's screen; the first always."""
    room = _MOST_WORDS
    for number, count in enumerate(words):
        room -= count + _WORDS_OF_A_HEADING
        if room < 0:
            return max(number, 1)
    return len(words)
