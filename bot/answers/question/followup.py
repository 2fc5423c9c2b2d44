"""Follow-ups: a question that refers to the conversation is rewritten so that it is complete in itself.

"When did it land?" after "What happened to Beagle 2?" becomes "When did Beagle 2 land?". Where no single name is the
pronoun's antecedent, both questions are asked together, and the answer says so: "Why? (after: What happened to Beagle
2?)".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from bot.answers.question.coreference import PERSONS, POSSESSIVES, Reference, ReferenceKind, find_reference
from bot.answers.question.dates import read_range, without
from bot.answers.question.dates.vocabulary import Words
from bot.answers.question.joined_followup import leans_on_the_one_before
from bot.answers.question.names import Name, names
from bot.answers.question.question_words import asks_what_was_printed
from bot.model import Turn
from bot.search import Analyzer

_REMEMBERED: Final = 3  # turns in which a pronoun's name is looked for, the latest first
_LONGEST: Final = 400  # characters of the question before that are carried on, or a chain of "why?" would grow for ever
_OPENING: Final = re.compile(r"(?:(?:and|but|so|or|also|then|plus|ok|okay|well)\b[\s,]*)+", re.IGNORECASE)
_ABOUT: Final = re.compile(r"(?:what|how)\s+(?:about|of)(?:\s+|(?=\W*$))", re.IGNORECASE)
_BARE_YEAR: Final = re.compile(r"^((?:and\s+)?(?:what|how)\s+about\s+)([12][0-9]{3})(?=\W*$)", re.IGNORECASE)
_WHO: Final = re.compile(r"(?:who|which|whose)\b", re.IGNORECASE)
_AUXILIARY: Final = re.compile(
    r"\b(?:did|does|do|is|was|are|were|has|have|had|will|can|could)\s+(?:the\s+)?$", re.IGNORECASE
)
_IDENTITY: Final = re.compile(r"[Ww]ho(?:['’]s|\s+(?:is|was|are|were))\s+[A-Z]")
_NEWS: Final = re.compile(r"\b(?:happen(?:s|ed|ing)?|new|news|headlines?|articles?)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class CompletedQuestion:
    """A follow-up as it was completed.

    `text` is the question to search for and to keep in the `Turn`; the answer type is better read from what was typed.
    `understood` is shown to the reader. `article_keys` are the articles that answered the turn it refers to; they rank
    higher.
    """

    text: str
    understood: str
    article_keys: tuple[str, ...] = ()


def complete_question(text: str, history: Sequence[Turn], analyzer: Analyzer, today: date) -> CompletedQuestion | None:
    """Completes `text` from the conversation, oldest turn first; None when it stands alone or nothing came before.

    Looks at nothing but its arguments. A date phrase of `text` replaces that of the question before.
    """
    typed = " ".join(text.split())
    if not history or not typed or len(typed) > _LONGEST:
        return None
    if analyzer.language != "english":
        return _joined(typed, history[-1], analyzer, today)
    typed = _BARE_YEAR.sub(r"\1in \2", typed)
    phrase = read_range(typed, today)
    rest = without(typed, phrase) if phrase else typed
    reference = (
        find_reference(rest, analyzer.terms)
        if _says_more(rest)
        else Reference(ReferenceKind.ELLIPSIS, 0, 0)
        if phrase
        else None
    )
    if reference is None or (phrase and _NEWS.search(rest) and reference.kind is ReferenceKind.ELLIPSIS):
        return None  # "what happened last week?" is whole
    turn = history[-1]
    before = " ".join(turn.question.split())[:_LONGEST]
    if phrase and (old := read_range(before, today)):
        before = without(before, old)
    whole = _with_antecedent(rest, reference, history) or _with_new_topic(rest, reference, before)
    if whole is None and phrase and not _says_more(rest):
        whole = before
    if whole is None:
        return CompletedQuestion(f"{typed} {before}", f"{typed} (after: {before})", turn.articles)
    if phrase:
        whole = f"{whole.rstrip(' ?.!')} {typed[phrase.start : phrase.end]}?"
    whole = whole[:1].upper() + whole[1:]
    return CompletedQuestion(whole, whole, turn.articles)


def _joined(typed: str, turn: Turn, analyzer: Analyzer, today: date) -> CompletedQuestion | None:
    """A question in another language than English with the one before; None where it says enough itself."""
    language = analyzer.language
    phrase = read_range(typed, today, language)
    rest = without(typed, phrase) if phrase else typed
    if phrase and asks_what_was_printed(typed, language):
        return None
    if any(map(str.isalnum, rest)) and not leans_on_the_one_before(rest, analyzer):
        return None
    before = " ".join(turn.question.split())[:_LONGEST]
    if phrase and (old := read_range(before, today, language)):
        before = without(before, old)
    whole = f"{typed} {before}"
    return CompletedQuestion(whole, f"{typed} ({before})", turn.articles)


def _says_more(rest: str) -> bool:
    """Whether anything but "and what about" is left."""
    return bool(_ABOUT.sub("", _OPENING.sub("", rest, count=1), count=1).strip(" ?.!,"))


def _with_antecedent(rest: str, reference: Reference, history: Sequence[Turn]) -> str | None:
    """The question with the name that its pronoun stands for."""
    if reference.kind is not ReferenceKind.PRONOUN:
        return None
    pronoun = rest[reference.start : reference.end].lower()
    name = _antecedent(history, person=pronoun in PERSONS, apart={word for one in names(rest) for word in one.words})
    if name is None:
        return None
    if pronoun in POSSESSIVES and not (pronoun == "her" and Words(rest[reference.end :]).closes(0)):
        name += "’s"
    return _OPENING.sub("", rest[: reference.start], count=1) + name + rest[reference.end :]


def _antecedent(history: Sequence[Turn], *, person: bool, apart: set[str]) -> str | None:
    """The name that the latest turn with any is about; None where several could be meant."""
    for turn in reversed(history[-_REMEMBERED:]):
        asked = _distinct([one for one in names(turn.question) if not one.words & apart])
        told = [
            one.name
            for excerpt in turn.excerpts[:1]
            for one in names(excerpt)
            if len(one.words) > 1 and not one.words & apart and not any(one.words & other.words for other in asked)
        ]
        who = _WHO.match(turn.question) and not _IDENTITY.match(turn.question)
        if person and told and (who or not asked):
            return told[0]
        if asked:
            subject = _subject(turn.question, asked)
            return subject.name if subject else None
    return None


def _subject(question: str, found: list[Name]) -> Name | None:
    """The only name, or the one after the auxiliary ("did Beagle 2 reach Mars"), which people go on talking about."""
    if len(found) == 1:
        return found[0]
    return next((one for one in found if _AUXILIARY.search(question[: one.start])), None)


def _distinct(found: list[Name]) -> list[Name]:
    """The longest of the names that share a word: "Chrissy Teigen" and "Teigen" are one."""
    kept: list[Name] = []
    for one in sorted(found, key=lambda named: -len(named.words)):
        if not any(one.words & other.words for other in kept):
            kept.append(one)
    return kept


def _with_new_topic(rest: str, reference: Reference, before: str) -> str | None:
    """The question before, with the new topic where its name stood."""
    if reference.kind is not ReferenceKind.NEW_TOPIC:
        return None
    old = names(before)
    topic = rest[reference.start : reference.end]
    subject = _subject(before, old)
    if subject is None or before[subject.end :].startswith(("'s", "’s")) or not topic[:1].isupper():
        return None
    return before[: subject.start] + topic + before[subject.end :]
