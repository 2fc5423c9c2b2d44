"""What kind of answer a question asks for: a name, a number, a time, a place, somebody's words."""

from __future__ import annotations

import re
from enum import StrEnum

from bot.language.words import word_set


class AnswerType(StrEnum):
    """The answer types that are distinguished."""

    PERSON = "person"
    PLACE = "place"
    TIME = "time"
    NUMBER = "number"
    MONEY = "money"
    SHARE = "share"
    TITLE = "title"
    WORDS = "words"
    NAME = "name"
    REASON = "reason"
    THING = "thing"


COUNTED = frozenset({AnswerType.NUMBER, AnswerType.MONEY, AnswerType.SHARE})

_PEOPLE = """
    person man woman actor actress singer rapper musician artist author writer novelist director star celebrity
    politician president minister secretary senator governor mayor judge king queen prince princess pope player
    golfer boxer driver athlete coach billionaire ceo founder comedian host scientist astronaut candidate leader
    official model chef journalist lawyer
"""
_PLACES = """
    country nation state city town county island
    beach hotel zoo landmark prison port hospital desert square bridge sight
    continent region capital place village river lake mountain ocean
    planet street airport museum university school stadium venue province territory nationality
"""
_NAMES = """
    company firm team club brand airline bank retailer chain store restaurant newspaper magazine organization
    organisation agency party app platform band group league network website automaker carmaker manufacturer
    courier maker fixture station bus law union court car product service festival award ship freighter bakery squad
    pontiff streaming language religion animal drug disease virus dog breed bird colour color food drink mission
    spacecraft telescope rocket satellite probe
"""
_TITLES = """
    film movie book novel song album show series game play musical programme program podcast documentary title word
    phrase
"""


def _of(words: str) -> str:
    return "(?:" + "|".join(words.split()) + ")s?"


_PAID = """
    cost costs pay paid pays spend spent worth raise raised price priced charge charged fine fined fee sell sold earn
    earned invest invested money save give gave promise promised forfeit rent make made owe owed ransom bid salary debt
    funding million billion sum get waiting
"""
_SOME = r"(?:[\w'’.-]+ )"

