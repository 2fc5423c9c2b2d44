"""Where the prose of a newspaper text begins: below its time stamp, byline, dateline, notes and standing lines.

The patterns name forms that newspapers use, by language-independent shape where that is possible. They look at the
first lines only, and each takes time linear in what it looks at.
"""

from __future__ import annotations

import re

from bot.language.boilerplate import is_notice
from bot.language.hard_wraps import unwrapped
from bot.language.months import ENGLISH_ABBREVIATED_MONTHS, ENGLISH_MONTH, MONTHS
from bot.language.sentence_ends import SENTENCE_END

_READ = 2_500  # characters that are looked at
_PIECES_ABOVE = 16  # lines and sentences that may stand above the prose
_LONGEST_LABEL = 70  # characters of a line without a full stop that is a byline or a heading
_SHORTEST_SENTENCE = 25  # characters: an earlier stop ends a greeting or an exclamation

_STAMP = re.compile(
    r"(?:(?:Updated|Published|Posted|Last updated):?\s+|\d{1,2}:\d\d [ap]m [A-Z]{1,3}T )?"
    rf"{ENGLISH_MONTH}\s+\d{{1,2}},?\s+\d{{4}},?"
    r"(?:\s+(?:at\s+)?\d{1,2}:\d\d\s*[ap]\.?\s?m\.?)?(?:\s+[A-Z]{1,3}T\b)?(?: Share this update\b)?",
    re.IGNORECASE,
)
_CREDITS = (
    r"special (?:to|for) ",
    r"from (?:the )?\S+(?: \S+){0,5} (?:reports?|services?|wires?)\b",
    r"by [A-Z]",
    r"(?:photo|video|image|story)s? by ",
    r"\S+@\S+\.\S+$",
    r"\S+\.(?:com|org|net)$",
    r".{0,50}(?:staff writer|correspondent|contributor|columnist|getty images)\b",
)
_STANDING_LINES = (
    r"we will use the details you",
    r"would you like to receive",
    r"a (?:newer )?version of this (?:article|story)",
    r"this article (?:was|has been) ",
    r"recommendations are independently",
    r"editor.s note",
    r"this is .{0,40}newsletter",
    r"if your day doesn.t start",
    r"on today.s episode",
    r"sign up |subscribe |more: |read more|related: |click here|watch: |correction: ",
)
_LINE = re.compile(rf"(?:{'|'.join(_CREDITS)})|(?:[—–-]\s*)?(?:{'|'.join(_STANDING_LINES)})", re.IGNORECASE)
_DASH = r"\s*[—–−―‒-]\s*"
_PLACE = r"[A-Z][\w./]*(?: [A-Z][\w./]*){0,4}(?: and [A-Z]\w+)?(?:, [A-Z][\w.]*(?: [A-Z][\w.]*){0,2})?"
_AGENCY = r"\((?:CNN ?(?:[A-Z]\w+)?|AP|AFP|Reuters|UPI|EFE|PA|dpa|Xinhua)\)"
_PREFIX = re.compile(
    rf"AI-assisted summary\s+|(?:{_PLACE} )?{_AGENCY}(?:{_DASH}|\s*)"
    rf"|[A-Z][A-Z.\u2019' ]{{2,40}}(?:[a-z]['\u2019][A-Z]{{2,20}})?(?:, [A-Z][\w. ]{{1,20}})?{_DASH}"
)
_ABBREVIATIONS = (
    "Mrs? Ms Dr Prof St Sen Rep Gov Gen Lt Col Sgt Capt Rev Hon Pres Jr Sr No Nos vs v Co Corp Inc Ltd Bros approx ca "
    "Mt Ft Ave Blvd Ariz Calif Colo Conn Del Fla Ill Ind Kan Mass Mich Minn Mo Neb Nev Okla Ore Pa Tenn Tex Va Wash Wis"
)
_ABBREVIATED_WORDS = "|".join((*_ABBREVIATIONS.split(), *map(str.title, ENGLISH_ABBREVIATED_MONTHS)))
_ORDINAL = re.compile(r"\b\d{1,2}\.$")
_AFTER_ORDINAL = frozenset(MONTHS) | {"jahrhundert", "jahrhunderts"}
_WORD = re.compile(r"\s+([^\W\d_]+)")
_ABBREVIATED = re.compile(rf"(?:^|[\s(“\"-])(?:[A-Z]|\w(?:\.\w)+|{_ABBREVIATED_WORDS})\.$")


def first_sentence(text: str) -> str:
    """The first sentence of the prose; empty where there is none. A sentence never ends at "Vera C." or "On Oct."."""
    start = unwrapped(text.lstrip()[:_READ])
    rest = start
    for _ in range(_PIECES_ABOVE):
        shorter = _without_first_line(rest)
        if shorter is None:
            end = _sentence_end(rest)
            if not is_notice(rest[:end]):
                break
            shorter = rest[end:].lstrip()
        rest = shorter
    return _first(rest) or _first(start)


def _first(text: str) -> str:
    return " ".join(text[: _sentence_end(text)].split()).lstrip("•◾▪■*—–- ")


def _without_first_line(text: str) -> str | None:
    """`text` without a first line that is none of the prose, or without the standing words it begins with; or None."""
    stamp = _STAMP.match(text)
    if stamp is not None:
        return text[stamp.end() :].lstrip(" \t\n,;|·-–—")
    prefix = _PREFIX.match(text)
    if prefix is not None and prefix.end() < len(text):
        return text[prefix.end() :].lstrip()
    line, _, below = text.partition("\n")
    below = below.lstrip()
    if not below:
        return None
    flat = line.strip()
    if _LINE.match(flat) or _is_label(flat) or not any(map(str.isalnum, flat)):
        return below
    return None


def _is_label(line: str) -> bool:
    """A short line that no stop ends: a byline, a place, a heading; or one that ends in a dash or a colon."""
    if len(line) > _LONGEST_LABEL:
        return False
    return line[-1:] in "—–:-" or line[-1:] not in ".!?…”\"'’»。！？」』"


def _goes_on(text: str) -> bool:
    """Whether what follows a German "13." belongs to it: "13. und 14. August", "am 13. August"."""
    word = _WORD.match(text)
    return word is not None and (word[1][0].islower() or word[1].casefold() in _AFTER_ORDINAL)


def _sentence_end(text: str) -> int:
    """Where the first sentence of `text` ends: at its first line's end where that is no short piece of prose."""
    line_end = text.find("\n")
    if not _SHORTEST_SENTENCE <= line_end < 4 * _SHORTEST_SENTENCE:
        line_end = len(text)
    for end in SENTENCE_END.finditer(text):
        sentence = text[: end.end()]
        if "\n" in sentence.strip() and line_end < len(text):
            return line_end
        if end.end() < _SHORTEST_SENTENCE or _ABBREVIATED.search(sentence[-12:]):
            continue
        if not (_ORDINAL.search(sentence[-4:]) and _goes_on(text[end.end() :])):
            return end.end()
    return len(text)
