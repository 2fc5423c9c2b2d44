"""Month names and their usual short forms in the languages that archives here are likely to be in."""

from __future__ import annotations

_NAMES = """
    january february march april may june july august september october november december
    jan feb mar apr may jun jul aug sep oct nov dec
    - - - - - - - - sept - - -
    januar februar märz april mai juni juli august september oktober november dezember
    jänner feber - - - - - - - okt - dez
    janvier février mars avril mai juin juillet août septembre octobre novembre décembre
    janv févr - avr - - juil - - - - déc
    enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
    ene - - abr - - - ago - - - dic
    gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre
    gen - - - mag giu lug - set ott - -
    janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro
    - fev - - - - - - - out - -
    januari februari maart april mei juni juli augustus september oktober november december
    januari februari mars april maj juni juli augusti september oktober november december
    januar februar marts april maj juni juli august september oktober november december
    - - - - - - - - - - - desember
"""

MONTHS: dict[str, int] = {
    name: number
    for line in _NAMES.strip().splitlines()
    for number, name in enumerate(line.split(), start=1)
    if name != "-"
}
"""Case-folded name to its number, 1 to 12. No name means different months in two of the languages."""
