"""The date phrases of other languages beside the English ones they stand for, where single words do not say it.

A capital letter stands for a kind of word: N a count, U a unit, S a season, W a weekday, M a month,
T any of these but the count, O an ordinal, D a day of the month, Y a year, E a decade, C a century. Months come from
`bot.language.months`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

PHRASES: Final[Mapping[str, str]] = {
    "german": """
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
    """,
    "spanish": """
        de Y a/hasta Y = from Y
        del D al D de M = from D M
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
    """,
    "french": """
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
    """,
    "italian": """
        dal/da Y al/a Y = from Y
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
    """,
    "dutch": """
        van Y tot/t/m Y = from Y
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
    """,
    "portuguese": """
        de Y a/até Y = from Y
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
    """,
}
