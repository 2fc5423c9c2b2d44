"""Where sentences begin and end, so that a quotation is made of whole ones.

nltk's Punkt (Kiss and Strunk, 2006) decides, with our own list of abbreviations, so no data package is needed. It is
asked only where a full stop leaves room for doubt ("Dr. No", "the U.S. The", "J. K. Rowling"); a stop after an ordinary
word and before a capital needs no asking, and asking at every stop of an archive would cost more than the whole search.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from nltk.tokenize.punkt import PunktParameters, PunktSentenceTokenizer

from bot.language.months import ENGLISH_ABBREVIATED_MONTHS, MONTHS
from bot.language.words import word_set

Span = tuple[int, int]

# Months, days and places: without the final stop, lower case, but an abbreviation only with a capital. Without one they
# are words of other languages: Spanish "mar", Italian "ore", French "sept" and "col".
_WITH_CAPITAL = ENGLISH_ABBREVIATED_MONTHS | word_set(
    """
    mon tue tues wed thu thur thurs fri col hon treas ald ind ill mass mich minn miss mo mont del wash wis ore pa penn
    tenn tex va vt ga ky md la ala ariz ark calif colo conn fla kan neb nev okla wyo ont que corp co bros
    """
)
# Without the final stop, lower case. Those that are also words ("no", "may", "sat") stand in the rules below instead.
ABBREVIATIONS = _WITH_CAPITAL | word_set(
    """
    mr mrs ms mx dr prof rev fr sr jr st ste gen lt cmdr capt maj sgt cpl pvt adm brig gov sen rep pres supt det insp
    mme mlle messrs amb comm univ u.s u.k u.n e.u u.s.a u.s.s.r d.c l.a n.y n.j n.c s.c n.h n.m n.d s.d w.va r.i a.m
    p.m b.c a.d e.g i.e ph.d m.d b.a m.a b.sc m.sc etc vs v cf al approx dept inc ltd llc plc assn ave blvd rd hwy mt
    ft sq vol vols ed eds pp ca ch nos tel ext max misc bzw z.b d.h u.a usw nr str dipl ing abs bsp ggf vgl sog m mm
    bd env av sra srta ud uds pag núm hr hrn hrsg jh jhd mio mrd evtl inkl zzgl geb o.ä u.ä i.d.r v.chr n.chr mlles
    mgr cie sres dra dña ilmo excmo gral ee.uu sig sigg dott avv geom mons dhr mevr mw drs blz jl a.s o.a o.l.v d.w.z
    exmo profa srs sras
    """
)
# Words that open a sentence so much more often than they follow an abbreviation that they settle the doubt.
STARTERS = word_set(
    """
    the a an he she it they we i you this that these those there his her its their our my but and so in on at as if
    when while after before since although though because however meanwhile yet or for from to by with what who why
    how where both some many most all each one two three others another no not now then here still also even just
    among according
    """
)
NUMBERED = ENGLISH_ABBREVIATED_MONTHS | word_set(
    """
    b d c no nos p pp vol fig figs art ch op para sec est min ca nr núm bd
    """
)

# "1. Juli", "im 19. Jahrhundert": a German ordinal has a full stop, and nouns have a capital.
_ORDINAL = re.compile(r"[12]?[0-9]|3[01]")
_ROMAN = re.compile(r"[IVXLCDM]+")
_ELISION = re.compile(r"^(?:l|d|dell|all|dall|nell|sull|un|qu)['’]", re.IGNORECASE)  # Italian "l'ing. Verdi"
_AFTER_ORDINAL = frozenset(MONTHS) | word_set(
    """
    jahrhundert jahrhunderts jahrtausend quartal halbjahr jahrestag geburtstag hochzeitstag weltkrieg weltkriegs platz
    rang preis stock etage klasse liga bundesliga kreisklasse advent spieltag runde minute mal auflage fc sc vorsitzende
    vorsitzender bürgermeister bezirk kapitel akt teil
    """
)

# Directly after a stop these close, even “ and « as in German „Nein.“ and »Nein.«; French puts a blank before ».
_CLOSING = "\"'”’»“‘«)\\]』」"
_FRENCH = "(?:[ \u00a0\u202f]»)?"
_OPENING = "\"'“‘«([「『"
_LINE = r"(?<=\n)(?:(?=[ \t\r]{%d,20}\n)|(?=[ \t]{0,20}(?:[-*•#>|–]|\d{1,3}[.)])[ \t]))"
_WIDE = rf"(?<=[。！？])[。！？]{{0,7}}[{_CLOSING}]{{0,4}}"
_MARK = rf"[.!?…]{{0,7}}[{_CLOSING}]{{0,4}}{_FRENCH}(?=\s)"
# Both begin with one set of characters, so that the search for it runs in C.
_STOP = re.compile(rf"[.!?…。！？\n](?:{_LINE % 0}|{_WIDE}|(?<=[.!?…]){_MARK})")
# Those of them that have to be looked at: no paragraph's end, and no full stop between "abc" and " D" (`sure_word`).
_SURE = r"(?<=[.!?…])(?:(?<![a-z]{3}\.)|(?! [A-Z]))"
_UNSURE = re.compile(rf"[.!?…。！？\n](?:{_LINE % 1}|{_WIDE}|{_SURE}{_MARK}(?!\n\n))")
_PARAGRAPH = re.compile("\n\n")
_AFTER = re.compile(rf"\s*([{_OPENING}]*)(\w*)")
_BEFORE_WORD = re.compile(r"[\s\"“”‘«»()\[\]—–]")
_PLAIN = re.compile(r"[^\W\d_]*[a-zà-öø-ÿ]{2}[^\W\d_]*(?:['’]\w+)?|\d+(?:[.,]\d+)*%?")
_DOUBTFUL = ABBREVIATIONS | NUMBERED
_REACH = 48  # characters before a stop in which its word is looked for; longer "words" are addresses


def _punkt() -> PunktSentenceTokenizer:
    known = PunktParameters()
    known.abbrev_types = set(ABBREVIATIONS)
    known.sent_starters = set(STARTERS)
    return PunktSentenceTokenizer(known)


_PUNKT = _punkt()


def sentences(text: str, first: int = 0, last: int | None = None) -> list[Span]:
    """Returns the sentences of `text[first:last]` as `[start, end)` offsets into `text`, without blanks around them.

    A blank line, or a line that opens a list, ends a sentence; a lone line break does not: many files are wrapped.
    `first` and `last` should be borders of sentences (of paragraphs, say): a piece of one counts as a whole one.
    """
    last = len(text) if last is None else min(last, len(text))
    found: list[Span] = []
    start = first
    for stop in _STOP.finditer(text, first, last):
        if not _ends(text, stop):
            continue
        _append(found, text, start, stop.end())
        start = stop.end()
    _append(found, text, start, last)
    return found


def sentences_given(text: str, sure: Sequence[int], possible: Sequence[int]) -> list[Span]:
    """As `sentences(text)`, where full stops between an ASCII word and " A" have been found already.

    `sure` is behind those whose word is a `sure_word` between a blank and the stop, with no capital but the first;
    `possible` is before those others that follow three small letters.
    """
    ends = [*sure, *(stop.end() for stop in _UNSURE.finditer(text) if _ends(text, stop))]
    ends.extend([blank.end() for blank in _PARAGRAPH.finditer(text)])
    for at in possible:
        stop = _STOP.match(text, at)
        if stop and _ends(text, stop):
            ends.append(stop.end())
    ends.sort()
    found: list[Span] = []
    start = 0
    for end in (*ends, len(text)):
        _append(found, text, start, end)
        start = end
    return found


def sure_word(word: str) -> bool:
    """Whether a full stop after `word` (lower case) and before a capital ends a sentence without further look."""
    return 2 < len(word) < _REACH and word.isascii() and word.isalpha() and word not in _DOUBTFUL


def _append(found: list[Span], text: str, start: int, end: int) -> None:
    """Adds `text[start:end]` without the blanks around it, unless it is all blanks."""
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    if start < end:
        found.append((start, end))


def _ends(text: str, stop: re.Match[str]) -> bool:
    """Tells whether the stop that was met is the end of a sentence."""
    at, mark = stop.start(), text[stop.start()]
    if mark in "\n。！？":
        return True
    if mark == "." and text[stop.end() : stop.end() + 1] == " " and text[stop.end() + 1 : stop.end() + 2].isupper():
        word = text[text.rfind(" ", max(0, at - _REACH), at) + 1 : at]  # most stops: after a word, before a capital
        if len(word) > 2 and word.isascii() and word.isalpha() and word[1:].islower() and word.lower() not in _DOUBTFUL:
            return True
    after = _AFTER.match(text, stop.end())
    opened, following = (after.group(1), after.group(2)) if after else ("", "")
    if "\n\n" in text[stop.end() : stop.end() + 4]:
        return True
    if not following:
        return True
    if following[0].islower():
        return False
    if mark in "!?":
        return True
    before = text[max(0, at - _REACH) : at].removesuffix("\n")
    return _stop_ends(_BEFORE_WORD.split(before)[-1], opened, following, closed=stop.end() - stop.start() > 1)


@lru_cache(maxsize=1 << 15)
def _stop_ends(word: str, opened: str, following: str, *, closed: bool) -> bool:
    """Decides on the full stop between `word` and `following`; `closed` when a quote or bracket closes after it."""
    word = _ELISION.sub("", word)
    lowered = word.lower()
    short = lowered in ABBREVIATIONS and not (lowered in _WITH_CAPITAL and word[:1].islower())
    if lowered in NUMBERED and (following[0].isdigit() or _ROMAN.fullmatch(following)):
        return False
    if _ORDINAL.fullmatch(word) and following.casefold() in _AFTER_ORDINAL and not opened and not closed:
        return False
    if not short and _PLAIN.fullmatch(word):
        return True
    if closed or opened:
        return not short or closed
    if len(word) == 1 and word.isupper() and following.lower() in STARTERS and following.lower() != "a":
        return True
    return bool(_PUNKT.text_contains_sentbreak(f"{word}. {following}"))
