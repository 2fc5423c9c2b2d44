"""Coreference: whether a question refers to the one before, and how: "and when was that?", "what about Luna?", "why?".

In doubt a question is taken as complete: one that is changed without need gets a wrong answer, while one that was left
unchanged can be asked again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from bot.answers.question.dates.vocabulary import Words
from bot.answers.question.names import names
from bot.language.months import ENGLISH_MONTH_NAMES
from bot.language.words import word_set

PERSONS: Final = word_set("he she him her his hers himself herself")
THINGS: Final = word_set("it its itself they them their theirs themselves")
POSSESSIVES: Final = word_set("his her hers its their theirs")
_OBJECTS: Final = word_set("it him her them")
_PLURALS: Final = word_set("they them their theirs themselves")
_DEMONSTRATIVES: Final = word_set("that this those these")
_AUXILIARIES: Final = word_set(
    "is are was were did do does has have had will would can could should might must am be been isn aren wasn "
    "weren didn don doesn hasn haven hadn"
)
_BEFORE_DEMONSTRATIVE: Final = _AUXILIARIES | word_set(
    "about after before of in on at for from with by to like during and but so or why when how what who where than"
)
_BREAKS: Final = word_set(", ; : . ? ! — – ( and but when while after before because if since although")
_ASKING: Final = word_set("who whom whose what which when where why how")
_OPENERS: Final = word_set("and but so or also then plus ok okay well")
# Nouns and verbs that say nothing alone: "how many people died?" needs to know where.
_GENERIC: Final = word_set(
    "people person man woman men women one ones thing things happen happens happened happening die dies died dead "
    "kill killed injured hurt year years day days month months week weeks date time name names called named born "
    "old age long far big large tall high cost win wins won winner lose lost say says said saying tell tells told "
    "start started end ended begin began reason reasons cause caused result results outcome place city country "
    "town many much know known detail details exact exactly precise precisely true really sure ever next more "
    "else first second third fourth fifth last final other others another same again still yet live lives lived "
    "work works worked mean means meant think thinks thought feel felt react reacted reaction response respond "
    "responded make makes made get got go went come came see saw do find found become became involved responsible "
    "blame fault later afterwards finally eventually continue source sources quote elaborate explain please "
    "number total kind type somebody someone anybody anyone anything something everyone everybody nobody "
    "nothing young two three both part "
    # Nouns that are always somebody's or something's: "who was in the crew?"
    "crew captain commander pilot owner founder author inventor maker builder designer engineer scientist scientists "
    "passengers victims survivors witnesses parents mother father wife husband children family purpose goal aim plan "
    "plans damage aftermath consequence consequences effect effects impact answer score verdict sentence charges "
    "size weight mass speed height length width depth distance price budget temperature duration wide deep heavy fast"
)
_EXPLETIVES: Final = word_set(
    "true possible likely legal illegal safe take takes took cost costs mean known hard easy important necessary "
    "feel like rain rains snow snows raining snowing matter normal okay ok worth time"
)
_CALENDAR: Final = ENGLISH_MONTH_NAMES | word_set(
    "week weekend month year decade century morning afternoon evening summer winter spring autumn fall past season"
)
_HERE: Final = word_set("bot server archive channel site page app")
_ONES: Final = word_set("first second third fourth fifth last next other another which that this latter former")
# "so that", "in that": what follows is rather a clause than a thing pointed at.
_CLAUSE_OPENERS: Final = word_set("so in than and but or what who how why when where")
# "who built it", "did anyone write to her": a verb comes after these, so the pronoun stands for nothing named here.
_SUBJECTS: Final = word_set("who what anyone anybody someone somebody everyone everybody nobody people to ever not t")
# "When she died, Queen Elizabeth left": a clause like this points ahead.
_AHEAD: Final = word_set("if when while after before with as since although in despite by")
# Questions that say more than this themselves ("which of these three films did she ...") have what they need; measured
# on 2,430 complete questions, of which 46 were changed without these limits.
_TOO_MUCH_FOR_A_PRONOUN: Final = 5
_TOO_MUCH_TO_POINT: Final = 3


class ReferenceKind(StrEnum):
    """How a question refers to the one before."""

    NEW_TOPIC = "about"
    PRONOUN = "pronoun"
    DEMONSTRATIVE = "pointing"
    ELLIPSIS = "bare"


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference to the question before: `start` and `end` are offsets of the pronoun, or of the new topic."""

    kind: ReferenceKind
    start: int
    end: int


