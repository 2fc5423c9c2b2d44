"""Text to terms: what counts as a word, which words are left out, and which forms of a word mean the same."""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Collection
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

import nltk
from nltk.stem.snowball import SnowballStemmer

from bot.errors import SettingsError
from bot.search.analysis.stopwords import STOP_WORDS

RULES = 1  # raise it when a change below gives any text other terms: older indexes are then rebuilt

# Scripts written without blanks between words: every letter is a word of its own.
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
_ACCENTS = dict.fromkeys(range(768, 880))


def _marks() -> str:
    """The combining marks (and the soft hyphen) as a character class: they belong to the letter before them."""
    ranges: list[list[int]] = [[0xAD, 0xAD]]
    blocks = (range(0x300, 0x3400), range(0xA000, 0xAC00), range(0xFB00, 0xFF00), range(0x11000, 0x11800))
    for code in (code for block in blocks for code in block):
        if unicodedata.category(chr(code)) in ("Mn", "Mc", "Me"):
            if ranges[-1][1] == code - 1:
                ranges[-1][1] = code
            else:
                ranges.append([code, code])
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in ranges)


_MARKS = _marks()
_LETTER = rf"[^\W_{_UNSPACED}]"
# What nltk's RegexpTokenizer would be given; its guard against endless matching, which this cannot have, costs half.
WORD = re.compile(rf"[{_UNSPACED}][{_MARKS}]*|{_LETTER}+(?:[{_MARKS}]+{_LETTER}*)*")


# Every suffix that nltk's English stemmer takes away or changes ends with one of these (a test holds them together).
_ENGLISH_SUFFIXES = (
    *("anci", "ant", "ator", "e", "ed", "enci", "ent", "er", "ic", "ing"),
    *("ion", "ism", "iti", "l", "li", "ogi", "s", "y"),
)
_GERMAN_PLURAL = re.compile(
    r"\w\w(?:o|[^\Waeiouäöü\d_]a)s$"
)  # Kinos, Kameras: nltk's stemmer keeps the s after a vowel
_PARTS = re.compile(f"({WORD.pattern})")


class Token(NamedTuple):
    """A word of a text that can be looked for: `text[start:end]`, known to the index as `term`."""

    term: str
    start: int
    end: int


class Analyzer:
    """Words of one language to terms. The same text gives the same terms wherever `version` is the same.

    A word is a run of letters, digits and their combining marks in any script, or a single letter in scripts that put
    no blanks between words. Its term is the nltk Snowball stem of its lower-cased NFKC form, without accents; stop
    words have none.
    """

    def __init__(self, language: str = "english") -> None:
        """Raises SettingsError for a language that nltk's Snowball stemmer does not know."""
        if language not in SnowballStemmer.languages:
            known = ", ".join(sorted(SnowballStemmer.languages))
            raise SettingsError(f"CORPUS_LANGUAGE: there is no stemmer for {language!r}; choose one of {known}.")
        self.language = language
        self.version = f"{language}/{RULES}/nltk {nltk.__version__}/unicode {unicodedata.unidata_version}"
        self._stop = STOP_WORDS.get(language, frozenset())
        self._stemmer = SnowballStemmer(language)
        self._turn = threading.Lock()  # some of nltk's stemmers keep the word at hand in themselves
        # 32,768 words cover a language's daily use; an endless stream of new words evicts only others of its kind.
        self._known = lru_cache(maxsize=1 << 15)(self.term)

    def terms(self, text: str) -> list[str]:
        """The terms of `text` in its order, repeats included."""
        known = self._known
        return [term for word in WORD.findall(text) if (term := known(word))]

    def tokens(self, text: str) -> list[Token]:
        """As `terms`, with the place of each word in `text`."""
        words, ends = _placed(text)
        return [
            Token(term, end - len(word), end)
            for term, word, end in zip(map(self._known, words), words, ends, strict=True)
            if term
        ]

    def tokens_among(self, terms: Collection[str], text: str) -> list[Token]:
        """Those `tokens` of `text` that are one of `terms`: for a few terms in a long text, several times as fast."""
        known = self._known
        words, ends = _placed(text)
        # Stemmers take from the end: an ASCII word that begins with another letter need not be asked for its term.
        # Russian's spells Latin letters in Cyrillic ones.
        firsts = {letter for term in terms for letter in (term[0], term[0].upper())}
        if self.language == "russian":
            firsts.update(word[0] for word in words)
        return [
            Token(term, end - len(word), end)
            for word, end in zip(words, ends, strict=True)
            if (word[0] in firsts or not word.isascii()) and (term := known(word)) in terms
        ]

    def words(self, text: str) -> list[str]:
        """Every word of `text` as it stands there, stop words included."""
        return WORD.findall(text)

    def term(self, word: str) -> str:
        """The term of a single word, or "" for a stop word."""
        lower = word.lower()
        if not lower.isascii():
            lower = unicodedata.normalize("NFKC", lower).replace("\xad", "")
        if lower in self._stop:
            return ""
        if self.language == "english":  # other languages' stemmers read the accents
            lower = _without_accents(lower)
            if lower.isascii() and not lower.endswith(_ENGLISH_SUFFIXES):
                return lower
        elif self.language == "german" and _GERMAN_PLURAL.search(lower):
            lower = lower[:-1]
        with self._turn:
            stem: str = self._stemmer.stem(lower)
        return _without_accents(stem) or lower


def _placed(text: str) -> tuple[list[str], list[int]]:
    """The words of `text` and where each ends. Splitting costs half of asking a match for every word's place."""
    parts = _PARTS.split(text)
    return parts[1::2], list(accumulate(map(len, parts)))[1::2]


def plain(text: str) -> str:
    """Words in lower case without accents, one blank between: for comparing titles as people type them."""
    flat = text.lower()
    if not flat.isascii():
        flat = "".join(char for char in unicodedata.normalize("NFKD", flat) if not unicodedata.combining(char))
    return " ".join(re.findall(r"[^\W_]+", flat))


def _without_accents(word: str) -> str:
    if word.isascii():
        return word
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", word).translate(_ACCENTS))
