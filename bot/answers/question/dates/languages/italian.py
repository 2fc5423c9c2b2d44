"""Italian date words and phrases; the package tells how they are written."""

from __future__ import annotations

from typing import Final

WORDS: Final = {
    "in": "in nel nell nella negli nei a", "on": "il", "during": "durante", "since": "dal da dall dalla",
    "after": "dopo", "until": "fino", "between": "tra fra", "and": "e ed", "of": "di del dell della", "to": "al",
    "the": "la lo l i gli le", "year": "anno anni", "month": "mese mesi", "week": "settimana settimane",
    "day": "giorno giorni", "hour": "ora ore", "decade": "decennio decenni", "quarter": "trimestre",
    "spring": "primavera", "summer": "estate", "autumn": "autunno", "winter": "inverno", "monday": "lunedì",
    "tuesday": "martedì", "wednesday": "mercoledì", "thursday": "giovedì", "friday": "venerdì", "saturday": "sabato",
    "sunday": "domenica", "one": "un uno una", "two": "due", "three": "tre", "four": "quattro", "five": "cinque",
    "six": "sei", "seven": "sette", "eight": "otto", "nine": "nove", "ten": "dieci", "twelve": "dodici",
    "few": "pochi poche", "several": "alcuni alcune", "this": "questo questa quest", "yesterday": "ieri",
    "today": "oggi", "early": "inizio", "mid": "metà", "late": "fine", "first": "primo", "second": "secondo",
    "third": "terzo", "fourth": "quarto", "twenties": "venti", "thirties": "trenta", "forties": "quaranta",
    "fifties": "cinquanta", "sixties": "sessanta", "seventies": "settanta", "eighties": "ottanta",
    "nineties": "novanta", "20th": "ventesimo", "19th": "diciannovesimo", "18th": "diciottesimo",
    "17th": "diciassettesimo",
    "16th": "sedicesimo", "happened": "successo accaduto accadde successe", "was": "era fu", "will": "sarà saranno",
}  # fmt: skip
PHRASES: Final = """
    dal/da Y al/a Y2 = from Y to Y2
    da M a M2 = from M to M2
    dal D al D2 M = from D to D2 M
    tra/fra il Y e il Y2 = between Y and Y2
    il W H = on W the H
    W H = on W the H
    questo fine settimana = this weekend
    lo scorso fine settimana = last weekend
    il fine settimana scorso = last weekend
    nell '/’ ultimo/ultima U = in the last U
    negli ultimi U = in the last few U
    nelle ultime U = in the last few U
    nella/la prima metà del/di Y = first half of Y
    prima metà del/di Y = first half of Y
    seconda metà del/di Y = second half of Y
    nel mese di M = in M
    O trimestre Y = O quarter of Y
    D M = D M
    l '/’ D M = on D M
    nell '/’ ottocento = in the 19th century
    dell '/’ ottocento = of the 19th century
    alla fine dell '/’ ottocento = late 19th century
    all '/’ inizio dell '/’ ottocento = early 19th century
    nel novecento = in the 20th century
    del novecento = of the 20th century
    alla fine del novecento = late 20th century
    all '/’ inizio del novecento = early 20th century
    nel settecento = in the 18th century
    del settecento = of the 18th century
    alla fine del settecento = late 18th century
    all '/’ inizio del settecento = early 18th century
    nel seicento = in the 17th century
    del seicento = of the 17th century
    alla fine del seicento = late 17th century
    all '/’ inizio del seicento = early 17th century
    nel cinquecento = in the 16th century
    del cinquecento = of the 16th century
    alla fine del cinquecento = late 16th century
    all '/’ inizio del cinquecento = early 16th century
    prima del/di/dell/della = before
    dopo il/lo/la = after
    fino al/a/all = until
    la/il T scorsa/scorso = last T
    l '/’ T scorsa/scorso = last T
    T scorsa/scorso = last T
    la/lo/il/nella/nello scorsa/scorso T = last T
    negli ultimi N U = in the last N U
    nelle ultime N U = in the last N U
    gli/le ultimi/ultime N U = the last N U
    N U fa = N U ago
    l '/’ altro ieri = day before yesterday
    ieri l '/’ altro = day before yesterday
    ieri sera = last night
    all '/’ inizio del/di/dell = early
    inizio del/di/dell = early
    alla fine del/di/dell = late
    fine del/di/dell = late
    a metà del/di/dell = mid
    metà del/di/dell = mid
    negli anni E = in the E
    gli anni E = the E
    anni E = the E
    nel C secolo = in the C century
    C secolo = the C century
    O trimestre del/di Y = O quarter of Y
    primo semestre del/di Y = first half of Y
    secondo semestre del/di Y = second half of Y
    nell '/’ = in
    dell '/’ = of
    quest '/’ = this
    l '/’ = the
"""
