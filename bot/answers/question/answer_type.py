"""What kind of answer a question asks for: a name, a number, a time, a place, somebody's words."""

from __future__ import annotations

import re
from enum import StrEnum

from bot.answers.question.answer_signs import SIGNS


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
    funding million billion sum get waiting fetch fetched donate donated pledge pledged
"""
_SOME = r"(?:[\w'’.-]+ )"

# The first that fits, in this order. "which ... <kind>" allows a few words between ("which former US president").
_ENGLISH: tuple[tuple[AnswerType, str], ...] = (
    (
        AnswerType.MONEY,
        rf"\bhow much\b(?! of\b)(?=[^?]*\b{_of(_PAID)}\b)|\b{_of(_PAID)} how much\b|\bhow (?:expensive|costly)\b"
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

_PATTERNS: dict[str, tuple[tuple[AnswerType, re.Pattern[str]], ...]] = {
    language: tuple((AnswerType(kind), re.compile(pattern, re.IGNORECASE)) for kind, pattern in patterns)
    for language, patterns in {"english": _ENGLISH, **SIGNS}.items()
}


def expected_answer(question: str, language: str = "english") -> AnswerType:
    """Returns the kind of answer that `question` asks for; `THING` where its words do not say."""
    asked = question[:600]
    for kind, sign in _PATTERNS.get(language, ()):
        if sign.search(asked):
            return kind
    return AnswerType.THING
