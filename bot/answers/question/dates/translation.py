"""Date phrases of other languages, word by word and phrase by phrase as the English ones they stand for.

The rules of reading dates are written once, for English. A question in another language is read by the same rules after
its date words are translated: "vor zwei Jahren" becomes "two years ago", "la semana pasada" becomes "last week". Every
English word keeps the place in the question of the words it stands for, so what is cut out is what was written. Words
that say nothing of dates become words that English does not have: German "Fall" is no autumn.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, NamedTuple

from bot.answers.question.dates.languages import dutch, french, german, italian, portuguese, spanish
from bot.language.months import MONTH_NAMES, MONTHS
from bot.language.words import word_set

_LEXICONS: Final[Mapping[str, tuple[Mapping[str, str], str]]] = {
    "dutch": (dutch.WORDS, dutch.PHRASES),
    "french": (french.WORDS, french.PHRASES),
    "german": (german.WORDS, german.PHRASES),
    "italian": (italian.WORDS, italian.PHRASES),
    "portuguese": (portuguese.WORDS, portuguese.PHRASES),
    "spanish": (spanish.WORDS, spanish.PHRASES),
}
LANGUAGES: Final = frozenset(_LEXICONS) | {"english"}

_ROMAN: Final = {
    name: number
    for number, name in enumerate(["xi", "xii", "xiii", "xiv", "xv", "xvi", "xvii", "xviii", "xix", "xx", "xxi"], 11)
}
_PART: Final = re.compile(r"([qhts])([1-4])")  # a quarter or half: "Q3", "H1"; in Romance languages "T3", "S1" as well
_ORDINAL: Final = re.compile(r"([1-4])(?:\.?[ºª°]|e|er|re|ère|eme|ème|de|ste|o|a)?")
_CENTURY: Final = re.compile(r"(\d\d)(?:e|º|°|ème|de|ste)?|([xvi]+)e?")
_DECADE: Final = re.compile(r"(\d0|\d\d\d0)(?:ern?|s)?")
_ENGLISH_MONTHS: Final = tuple(name.lower() for name in MONTH_NAMES["en"])
_OTHER: Final = "·"  # before a word that says nothing of dates; like a comma, it ends a date phrase
_YEAR: Final = re.compile(r"1[0-9]{3}|20[0-9]{2}")


class Piece(NamedTuple):
    """A word of the question: as it is written, in lower case, and where it stands."""

    text: str
    key: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Language:
    """`words` are translated one by one, `phrases` before them: by their first word or kind, longest first."""

    words: Mapping[str, str]
    phrases: Sequence[tuple[Sequence[str], Sequence[str]]]
    bare_years: bool
    romance: bool


def translated(pieces: Sequence[Piece], language: str) -> list[Piece]:
    """The pieces of a question in `language` as English ones, each with the place of what it stands for.

    Of a language that is not known here only digits and marks are left: "2020-10-28" is read in every language.
    """
    known = _language(language)
    pieces = list(_with_ordinals(pieces)) if known.words else pieces
    found: list[Piece] = []
    place = 0
    while place < len(pieces):
        step, english = _at(pieces, place, known)
        if english and english[0].key == "on" and found and found[-1].key in _BEFORE_A_DAY:
            english = english[1:]  # French "après le 3 mai"
        found.extend(english)
        place += step
    return found


def _with_ordinals(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """The pieces with "2.º" and "1°" as one each."""
    place = 0
    while place < len(pieces):
        first, end = pieces[place], place + 1
        if first.key.isascii() and first.key.isdigit() and len(first.key) <= _DAY_DIGITS:
            dotted = end < len(pieces) and pieces[end].key == "." and pieces[end].start == first.end
            mark = pieces[end + dotted] if end + dotted < len(pieces) else None
            if mark and mark.key in {"º", "ª", "°"} and mark.start == first.end + dotted:
                first = Piece(f"{first.text}º", f"{first.key}º", first.start, mark.end)
                end += dotted + 1
        yield first
        place = end


def _at(pieces: Sequence[Piece], place: int, known: _Language) -> tuple[int, list[Piece]]:
    """How many pieces from `place` are translated together, and what they become."""
    for pattern, english in known.phrases:
        matched = _matched(pieces, place, pattern, known)
        if matched is not None:
            first, last = pieces[place], pieces[place + len(pattern) - 1]
            return len(pattern), [_english(matched.get(word, word), first.start, last.end) for word in english]
    piece = pieces[place]
    if piece.key in known.words and known.words[piece.key] not in _DECADES:  # Spanish "ochenta" alone is eighty
        words = known.words[piece.key].split()
        return 1, [_english(word, piece.start, piece.end) for word in words]
    part = _PART.fullmatch(piece.key) if known.words else None
    if part and (part[1] in "qh" or known.romance):
        return 1, [Piece(piece.text, f"{_PARTS[part[1]]}{part[2]}", piece.start, piece.end)]
    if known.romance and (day := _digits(piece.key, known.words)) not in (None, piece.key):
        return 1, [_english(day or "", piece.start, piece.end)]  # Portuguese "1º de janeiro"
    if not piece.key[0].isalpha() and piece.key[0] not in "'’":
        year = known.bare_years and _YEAR.fullmatch(piece.key) and place > 0 and pieces[place - 1].text.islower()
        if year and known.words.get(pieces[place - 1].key, "was") in _VERBS:  # German: "Was geschah 1969?"
            return 1, [_english("in", piece.start, piece.start), piece]
        return 1, [piece]
    return 1, [Piece(piece.text, f"{_OTHER}{piece.key}", piece.start, piece.end)]


def _english(word: str, start: int, end: int) -> Piece:
    """An English word in the place of another; names of months and days have their capital, whatever theirs had."""
    return Piece(word.capitalize() if word in _CAPITAL else word, word, start, end)


def _matched(pieces: Sequence[Piece], place: int, pattern: Sequence[str], known: _Language) -> dict[str, str] | None:
    """What the kinds of word in `pattern` stand for at `place`; None where it does not fit."""
    found: dict[str, str] = {}
    if place + len(pattern) > len(pieces):
        return None
    for step, part in enumerate(pattern):
        key = pieces[place + step].key
        if part[0] in _KINDS:
            value = _KINDS[part[0]](key, known.words)
            if value is None:
                return None
            found[part] = value
        elif part != key:
            return None
    return found


def _of(kind: frozenset[str]) -> Callable[[str, Mapping[str, str]], str | None]:
    def read(key: str, words: Mapping[str, str]) -> str | None:
        english = words.get(key)
        return english if english in kind else None

    return read


def _count(key: str, words: Mapping[str, str]) -> str | None:
    english = words.get(key)
    return key if key.isascii() and key.isdigit() and len(key) <= 2 else english if english in _COUNTS else None


def _digits(key: str, words: Mapping[str, str]) -> str | None:
    del words
    found = re.fullmatch(r"(\d\d?)(?:er|º)?", key)
    return found[1] if found else None


def _with_th(key: str, words: Mapping[str, str]) -> str | None:
    if (word := words.get(key)) in _DAYS_IN_WORDS:
        return word
    found = re.fullmatch(r"(\d\d?)(?:e|de|ste)?", key)
    return f"{found[1]}th" if found and not words.get(key) else None


def _quarter(key: str, words: Mapping[str, str]) -> str | None:
    word, digit = words.get(key), _ORDINAL.fullmatch(key)
    return word if word in _ORDINALS else _NUMBERED[int(digit[1]) - 1] if digit else None


def _year(key: str, words: Mapping[str, str]) -> str | None:
    del words
    return key if _YEAR.fullmatch(key) else None


def _decade(key: str, words: Mapping[str, str]) -> str | None:
    digits = _DECADE.fullmatch(key.lstrip("'’"))
    english = words.get(key)
    return f"{digits[1]}s" if digits else english if english in _DECADES else None


def _century(key: str, words: Mapping[str, str]) -> str | None:
    found = _CENTURY.fullmatch(key)
    if found is None:
        english = words.get(key)
        return english if english is not None and english.endswith("th") else None
    number = int(found[1]) if found[1] else _ROMAN.get(found[2])
    return f"{number}th" if number is not None else None


_COUNTS: Final = frozenset(
    [
        "a",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "twelve",
        "few",
        "couple",
        "several",
    ]
)
_DECADES: Final = frozenset(
    ["twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties"]
)
_UNITS: Final = word_set("hour day week month year decade quarter weekend")
_SEASONS: Final = word_set("spring summer autumn winter")
_WEEKDAYS: Final = word_set("monday tuesday wednesday thursday friday saturday sunday")
_NUMBERED: Final = ("first", "second", "third", "fourth")
_ORDINALS: Final = frozenset(_NUMBERED)
_CAPITAL: Final = _WEEKDAYS | frozenset(_ENGLISH_MONTHS)
_DAYS_IN_WORDS: Final = word_set("13th")
_PARTS: Final = {"q": "q", "t": "q", "h": "h", "s": "h"}
_ROMANCE: Final = word_set("french italian portuguese spanish")
_BEFORE_A_DAY: Final = word_set("on since after before until from to between and by")
_DAY_DIGITS: Final = 2
_VERBS: Final = word_set("happened was did will")
# The kinds of word that a phrase may hold, by the capital letter that stands for them in the phrases.
_KINDS: Final[Mapping[str, Callable[[str, Mapping[str, str]], str | None]]] = {
    "N": _count,
    "D": _digits,
    "Y": _year,
    "E": _decade,
    "C": _century,
    "U": _of(_UNITS),
    "S": _of(_SEASONS),
    "W": _of(_WEEKDAYS),
    "M": _of(frozenset(_ENGLISH_MONTHS)),
    "H": _with_th,
    "O": _quarter,
    "T": _of(_UNITS | _SEASONS | _WEEKDAYS | frozenset(_ENGLISH_MONTHS)),
}


@cache
def _language(name: str) -> _Language:
    lexicon, table = _LEXICONS.get(name, ({}, ""))
    words = {foreign: english for english, many in lexicon.items() for foreign in many.split()}
    if words:
        words |= {month: _ENGLISH_MONTHS[number - 1] for month, number in MONTHS.items() if month not in words}
    phrases = sorted(_phrases(table), key=lambda phrase: -len(phrase[0]))
    return _Language(words, phrases, bare_years=name == "german", romance=name in _ROMANCE)


def _phrases(table: str) -> Iterator[tuple[Sequence[str], Sequence[str]]]:
    """Reads "vor N U = N U ago"; "a/b" in a pattern stands for either word."""
    for line in table.strip().splitlines():
        left, _, right = line.partition("=")
        patterns: list[list[str]] = [[]]
        for word in left.split():
            patterns = [[*pattern, one] for pattern in patterns for one in word.split("/")]
        for pattern in patterns:
            yield pattern, right.split()
