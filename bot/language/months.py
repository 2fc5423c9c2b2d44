"""Month names and their abbreviations: the only list of them in the program.

`MONTH_NAMES` is what dates are written with, `MONTHS` what they are read with.
"""

from __future__ import annotations

from typing import Final

MONTH_NAMES: Final[dict[str, tuple[str, ...]]] = {
    language: tuple(names.split())
    for language, names in {
        "en": "January February March April May June July August September October November December",
        "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
        "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
        "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
        "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
        "nl": "januari februari maart april mei juni juli augustus september oktober november december",
        "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
        "sv": "januari februari mars april maj juni juli augusti september oktober november december",
        "da": "januar februar marts april maj juni juli august september oktober november december",
    }.items()
}
"""Full names, January first, by ISO 639-1 code, spelt as the language spells them."""

# One line a set of variants, January first; "-" where a month has none.
_ENGLISH_VARIANTS = """
    jan feb mar apr may jun jul aug sep oct nov dec
    - - - - - - - - sept - - -
"""
_OTHER_VARIANTS = """
    jänner feber - - - - - - - okt - dez
    janv févr - avr - - juil - - - - déc
    ene - - abr - - - ago - - - dic
    gen - - - mag giu lug - set ott - -
    - fev - - - - - - - out - -
    - - - - - - - - - - - desember
"""


def _numbered(lines: str) -> dict[str, int]:
    return {
        name: number
        for line in lines.strip().splitlines()
        for number, name in enumerate(line.split(), start=1)
        if name != "-"
    }


_ENGLISH_FULL: Final = {name.lower(): number for number, name in enumerate(MONTH_NAMES["en"], start=1)}

ENGLISH_MONTHS: Final[dict[str, int]] = _ENGLISH_FULL | _numbered(_ENGLISH_VARIANTS)
"""English names and abbreviations in lower case to the month's number, 1 to 12."""

ENGLISH_MONTH_NAMES: Final = frozenset(_ENGLISH_FULL)
"""The twelve full English names in lower case."""

ENGLISH_MONTH: Final = rf"(?i:{'|'.join(sorted(ENGLISH_MONTHS, reverse=True))})\.?"
"""A pattern for an English month in a text, in full or abbreviated; the longer name of a month is tried first."""

MLA_MONTHS: Final = (
    *("Jan.", "Feb.", "Mar.", "Apr.", "May", "June"),
    *("July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec."),
)
"""The months as the MLA Handbook (9th edition) abbreviates them, January first."""

ENGLISH_ABBREVIATED_MONTHS: Final = frozenset(ENGLISH_MONTHS) - ENGLISH_MONTH_NAMES
"""The abbreviations in lower case, without their full stop. "May" is not among them."""

MONTHS: Final[dict[str, int]] = {
    name.casefold(): number for names in MONTH_NAMES.values() for number, name in enumerate(names, start=1)
} | _numbered(_ENGLISH_VARIANTS + _OTHER_VARIANTS)
"""Case-folded names of all these languages to the month's number. No name means different months in two of them."""