# The first that fits, in this order. "which ... <kind>" allows a few words between ("which former US president").
_ENGLISH: tuple[tuple[AnswerType, str], ...] = (
    (
        AnswerType.MONEY,
        rf"\bhow much\b(?=[^?]*\b{_of(_PAID)}\b)|\bhow (?:expensive|costly)\b"
        r"|\b(?:what|which|whose) (?:\w+ ){0,2}(?:price|cost|sum|amount|fee|salary|fare)\b"
        r"|\bwhat (?:did|does|do|would|is|was) [^?]{2,60}\b(?:cost|pay|fetch|earn)\b"
        r"|\b(?:cost|price|fee|salary|payout|saving|fare|rent) (?:of|for|from|to)\b"
        r"(?!.*\b(?:who|which|what|why|where|when|how)\b)",
    ),
    (
        AnswerType.SHARE,
        r"\b(?:what|which) (?:percentage|percent|share|proportion|fraction|portion)\b|\bhow much of\b"
        r"|\bby how much\b|\bhow much (?:dearer|cheaper|more|less|higher|lower)\b|\bwhat (?:\w+ ){0,2}rate\b",
    ),
    (
        AnswerType.NUMBER,
        r"\bhow (?:many|much|old|long|tall|far|often|big|large|fast|heavy|high|deep|likely|wide|late|hot|cold|soon"
        r"|close|young|small)\b"
        r"|\b(?:what|which) (?:\w+ ){0,2}(?:number|age|score|odds|size|distance|speed|temperature|height|weight|length"
        r"|margin|figure|population)\b"
        r"|^(?:\w+ )?(?:number|distance|size|height|length|weight|speed|odds|calories|age|score|pressure|temperature"
        r"|population)\b|\bby what\b",
    ),
    (
        AnswerType.TIME,
        r"^(?:[\w'’]+[ ,:]+){0,3}when (?:did|was|were|is|are|do|does|will|has|have|had|should|can)\b"
        r"|[,:] ?when (?:did|was|were|is|does|do)\b"
        r"|\b(?:what|which) (?:\w+ )?(?:year|month|day|date|time|decade|century|season)\b"
        r"|^(?:the )?(?:date|year|day) (?:of|when|that)\b|\bopening hours\b|^when\b",
    ),
    (
        AnswerType.WORDS,
        r"\bwhat (?:did|does|has|had) [^?]{2,60}\b(?:say|said|tell|write|tweet|call|describe|reply|text)\b"
        r"|\bquote\b|\bin (?:his|her|their) (?:own )?words\b",
    ),
    (AnswerType.REASON, r"\bwhy\b|\bwhat (?:caused|led to)\b|\bfor what reason\b"),
    (
        AnswerType.PERSON,
        rf"\bwho(?:m|se)?\b|\b(?:which|what) {_SOME}{{0,4}}?{_of(_PEOPLE)}\b"
        r"|\b(?:sponsor|owner|author|officiant|founder|winner|inventor)s?\b(?= (?:of|behind)|$)|^names of\b",
    ),
    (AnswerType.PLACE, rf"\bwhere\b|\b(?:which|what) {_SOME}{{0,3}}?{_of(_PLACES)}\b"),
    (AnswerType.TITLE, rf"\b(?:which|what) {_SOME}{{0,3}}?{_of(_TITLES)}\b"),
    (
        AnswerType.NAME,
        rf"\b(?:which|what) {_SOME}{{0,3}}?{_of(_NAMES)}\b|\b(?:named|called|name of|the name)\b",
    ),
)
_NEWS = {
    "english": r"\b(?:this|last|past) (?:week|month|weekend)\b|\b(?:today|yesterday|recently|currently|latest|now"
    r"|tonight|newest|breaking)\b|\bthis (?:mon|tues|wednes|thurs|fri|satur|sun)day\b"
    r"|\b(?:what is|what's|what are|who is) new\b|\bthe news\b",
}
# The question words of other languages; which kind of "what" is asked for, English alone tells.
ASKING: dict[str, frozenset[str]] = {
    "german": word_set("wann warum weshalb wieso wen wem wessen wohin woher welche welcher welches welchem viel viele"),
    "french": word_set("quand combien pourquoi comment quel quelle quels quelles"),
    "spanish": word_set("quién quiénes cuándo cuánto cuánta cuántos cuántas dónde cómo cuál cuáles"),
    "italian": word_set("quanto quanta quanti quante dove perché quale quali"),
    "dutch": word_set("wanneer waarom hoeveel hoe waar waarheen wiens welk welke"),
    "portuguese": word_set("quanto quanta quantos quantas onde porquê quais"),
}
"""Question words that no stop word list has: they are not what is looked for."""
_QUESTION_WORDS: dict[str, tuple[tuple[AnswerType, str], ...]] = {
    "german": (
        (AnswerType.MONEY, r"\bwie ?viel\b.*\b(?:kost|zahl|euro|geld|verdien|preis)|\bwie teuer\b"),
        (AnswerType.SHARE, r"\bwie ?viel prozent\b|\bwelcher (?:anteil|prozentsatz)\b"),
        (
            AnswerType.NUMBER,
            r"\bwie ?viele?n?\b|\bwie (?:alt|lang|lange|hoch|groß|schwer|weit|oft|tief|schnell|breit)\b",
        ),
        (AnswerType.TIME, r"\bwann\b|\b(?:in welchem|welches) jahr\b|\ban welchem tag\b"),
        (AnswerType.REASON, r"\bwarum\b|\bweshalb\b|\bwieso\b"),
        (AnswerType.PERSON, r"\bwer\b|\bwen\b|\bwem\b|\bwessen\b"),
        (AnswerType.PLACE, r"\bwo\b|\bwohin\b|\bwoher\b"),
        (AnswerType.NAME, r"\bwie heißt\b|\bwie hieß\b"),
    ),
    "french": (
        (AnswerType.MONEY, r"\bcombien\b.*\b(?:coût|payé|prix|euro|franc|gagn)|\bquel (?:est|était) le prix\b"),
        (AnswerType.SHARE, r"\bquel pourcentage\b|\bquelle (?:part|proportion)\b"),
        (AnswerType.NUMBER, r"\bcombien\b|\bquel âge\b"),
        (AnswerType.TIME, r"\bquand\b|\b(?:en|à) quelle (?:année|date)\b|\bquel jour\b"),
        (AnswerType.REASON, r"\bpourquoi\b"),
        (AnswerType.PERSON, r"\bqui\b(?! est-ce qui a| a lieu)"),
        (AnswerType.PLACE, r"\boù\b|\bdans quel(?:le)? (?:ville|pays|région)\b"),
        (AnswerType.NAME, r"\bcomment s['’]appel"),
    ),
    "spanish": (
        (AnswerType.MONEY, r"\bcuánto\b.*\b(?:cost|pag|vale|euro|peso|gan)|\bqué precio\b"),
        (AnswerType.SHARE, r"\bqué (?:porcentaje|proporción|parte)\b"),
        (AnswerType.NUMBER, r"\bcuánt[oa]s?\b|\bqué edad\b"),
        (AnswerType.TIME, r"\bcuándo\b|\ben qué (?:año|fecha|mes|día)\b"),
        (AnswerType.REASON, r"\bpor qué\b"),
        (AnswerType.PERSON, r"\bquién(?:es)?\b"),
        (AnswerType.PLACE, r"\bd[óo]nde\b|\ben qué (?:ciudad|país|lugar)\b"),
        (AnswerType.NAME, r"\bcómo se llam"),
    ),
    "italian": (
        (AnswerType.MONEY, r"\bquanto\b.*\b(?:cost|pag|euro|lire|guadagn)|\bquale prezzo\b"),
        (AnswerType.SHARE, r"\bquale (?:percentuale|quota|parte)\b"),
        (AnswerType.NUMBER, r"\bquant[oaie]\b|\bche età\b"),
        (AnswerType.TIME, r"\bquando\b|\bin (?:che|quale) (?:anno|data|mese|giorno)\b"),
        (AnswerType.REASON, r"\bperché\b"),
        (AnswerType.PERSON, r"\bchi\b"),
        (AnswerType.PLACE, r"\bdove\b|\bdov['’]|\bin (?:che|quale) (?:città|paese)\b"),
        (AnswerType.NAME, r"\bcome si chiam"),
    ),
    "dutch": (
        (AnswerType.MONEY, r"\bhoeveel\b.*\b(?:kost|betaal|euro|gulden|verdien)|\bhoe duur\b"),
        (AnswerType.SHARE, r"\bhoeveel procent\b|\bwelk (?:percentage|deel)\b"),
        (AnswerType.NUMBER, r"\bhoeveel\b|\bhoe (?:oud|lang|hoog|groot|zwaar|ver|vaak|diep|snel)\b"),
        (AnswerType.TIME, r"\bwanneer\b|\b(?:in )?welk jaar\b|\bop welke dag\b"),
        (AnswerType.REASON, r"\bwaarom\b"),
        (AnswerType.PERSON, r"\bwie\b|\bwiens\b"),
        (AnswerType.PLACE, r"\bwaar\b|\bwaarheen\b"),
        (AnswerType.NAME, r"\bhoe heet"),
    ),
    "portuguese": (
        (AnswerType.MONEY, r"\bquanto\b.*\b(?:cust|pag|euro|real|reais|ganh)|\bqual (?:é|era|foi) o preço\b"),
        (AnswerType.SHARE, r"\bqu(?:al|e) (?:a )?(?:percentagem|porcentagem|proporção)\b"),
        (AnswerType.NUMBER, r"\bquant[oa]s?\b|\bque idade\b"),
        (AnswerType.TIME, r"\bquando\b|\bem que (?:ano|data|mês|dia)\b"),
        (AnswerType.REASON, r"\bpor que\b|\bporquê\b"),
        (AnswerType.PERSON, r"\bquem\b"),
        (AnswerType.PLACE, r"\bonde\b|\bem que (?:cidade|país)\b"),
        (AnswerType.NAME, r"\bcomo se cham"),
    ),
}
_PATTERNS = {
    language: tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in patterns)
    for language, patterns in {"english": _ENGLISH, **_QUESTION_WORDS}.items()
}
_NEWS |= {
    "german": r"\b(?:diese|letzte|vorige|vergangene)n? (?:woche|monat|wochenende)\b|\b(?:heute|gestern|kürzlich|neueste"
    r"|aktuell|jetzt)\b|\bwas gibt es neues\b",
    "french": r"\b(?:cette semaine|ce mois|la semaine dernière|le mois dernier|aujourd['’]hui|hier|récemment"
    r"|actuellement|dernières nouvelles)\b",
    "spanish": r"\b(?:esta semana|este mes|la semana pasada|el mes pasado|hoy|ayer|recientemente|actualmente"
    r"|últimas noticias)\b",
    "italian": r"\b(?:questa settimana|questo mese|la settimana scorsa|il mese scorso|oggi|ieri|recentemente"
    r"|attualmente|ultime notizie)\b",
    "dutch": r"\b(?:deze|vorige|afgelopen) (?:week|maand|weekend)\b|\b(?:vandaag|gisteren|onlangs|laatste nieuws)\b",
    "portuguese": r"\b(?:esta semana|este mês|a semana passada|o mês passado|hoje|ontem|recentemente|atualmente"
    r"|últimas notícias)\b",
}
_NEWS_PATTERNS = {language: re.compile(pattern, re.IGNORECASE) for language, pattern in _NEWS.items()}


def expected_answer(question: str, language: str = "english") -> AnswerType:
    """Returns the kind of answer that `question` asks for; `THING` where its words do not say."""
    asked = question[:600]
    for kind, sign in _PATTERNS.get(language, ()):
        if sign.search(asked):
            return kind
    return AnswerType.THING


def asks_for_news(question: str, language: str = "english") -> bool:
    """Whether the question means the days before it was asked ("this week", "latest")."""
    pattern = _NEWS_PATTERNS.get(language)
    return pattern is not None and pattern.search(question[:600]) is not None
