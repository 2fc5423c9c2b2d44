"""Did you mean: a word that the archive does not have, and the nearest ones that it does have."""

from __future__ import annotations

from collections.abc import Callable
from math import log10
from typing import Final

import numpy as np
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

from bot.language.dictionaries import in_dictionary
from bot.search import Index, Query, Word, Words

_SHORTEST: Final = 4  # below, everything is one edit from everything
_TWO_EDITS_FROM: Final = 6  # letters; below, two edits make another word rather than mend one
_LONGEST: Final = 40
_CANDIDATES: Final = 100  # of the nearest are checked for who may see them
_LOOKED_AT: Final = 20  # passages read to find a word as it is spelt; a common spelling stands in the first of them


class Speller:
    """Suggests corrections from the corpus's own words. Keeps nothing of its own: the words stay where they are."""

    def __init__(self, words: Words, language: str) -> None:
        self._words, self._language = words, language

    def suggest(self, word: str, *, visible: Callable[[Word], bool] = lambda _: True, limit: int = 3) -> list[str]:
        """The words that `word` may have been meant to be, best first, capitalised as it was typed.

        Nearest first by optimal string alignment (a swap of neighbours is one edit, as in typing), then those that
        open alike and are frequent. Nothing for a word that the corpus or a dictionary has, for numbers and for very
        short words.
        `visible` tells whether the asker may see a word: one that stands only in another server's articles is never
        suggested, and counts as unknown when typed.
        """
        typed = word.lower()
        if not _SHORTEST <= len(typed) <= _LONGEST or not typed.isalpha() or self._seen(typed, visible):
            return []
        found = self._within(typed, 1, visible, limit) or self._in_two(typed, visible)
        if not found and len(typed) >= _TWO_EDITS_FROM:
            found = self._within(typed, 2, visible, limit)
        if found and in_dictionary(typed, self._language):
            return []
        return [_as_typed(word, one) for one in found]

    def _seen(self, word: str, visible: Callable[[Word], bool]) -> bool:
        """Whether the corpus has exactly this word, for this reader."""
        return word in self._words and any(one.text == word and visible(one) for one in self._words.alike(word, 0))

    def _within(self, typed: str, edits: int, visible: Callable[[Word], bool], limit: int) -> list[str]:
        near = self._words.alike(typed, edits)
        if not near:
            return []
        distances = cdist([typed], [one.text for one in near], scorer=OSA.distance, score_cutoff=edits, dtype=np.uint8)
        ranked = sorted(
            (_cost(typed, near[row], int(distances[0, row])), near[row].text, row)
            for row in np.flatnonzero(distances[0] <= edits).tolist()
            if distances[0, row] and near[row].text.isalpha()
        )
        found: list[str] = []
        for _, text, row in ranked[:_CANDIDATES]:
            if visible(near[row]):
                found.append(text)
                if len(found) == limit:
                    break
        return found

    def _in_two(self, typed: str, visible: Callable[[Word], bool]) -> list[str]:
        """The two words that were typed as one ("moonlanding"); the more evenly cut, the better."""
        cuts = range(_SHORTEST, len(typed) - _SHORTEST + 1)
        for cut in sorted(cuts, key=lambda cut: abs(2 * cut - len(typed))):
            if self._seen(typed[:cut], visible) and self._seen(typed[cut:], visible):
                return [f"{typed[:cut]} {typed[cut:]}"]
        return []


def _cost(typed: str, word: Word, distance: int) -> float:
    """Lower is likelier: edits first, then a changed first letter, which is rare, against how common the word is."""
    alike = next(
        (at for at, (one, other) in enumerate(zip(typed, word.text, strict=False)) if one != other), len(typed)
    )
    return distance + 0.4 * (alike == 0) - 0.2 * alike / len(typed) - 0.1 * min(5.0, log10(1 + word.count))


def _as_typed(typed: str, word: str) -> str:
    """`word` in capitals, with a capital, or in lower case, whichever the asker wrote."""
    if typed.isupper():
        return word.upper()
    return word[:1].upper() + word[1:] if typed[:1].isupper() else word


def visible_to(index: Index, server: int | None) -> Callable[[Word], bool]:
    """For `Speller.suggest`: whether a word stands, spelt just so, in an article that `server` may see.

    That its term does is not enough: "landings" in another server's article would be told by "landing" in a shared one.
    """

    def visible(word: Word) -> bool:
        if not word.term or not index.frequency(word.term, server):
            return False
        for passage in index.rank(Query((word.term,), server=server, limit=_LOOKED_AT)):
            article = index.article(passage.article)
            read = f"{article.title} {article.text[passage.start : passage.end]}"
            if word.text in map(str.lower, index.analyzer.words(read)):
                return True
        return False

    return visible
