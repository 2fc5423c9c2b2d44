"""Portuguese date words and phrases; the package tells how they are written."""

from __future__ import annotations

from typing import Final

WORDS: Final = {
    "in": "em no na nos nas", "during": "durante", "since": "desde", "after": "após", "until": "até",
    "between": "entre", "and": "e", "of": "de do da", "to": "a ao", "the": "o os as", "year": "ano anos",
    "month": "mês meses", "week": "semana semanas", "day": "dia dias", "hour": "hora horas",
    "decade": "década décadas", "quarter": "trimestre", "spring": "primavera", "summer": "verão", "autumn": "outono",
    "winter": "inverno", "monday": "segunda", "tuesday": "terça", "wednesday": "quarta", "thursday": "quinta",
    "friday": "sexta", "saturday": "sábado", "sunday": "domingo", "one": "um uma", "two": "dois duas",
    "three": "três", "four": "quatro", "five": "cinco", "six": "seis", "seven": "sete", "eight": "oito",
    "nine": "nove", "ten": "dez", "twelve": "doze", "few": "poucos poucas", "several": "vários várias alguns algumas",
    "this": "este esta neste nesta deste desta", "yesterday": "ontem", "today": "hoje", "first": "primeiro",
    "second": "segundo", "third": "terceiro", "fourth": "quarto", "twenties": "vinte", "thirties": "trinta",
    "forties": "quarenta", "fifties": "cinquenta", "sixties": "sessenta", "seventies": "setenta",
    "eighties": "oitenta", "nineties": "noventa", "19th": "dezenove dezanove", "18th": "dezoito",
    "17th": "dezessete dezassete", "16th": "dezesseis",
    "happened": "aconteceu ocorreu", "was": "foi era",
    "will": "será serão",
}  # fmt: skip
PHRASES: Final = """
    de Y a/até Y2 = from Y to Y2
    de M a/até M2 = from M to M2
    de D a D2 de M = from D to D2 M
    na W - feira H = on W the H
    W - feira H = on W the H
    na W - feira passada = last W
    na última W - feira = last W
    na/no última/último W = last W
    este/neste fim de semana = this weekend
    no fim de semana passado = last weekend
    no último fim de semana = last weekend
    nos/nas últimos/últimas U = in the last few U
    na primeira metade de/do Y = in first half of Y
    primeira metade de/do Y = first half of Y
    segunda metade de/do Y = second half of Y
    no mês de M = in M
    no dia D de M = on D M
    no início do ano de Y = early Y
    no final do ano de Y = late Y
    século vinte = the 20th century
    O trimestre Y = O quarter of Y
    antes de/do/da = before
    depois de/do/da = after
    a partir de/do/da = since
    no/na/o/a T passado/passada = last T
    T passado/passada = last T
    nos/nas últimos/últimas N U = in the last N U
    os/as últimos/últimas N U = the last N U
    na/no última/último U = in the last U
    há N U = N U ago
    N U atrás = N U ago
    anteontem = day before yesterday
    ontem à noite = last night
    no início de/do = early
    início de/do = early
    no começo de/do = early
    no final/fim de/do = late
    final/fim de/do = late
    em meados de/do = mid
    meados de/do = mid
    nos anos E = in the E
    anos E = the E
    na década de E = in the E
    década de E = the E
    no século C = in the C century
    século C = the C century
    O trimestre de Y = O quarter of Y
    primeiro semestre de Y = first half of Y
    segundo semestre de Y = second half of Y
    W - feira = W
    no ano de Y = in Y
"""
