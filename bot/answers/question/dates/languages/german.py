"""German date words and phrases; the package tells how they are written."""

from __future__ import annotations

from typing import Final

WORDS: Final = {
    "in": "im in", "on": "am", "during": "während", "since": "seit ab", "after": "nach", "before": "vor",
    "until": "bis", "from": "von vom", "between": "zwischen", "and": "und", "the": "den der die das dem",
    "year": "jahr jahre jahren jahres", "month": "monat monate monaten monats", "week": "woche wochen",
    "day": "tag tage tagen tages", "hour": "stunde stunden", "decade": "jahrzehnt jahrzehnte jahrzehnten",
    "quarter": "quartal", "weekend": "wochenende", "spring": "frühling frühjahr", "summer": "sommer sommers",
    "autumn": "herbst", "winter": "winter winters", "monday": "montag", "tuesday": "dienstag",
    "wednesday": "mittwoch", "thursday": "donnerstag", "friday": "freitag", "saturday": "samstag sonnabend",
    "sunday": "sonntag", "a": "einem einer", "two": "zwei", "three": "drei", "four": "vier", "five": "fünf",
    "six": "sechs", "seven": "sieben", "eight": "acht", "nine": "neun", "ten": "zehn", "twelve": "zwölf",
    "few": "paar wenigen", "several": "einigen mehreren",
    "last": "letzte letzten letzter letztes letztem vergangene vergangenen "
    "vergangener vergangenes vergangenem vorige vorigen voriger voriges vorigem",
    "this": "diese diesen dieser dieses diesem", "yesterday": "gestern", "today": "heute", "early": "anfang",
    "mid": "mitte", "late": "ende", "first": "ersten erste erstes", "second": "zweiten zweite zweites",
    "third": "dritten dritte drittes", "fourth": "vierten vierte viertes", "twenties": "zwanziger zwanzigern",
    "thirties": "dreißiger dreissiger dreißigern", "forties": "vierziger vierzigern",
    "fifties": "fünfziger fünfzigern", "sixties": "sechziger sechzigern",
    "seventies": "siebziger siebzigern", "eighties": "achtziger achtzigern", "nineties": "neunziger neunzigern",
    "20th": "zwanzigsten zwanzigste", "19th": "neunzehnten neunzehnte", "18th": "achtzehnten achtzehnte",
    "17th": "siebzehnten siebzehnte", "16th": "sechzehnten sechzehnte", "15th": "fünfzehnten fünfzehnte",
    "happened": "geschah passierte passiert geschehen", "was": "war wurde", "did": "hat", "will": "wird werden",
}  # fmt: skip
PHRASES: Final = """
    von Y bis Y2 = from Y to Y2
    von M bis M2 = from M to M2
    vom D . bis D2 . M = from D to D2 M
    vom D . bis zum D2 . M = from D to D2 M
    W , dem/den/der H . = on W the H
    W dem/den/der H . = on W the H
    O . halbjahr Y = O half of Y
    O hälfte Y = O half of Y
    O hälfte des jahres Y = O half of Y
    anfang des jahres Y = early Y
    mitte des jahres Y = mid Y
    ende des jahres Y = late Y
    zu beginn des jahres Y = early Y
    zu beginn des C . jahrhunderts = early C century
    zu beginn des C jahrhunderts = early C century
    anfang des C . jahrhunderts = early C century
    anfang des C jahrhunderts = early C century
    mitte des C . jahrhunderts = mid C century
    ende des C . jahrhunderts = late C century
    ende des C jahrhunderts = late C century
    C jahrhundert/jahrhunderts = the C century
    in den E = in the E
    in den E jahren = in the E
    D . M = D M
    vor N U = N U ago
    vor Y = before Y
    im jahr/jahre Y = in Y
    in den letzten/vergangenen N U = in the last N U
    in der letzten/vergangenen U = in the last U
    E jahre/jahren = the E
    C . jahrhundert/jahrhunderts = the C century
    O quartal Y = O quarter of Y
    O . quartal Y = O quarter of Y
    ersten/erste/erstes halbjahr Y = first half of Y
    zweiten/zweite/zweites halbjahr Y = second half of Y
    halbjahr Y = Y
    vorgestern = day before yesterday
    letzte nacht = last night
    heute morgen = this morning
    am wochenende = over the weekend
"""
