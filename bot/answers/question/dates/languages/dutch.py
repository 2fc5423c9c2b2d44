"""Dutch date words and phrases; the package tells how they are written."""

from __future__ import annotations

from typing import Final

WORDS: Final = {
    "in": "in", "on": "op", "during": "tijdens gedurende", "since": "sinds vanaf", "after": "na",
    "before": "voor vóór", "until": "tot", "from": "van", "between": "tussen", "and": "en", "the": "de het",
    "year": "jaar jaren", "month": "maand maanden", "week": "week weken", "day": "dag dagen", "hour": "uur uren",
    "decade": "decennium decennia", "quarter": "kwartaal", "weekend": "weekend", "spring": "lente voorjaar",
    "summer": "zomer", "autumn": "herfst najaar", "winter": "winter", "monday": "maandag", "tuesday": "dinsdag",
    "wednesday": "woensdag", "thursday": "donderdag", "friday": "vrijdag", "saturday": "zaterdag", "sunday": "zondag",
    "a": "een", "two": "twee", "three": "drie", "four": "vier", "five": "vijf", "six": "zes", "seven": "zeven",
    "eight": "acht", "nine": "negen", "ten": "tien", "twelve": "twaalf", "few": "paar", "several": "enkele",
    "last": "vorige vorig afgelopen laatste", "this": "deze dit", "ago": "geleden", "yesterday": "gisteren",
    "today": "vandaag", "early": "begin", "mid": "medio halverwege", "late": "eind", "first": "eerste",
    "second": "tweede", "third": "derde", "fourth": "vierde", "twenties": "twintig", "thirties": "dertig",
    "forties": "veertig", "fifties": "vijftig", "sixties": "zestig", "seventies": "zeventig", "eighties": "tachtig",
    "nineties": "negentig", "19th": "negentiende", "20th": "twintigste", "18th": "achttiende", "17th": "zeventiende",
    "16th": "zestiende", "13th": "dertiende",
    "happened": "gebeurde gebeurd", "was": "was werd", "will": "zal zullen",
}  # fmt: skip
PHRASES: Final = """
    van Y tot/t/m Y2 = from Y to Y2
    van Y tot en met Y2 = from Y to Y2
    van M tot M2 = from M to M2
    van M tot en met M2 = from M to M2
    van D tot D2 M = from D to D2 M
    van D tot en met D2 M = from D to D2 M
    W de H = on W the H
    half M = mid M
    in de maand M = in M
    de afgelopen/laatste U = the last U
    aan het begin van = early
    aan het einde van = late
    O helft van Y = O half of Y
    begin van de C eeuw = early C century
    in de jaren E = in the E
    tot en met = until
    de afgelopen/laatste N U = the last N U
    in het jaar Y = in Y
    eergisteren = day before yesterday
    gisteravond = last night
    vannacht = last night
    vanmorgen/vanochtend = this morning
    eind van/vorig = late
    begin van = early
    jaren E = the E
    de jaren E = the E
    C eeuw = the C century
    de C eeuw = the C century
    O kwartaal van Y = O quarter of Y
    O kwartaal Y = O quarter of Y
    eerste helft van Y = first half of Y
    tweede helft van Y = second half of Y
    S van Y = S of Y
"""
