"""The words that dates are written with, and a question cut into words with their places."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.answers.question.dates.translation import Piece, translated
from bot.language.months import ENGLISH_MONTHS
from bot.language.words import word_set

MONTHS: Final = ENGLISH_MONTHS
# Months that are also plain words or first names: in lower case, or before a surname, they need better proof.
DOUBTFUL_MONTHS: Final = word_set("may march mar august april june jan jun dec sep")
PLAIN_MONTHS: Final = word_set("may march mar august jan jun dec sep")

_WEEKDAY_NAMES: Final = (
    "monday mon",
    "tuesday tue tues",
    "wednesday wed weds",
    "thursday thu thur thurs",
    "friday fri",
    "saturday sat",
    "sunday sun",
)
WEEKDAYS: Final = {name: number for number, names in enumerate(_WEEKDAY_NAMES) for name in names.split()}
FULL_WEEKDAYS: Final = frozenset(names.split()[0] for names in _WEEKDAY_NAMES)
# "Black Friday", "Sunday Times": the weekday is part of a name.
NAMED_WEEKDAY_BEFORE: Final = word_set(
    "black good ash super bloody cyber giving palm easter boxing whit fat shrove maundy holy sheffield freaky ruby "
    "happy manic stormy green small blue plough casual man girl gold taco throwback usa is am are named called"
)
NAMED_WEEKDAY_AFTER: Final = word_set("times telegraph express mirror post addams murder roast league")

SEASONS: Final = {"spring": "spring", "summer": "summer", "autumn": "autumn", "fall": "autumn", "winter": "winter"}
PARTS: Final = {
    "early": "early",
    "start": "early",
    "beginning": "early",
    "mid": "mid",
    "middle": "mid",
    "late": "late",
    "end": "late",
    "close": "late",
}
COUNTED_PARTS: Final = {"half": 2, "quarter": 4}
# "Q3 2021", "2021 H1": which part, of how many.
NUMBERED_PARTS: Final = {
    f"{letter}{number}": (number, of) for letter, of in (("q", 4), ("h", 2)) for number in range(1, of + 1)
}
DECADES: Final = {
    "twenties": 20,
    "thirties": 30,
    "forties": 40,
    "fifties": 50,
    "sixties": 60,
    "seventies": 70,
    "eighties": 80,
    "nineties": 90,
}

UNITS: Final = {
    name: unit
    for unit, names in {
        "hour": "hour hours",
        "day": "day days",
        "week": "week weeks",
        "fortnight": "fortnight fortnights",
        "month": "month months",
        "year": "year years",
        "decade": "decade decades",
    }.items()
    for name in names.split()
}
_COUNT: Final = "one two three four five six seven eight nine ten eleven twelve"
NUMBERS: Final = {name: number for number, name in enumerate(_COUNT.split(), 1)} | {
    "a": 1,
    "an": 1,
    "few": 4,
    "several": 6,
    "couple": 2,
    "fifteen": 15,
    "twenty": 20,
    "thirty": 30,
    "fifty": 50,
}
ORDINALS: Final = {"first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}
_CENTURIES: Final = (
    "eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
)
CENTURIES: Final = {name: number for number, name in enumerate(_CENTURIES.split(), 11)}

# What a phrase may open with, and how it bounds the range: see `_bounded` in parser.py.
OPENERS: Final[dict[tuple[str, ...], str]] = {
    ("in",): "at",
    ("on",): "at",
    ("at",): "at",
    ("during",): "at",
    ("over",): "at",
    ("within",): "at",
    ("throughout",): "at",
    ("around",): "at",
    ("for",): "whole",
    ("of",): "whole",
    ("from",): "from",
    ("between",): "between",
    ("since",): "since",
    ("after",): "after",
    ("later", "than"): "after",
    ("before",): "before",
    ("prior", "to"): "before",
    ("earlier", "than"): "before",
    ("until",): "until",
    ("till",): "until",
    ("up", "to"): "until",
    ("up", "until"): "until",
    ("by",): "until",
    ("no", "later", "than"): "until",
}
FILLERS: Final = word_set("about around roughly approximately circa")
DASHES: Final = frozenset("-–—")
TO: Final = frozenset({"to", "until", "till", "through", "thru", "and", "or"}) | DASHES

# No phrase begins with any other word, unless with a digit: most of a question is passed over at once.
STARTERS: Final = (
    frozenset(opener[0] for opener in OPENERS)
    | MONTHS.keys()
    | WEEKDAYS.keys()
    | SEASONS.keys()
    | PARTS.keys()
    | NUMBERS.keys()
    | ORDINALS.keys()
    | DECADES.keys()
    | CENTURIES.keys()
    | word_set("the this last past yesterday today tonight earlier day")
)

# A phrase without a preposition has to end its clause: before these words, or at punctuation, or at the very end.
CLOSERS: Final = word_set(
    "and or but that who whom whose what which when where why how is are was were did do does has have had by in on "
    "at to for from with about after before until till since as of than because the a an he she they we i you it "
    "there will would can could should if while during between into against over under then so this his her their "
    "its"
)
# "every April", "each Sunday": a habit, not a date.
HABITS: Final = word_set("every each any per annual a an most alternate following next")
# "2000 people", "1500 BC": a count or another calendar.
COUNTED: Final = word_set(
    "people persons men women children dollars euros pounds votes meters metres miles km kilometers kilometres feet "
    "hours minutes seconds days weeks months years times bc bce bp gmt utc am pm percent per million billion thousand "
    "words pages songs goals points tons tonnes copies homes houses jobs members soldiers troops cities countries "
    "degrees calories kg mg grams litres liters gallons acres hectares steps years'"
)
# "A card from 1952 recently sold": the year tells of the thing, unless it is the paper that is from 1952.
PRINTED: Final = word_set(
    "article articles news story stories report reports reporting coverage headline headlines clipping clippings piece "
    "pieces post posts paper papers quotes text texts anything something everything printed published written"
)
NOWADAYS: Final = word_set("recently currently nowadays now lately")
FUTURE: Final = word_set(
    "will ll shall would could upcoming next expected scheduled headed heading facing plans planned planning set "
    "forthcoming slated due"
)
PAST: Final = word_set("did was were had happened happen died won said said's killed took made went became")


@dataclass(frozen=True, slots=True)
class Word:
    """A word, number or mark of the question.

    `key` is the word in lower case; `number` the value of one to four plain digits, `ordinal` if written "28th".
    """

    text: str
    key: str
    start: int
    end: int
    number: int | None = None
    ordinal: bool = False

    @property
    def capital(self) -> bool:
        """Whether it opens with a capital letter."""
        return self.text[:1].isupper()


_NUMBER: Final = re.compile(r"([0-9]{1,4})(st|nd|rd|th)?").fullmatch
# The possessive, a year cut to two digits ("’98"), a run of letters and digits, or a single mark.
_WORD: Final = re.compile(r"['’]s\b|['’][0-9]{2}s?\b|[^\W_]+|\S")
_NOTHING: Final = Word("", "", -1, -1)


def _piece(found: re.Match[str]) -> Piece:
    return Piece(found.group(), found.group().replace("’", "'").lower(), found.start(), found.end())


def _word(piece: Piece) -> Word:
    number = _NUMBER(piece.key)
    if number is None:
        return Word(*piece)
    return Word(*piece, int(number[1]), number[2] is not None)


class Words:
    """The words of a question by place; beyond either end stands an empty word."""

    __slots__ = ("_words", "keys", "vocabulary")

    def __init__(self, question: str, language: str = "english") -> None:
        pieces = [_piece(found) for found in _WORD.finditer(question)]
        if language != "english":
            pieces = translated(pieces, language)
        self._words: Sequence[Word] = [_word(piece) for piece in pieces]
        self.keys: Sequence[str] = [word.key for word in self._words]
        self.vocabulary = frozenset(self.keys)

    def __len__(self) -> int:
        return len(self._words)

    def __getitem__(self, place: int) -> Word:
        return self._words[place] if 0 <= place < len(self._words) else _NOTHING

    def key(self, place: int) -> str:
        """The word at `place` in lower case, or an empty string."""
        return self[place].key

    def may_start(self, place: int) -> bool:
        """Whether a date phrase can begin at `place`."""
        key = self.keys[place]
        return key in STARTERS or key[0].isdigit() or key in NUMBERED_PARTS

    def glued(self, place: int) -> bool:
        """Whether the word at `place` and the next one touch ("2020-10-28", "1999–2003")."""
        return self[place].end == self[place + 1].start

    def closes(self, place: int) -> bool:
        """Whether a clause ends before `place`: nothing, a mark, or a word that begins something new."""
        key = self.key(place)
        return not key or key in CLOSERS or (not key[0].isalnum() and key not in {"'s", "$", "€", "£", "#", '"', "“"})
