"""The names in a question or excerpt: runs of capitalised words, with the numbers that belong to them ("Beagle 2")."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from bot.language.words import word_set

# A capital opens these words only because they open the sentence.
OPENING: Final = word_set(
    "a about after all also am an and any are as at be been before but by can could did do does during even every "
    "few for from had has have he her here his how i if in into is it its just last let many may me might more "
    "most much my name no not now of on one or our out over please quote say she should show since so some such "
    "tell than that the their them then there these they this those though through to today under until up us was "
    "we were what when where whether which while who whom whose why will with without would yes yesterday you "
    "your"
)
_LINKS: Final = word_set("of the de la le van von der den di da del bin al")
_WORD: Final = r"[^\W\d_](?:[^\W_]|['’](?!s\b)(?=[^\W_])|-(?=[^\W_])|\.(?=[^\W_]\.|[^\W_]\b))*"
_LONGEST: Final = 5  # words of one name; a headline in capitals is not a name
_READ: Final = 2000  # characters looked at


@dataclass(frozen=True, slots=True)
class Name:
    """A name and where it stands: `text[start:end]`."""

    name: str
    start: int
    end: int

    @property
    def words(self) -> frozenset[str]:
        """Its words in lower case, to tell "Teigen" and "Chrissy Teigen" are one."""
        return frozenset(self.name.lower().split())


_TOKEN: Final = re.compile(rf"{_WORD}|[0-9]+[A-Z]?(?![^\W_])|[0-9]+|\S")
_NUMBER: Final = re.compile(r"[0-9]{1,4}[A-Z]?").fullmatch  # "Beagle 2", "Supernova 1987A"
_SENTENCE_ENDS: Final = frozenset('.!?:“"‘(')


def names(text: str) -> list[Name]:
    """The names of `text` in their order. A word that opens a sentence counts when it can be nothing but a name."""
    found: list[Name] = []
    run: list[re.Match[str]] = []
    opening = True
    if text.isupper():
        return []  # a name cannot be told from emphasis
    for token in _TOKEN.finditer(text[:_READ]):
        word = token.group()
        if run and token.start() != run[-1].end() + 1:
            _close(run, found)
        if _is_name(word, opening=opening) or (run and (word in _LINKS or _NUMBER(word))):
            run.append(token)
        else:
            _close(run, found)
        opening = word in _SENTENCE_ENDS
    _close(run, found)
    return found


def _is_name(word: str, *, opening: bool) -> bool:
    if not word[0].isupper() or (opening and word.endswith("ing")):
        return False
    return word.lower() not in OPENING or (len(word) > 1 and word.isupper())  # "us" and "US"


def _close(run: list[re.Match[str]], found: list[Name]) -> None:
    while run and run[-1].group() in _LINKS:
        run.pop()
    if run and len(run) <= _LONGEST:
        start, end = run[0].start(), run[-1].end()
        found.append(Name(run[0].string[start:end], start, end))
    run.clear()
