"""Spanish date words and phrases; the package tells how they are written."""

from __future__ import annotations

from typing import Final

WORDS: Final = {
    "in": "en", "on": "el", "during": "durante", "since": "desde", "after": "tras", "until": "hasta",
    "between": "entre", "and": "y e", "of": "de del", "to": "a al", "the": "la los las", "year": "año años",
    "month": "mes meses", "week": "semana semanas", "day": "día días", "hour": "hora horas",
    "decade": "década décadas", "quarter": "trimestre", "spring": "primavera", "summer": "verano", "autumn": "otoño",
    "winter": "invierno", "monday": "lunes", "tuesday": "martes", "wednesday": "miércoles", "thursday": "jueves",
    "friday": "viernes", "saturday": "sábado", "sunday": "domingo", "a": "un una", "two": "dos", "three": "tres",
    "four": "cuatro", "five": "cinco", "six": "seis", "seven": "siete", "eight": "ocho", "nine": "nueve",
    "ten": "diez", "twelve": "doce", "few": "pocos pocas", "several": "varios varias", "this": "este esta",
    "yesterday": "ayer", "today": "hoy", "first": "primer primero", "second": "segundo", "third": "tercer tercero",
    "fourth": "cuarto", "twenties": "veinte", "thirties": "treinta", "forties": "cuarenta", "fifties": "cincuenta",
    "sixties": "sesenta", "seventies": "setenta", "eighties": "ochenta", "nineties": "noventa",
    "19th": "diecinueve", "18th": "dieciocho", "17th": "diecisiete", "16th": "dieciséis",
    "september": "setiembre", "happened": "pasó ocurrió sucedió", "was": "fue era", "will": "será serán",
}  # fmt: skip
PHRASES: Final = """
    de Y a/hasta Y2 = from Y to Y2
    de M a/hasta M2 = from M to M2
    del D al D2 de M = from D to D2 M
    el W H = on W the H
    W H = on W the H
    este fin de semana = this weekend
    el fin de semana pasado = last weekend
    el pasado/último fin de semana = last weekend
    fin de semana = weekend
    los/las últimos/últimas U = the last few U
    en los/las últimos/últimas U = in the last few U
    la primera mitad de/del Y = first half of Y
    la segunda mitad de/del Y = second half of Y
    primera mitad de/del Y = first half of Y
    segunda mitad de/del Y = second half of Y
    a principios/comienzos/inicios del año Y = early Y
    a finales/fines del año Y = late Y
    a mediados del año Y = mid Y
    en el mes de M = in M
    en los E = in the E
    siglo veinte = the 20th century
    O trimestre Y = O quarter of Y
    antes de Y = before Y
    antes del/de D = before D
    antes de M = before M
    después de/del Y = after Y
    después de/del D = after D
    después de M = after M
    a partir de/del = since
    el/la T pasado/pasada = last T
    T pasado/pasada = last T
    el/la pasado/pasada T = last T
    hace N U = N U ago
    los/las últimos/últimas N U = the last N U
    los/las N últimos/últimas U = the last N U
    el/la último/última U = the last U
    a principios/comienzos/inicios de/del = early
    a finales/fines de/del = late
    a mediados de/del = mid
    principios/comienzos/inicios de/del = early
    finales/fines de/del = late
    mediados de/del = mid
    los años E = the E
    años E = the E
    la década de E = the E
    la década de los E = the E
    siglo C = the C century
    el siglo C = the C century
    antes de ayer = day before yesterday
    anteayer = day before yesterday
    anoche = last night
    del/el primer semestre de/del Y = first half of Y
    primer semestre de/del Y = first half of Y
    segundo semestre de/del Y = second half of Y
    O trimestre de/del Y = O quarter of Y
    el año Y = Y
"""
