"""French date words and phrases; the package tells how they are written."""

from __future__ import annotations

from typing import Final

WORDS: Final = {
    "in": "en dans", "during": "pendant durant", "since": "depuis", "after": "après", "before": "avant",
    "between": "entre", "and": "et", "of": "de", "from": "du", "to": "à au", "the": "le la les des",
    "year": "an ans année années", "month": "mois", "week": "semaine semaines", "day": "jour jours",
    "hour": "heure heures", "decade": "décennie décennies", "quarter": "trimestre", "spring": "printemps",
    "summer": "été", "autumn": "automne", "winter": "hiver", "monday": "lundi", "tuesday": "mardi",
    "wednesday": "mercredi", "thursday": "jeudi", "friday": "vendredi", "saturday": "samedi", "sunday": "dimanche",
    "a": "un une", "two": "deux", "three": "trois", "four": "quatre", "five": "cinq", "six": "six", "seven": "sept",
    "eight": "huit", "nine": "neuf", "ten": "dix", "twelve": "douze", "few": "quelques", "several": "plusieurs",
    "this": "ce cet cette", "yesterday": "hier", "early": "début", "late": "fin", "mid": "mi", "first": "premier",
    "second": "deuxième second", "third": "troisième", "fourth": "quatrième", "twenties": "vingt",
    "thirties": "trente", "forties": "quarante", "fifties": "cinquante", "sixties": "soixante",
    "nineties": "quatre-vingt-dix", "happened": "passé arrivé", "was": "était fut", "will": "sera seront",
}  # fmt: skip
PHRASES: Final = """
    de Y à Y2 = from Y to Y2
    de M à M2 = from M to M2
    du D au D2 M = from D to D2 M
    le W H = on W the H
    W H = on W the H
    ce week - end = this weekend
    le week - end dernier/passé = last weekend
    ces/les derniers/dernières U = the last few U
    au cours des N derniers/dernières U = in the last N U
    au cours des derniers/dernières U = in the last few U
    la première moitié de Y = first half of Y
    première moitié de Y = first half of Y
    seconde/deuxième moitié de Y = second half of Y
    au début de l '/’ année Y = early Y
    début de l '/’ année Y = early Y
    à la fin de l '/’ année Y = late Y
    fin de l '/’ année Y = late Y
    au mois de M = in M
    au mois d '/’ M = in M
    jusqu '/’ au = until
    au C siècle = in the C century
    vingtième siècle = the 20th century
    dix - neuvième siècle = the 19th century
    dix - huitième siècle = the 18th century
    dix - septième siècle = the 17th century
    seizième siècle = the 16th century
    quinzième siècle = the 15th century
    au O trimestre Y = in O quarter of Y
    des années E = the E
    les/des années soixante - dix = the seventies
    années soixante - dix = the seventies
    les/des années quatre - vingt/vingts = the eighties
    années quatre - vingt/vingts = the eighties
    les/des années quatre - vingt - dix = the nineties
    années quatre - vingt - dix = the nineties
    jusqu '/’ en/à/au = until
    jusqu '/’ à la = until
    au cours de = during
    à partir de/du = since
    au S = in S
    à la/l S = in S
    la/le T dernière/dernier/passée/passé = last T
    l '/’ T dernière/dernier/passée/passé = last T
    T dernière/dernier = last T
    les/ces N derniers/dernières U = the last N U
    il y a N U = N U ago
    avant - hier = day before yesterday
    aujourd '/’ hui = today
    hier soir = last night
    à la fin de/du = late
    fin de/du = late
    au début de/du = early
    début de/du = early
    à la mi - M = mid M
    mi - M = mid M
    les/des années E = the E
    années E = the E
    le/au C siècle = the C century
    C siècle = the C century
    O trimestre Y = O quarter of Y
    O trimestre de Y = O quarter of Y
    premier semestre Y = first half of Y
    second/deuxième semestre Y = second half of Y
    en l '/’ an Y = in Y
    le D M = on D M
    D M = D M
    l '/’ = the
    d '/’ = of
"""