def find_reference(text: str, content: Callable[[str], object]) -> Reference | None:
    """Finds how `text` refers to the conversation; None when it is complete in itself.

    `content` says whether a word says something (is no stop word). `text` is without its date phrase.
    """
    words = Words(text)
    specific = [
        place
        for place, key in enumerate(words.keys)
        if key[0].isalnum() and key not in _GENERIC and key not in _ASKING and key not in _OPENERS and content(key)
    ]
    topic = _new_topic(words)
    if topic is not None and len(specific) <= 2:  # "what about Trump's tariffs on Canada?" says enough itself
        return Reference(ReferenceKind.NEW_TOPIC, *topic)
    pronoun = _pronoun(words, text, specific) if len(specific) <= _TOO_MUCH_FOR_A_PRONOUN else None
    if pronoun is not None:
        return Reference(ReferenceKind.PRONOUN, words[pronoun].start, words[pronoun].end)
    if len(specific) <= _TOO_MUCH_TO_POINT and _has_demonstrative(words, text):
        return Reference(ReferenceKind.DEMONSTRATIVE, 0, 0)
    opened = words.key(0) in _OPENERS
    else_ = "else" in words.keys
    if len(specific) <= (1 if opened or else_ else 0) and any(key[0].isalnum() for key in words.keys):
        return Reference(ReferenceKind.ELLIPSIS, 0, 0)
    return None


def _new_topic(words: Words) -> tuple[int, int] | None:
    """The topic of "(and) what about X?", "how about X?", and of "and X?" where X is a name."""
    place = 0
    while words.key(place) in _OPENERS:
        place += 1
    if words.key(place) in {"what", "how"} and words.key(place + 1) in {"about", "of"}:
        place += 2
    elif not (place and words[place].capital) or words.key(place) in _ASKING | _AUXILIARIES:
        return None
    end = len(words)
    while end > place and not words.key(end - 1)[0].isalnum():
        end -= 1
    return (words[place].start, words[end - 1].end) if end > place else None


def _pronoun(words: Words, text: str, specific: list[int]) -> int | None:
    """The first pronoun that means nobody within the question."""
    named = [name.start for name in names(text)]
    for place, key in enumerate(words.keys):
        if (key not in PERSONS and key not in THINGS) or (place and words[place].capital):
            continue
        if named and named[0] < words[place].start:
            return None
        if key == "it" and (words.key(place + 1) in _EXPLETIVES or words.key(place + 2) == "since"):
            continue
        if _antecedent_before(words, place, specific) or _antecedent_ahead(words, place, specific):
            return None
        return place
    return None


def _antecedent_before(words: Words, place: int, specific: list[int]) -> bool:
    """Whether the words before the pronoun at `place` name what it stands for."""
    broken = max((at for at in range(1, place) if words.key(at) in _BREAKS), default=-1)
    said = [at for at in specific if at < place and words.key(at - 1) not in _SUBJECTS]
    if any(at < broken for at in said):
        return True
    if words.key(place - 1) in _AUXILIARIES or words.key(place - 1) in {"'", "t"}:
        return False
    if words.key(place) in _OBJECTS and words.closes(place + 1) and words.key(place + 1) not in _AUXILIARIES:
        return False  # "which company built it": the object is never the subject of its own clause
    before = words.keys[:place]
    if words.key(place) in _PLURALS and not {"people", "men", "women"}.isdisjoint(before):
        return True
    return bool(said) or (words.key(place) in PERSONS and "who" in before)


def _antecedent_ahead(words: Words, place: int, specific: list[int]) -> bool:
    """Whether the pronoun stands in an opening clause that points to what follows its comma."""
    if words.key(0) not in _AHEAD or "," not in words.keys[place:]:
        return False
    comma = words.keys.index(",", place)
    return len([at for at in specific if at > comma]) > 1


def _has_demonstrative(words: Words, text: str) -> bool:
    """That, this, there, then, the second one, the same: with nothing in the question that they could mean."""
    for place, key in enumerate(words.keys):
        before, after = words.key(place - 1), words.key(place + 1)
        ends = not after or not after[0].isalnum()
        if before == "of" and key in {"these", "those"} and not ends:
            continue  # "which of these bands" goes on to list them
        if key in _DEMONSTRATIVES and after not in _CALENDAR | _HERE | {"who", "of", "which", "one", "ones"}:
            alone = ends or after in _AUXILIARIES or after in {"happen", "happened", "mean", "matter", "work"}
            meant = alone or key != "that" or before not in _CLAUSE_OPENERS
            if (place == 0 and alone) or (before in _BEFORE_DEMONSTRATIVE and meant):
                return True
        if key in {"one", "ones"} and before in _ONES and (ends or after in _AUXILIARIES):
            return True
        if key in {"there", "then"} and ends and before not in _AUXILIARIES and not names(text[: words[place].start]):
            return True
    return False
