"""What kind of answer a question asks for: a name, a number, a time, a place, somebody's words."""

from __future__ import annotations

import re
from enum import StrEnum


class AnswerType(StrEnum):
    """The answer types that are told apart."""

    PERSON = "person"
    PLACE = "place"
    TIME = "time"
    NUMBER = "number"
    MONEY = "money"
    TITLE = "title"
    WORDS = "words"
    NAME = "name"
    REASON = "reason"
    THING = "thing"


_PEOPLE = """
    person man woman actor actress singer rapper musician artist author writer novelist director star celebrity
    politician president minister secretary senator governor mayor judge king queen prince princess pope player
    golfer boxer driver athlete coach billionaire ceo founder comedian host scientist astronaut candidate leader
    official model chef journalist lawyer
"""
_PLACES = """
    country nation state city town county island continent region capital place village river lake mountain ocean
    planet street airport museum university school stadium venue province territory nationality
"""
_NAMES = """
    company firm team club brand airline bank retailer chain store restaurant newspaper magazine organization
    organisation agency party app platform band group league network website automaker carmaker manufacturer
    streaming language religion animal drug disease virus dog breed bird colour color food drink mission spacecraft
    telescope rocket satellite probe
"""
_TITLES = """
    film movie book novel song album show series game play musical programme program podcast documentary title word
    phrase
"""


def _of(words: str) -> str:
    return "(?:" + "|".join(words.split()) + ")s?"


# The first that fits, in this order. "which ... <kind>" allows a few words between ("which former US president").
_SIGNS: tuple[tuple[AnswerType, re.Pattern[str]], ...] = tuple(
    (wanted, re.compile(pattern, re.IGNORECASE))
    for wanted, pattern in (
        (AnswerType.MONEY, r"\bhow much\b|\bwhat (?:price|sum|amount)\b|\bhow (?:expensive|costly)\b"),
        (
            AnswerType.NUMBER,
            r"\bhow (?:many|old|long|tall|far|often|big|large|fast|heavy|high|deep|likely|wide)\b"
            r"|\b(?:what|which) (?:percentage|percent|number|share|proportion|fraction|age)\b",
        ),
        (
            AnswerType.TIME,
            r"\bwhen\b(?! [^?]*,)"
            r"|\b(?:what|which|in what|on what) (?:\w+ )?(?:year|month|day|date|time|decade|century|season)\b",
        ),
        (
            AnswerType.WORDS,
            r"\bwhat (?:did|does|has|had) [^?]{2,60}\b(?:say|said|tell|write|tweet|call|describe|reply)\b"
            r"|\bquote\b|\bin (?:his|her|their) (?:own )?words\b",
        ),
        (AnswerType.REASON, r"\bwhy\b|\bwhat (?:caused|led to)\b|\bfor what reason\b"),
        (AnswerType.PERSON, rf"\bwho(?:m|se)?\b|\b(?:which|what) (?:[\w'’.-]+ ){{0,4}}?{_of(_PEOPLE)}\b"),
        (AnswerType.PLACE, rf"\bwhere\b|\b(?:which|what) (?:[\w'’.-]+ ){{0,3}}?{_of(_PLACES)}\b"),
        (AnswerType.TITLE, rf"\b(?:which|what) (?:[\w'’.-]+ ){{0,3}}?{_of(_TITLES)}\b"),
        (
            AnswerType.NAME,
            rf"\b(?:which|what) (?:[\w'’.-]+ ){{0,3}}?{_of(_NAMES)}\b|\b(?:named|called|name of|the name)\b",
        ),
    )
)


def expected_answer(question: str) -> AnswerType:
    """Returns the kind of answer that `question` asks for; `THING` where its words do not say."""
    asked = question[:600]
    for kind, sign in _SIGNS:
        if sign.search(asked):
            return kind
    return AnswerType.THING
