"""Possible answers in the candidate articles: names, numbers and quotations that the question does not have."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from bot.answers.candidates.article_terms import ArticleTerms, term_set
from bot.answers.candidates.query_terms import Flags, Ints, QueryTerms
from bot.answers.question.answer_type import COUNTED, AnswerType
from bot.answers.question.question_words import ALL_NOUNS_CAPITAL
from bot.language.answer_words import COUNTS, CURRENCIES, MONTHS, REASONS, TIMES
from bot.search.term_vectors import CAPITAL, DIGIT, MONEY, PERCENT, QUOTED, UNCASED

_QUOTABLE = frozenset({AnswerType.THING, AnswerType.REASON, AnswerType.TITLE})
_NAMED = frozenset({AnswerType.PERSON, AnswerType.NAME, AnswerType.PLACE, AnswerType.TITLE, AnswerType.THING})
_YEAR = 4  # digits
_NEAR_NUMBER = 3  # terms after a number among which what it counts is named


class PossibleAnswers(NamedTuple):
    """Which terms could be the answer, which of them most likely, and which are names or numbers at all."""

    possible: Flags
    typical: Flags
    names: Flags


def possible_answers(read: ArticleTerms, of: QueryTerms) -> PossibleAnswers:
    """By the expected answer type; where the question does not tell it, any name, number or quotation will do."""
    new = read.number < 0
    flags, wanted, language = read.flags, of.answer_type, of.analyzer.language

    def one_of(words: dict[str, frozenset[str]]) -> Flags:
        return _among(read.term, read.ids_of(term_set(of.analyzer, words.get(language, frozenset()))))

    has = {bit: (flags & bit) > 0 for bit in (CAPITAL, DIGIT, UNCASED, QUOTED, MONEY)}
    named = _in_pairs(read, has[CAPITAL]) if language in ALL_NOUNS_CAPITAL else has[CAPITAL]
    names = new & (named | has[DIGIT])
    if wanted is AnswerType.MONEY:
        possible = new & (has[MONEY] | one_of(CURRENCIES))
    elif wanted in COUNTED:
        possible = new & (has[DIGIT] | one_of(COUNTS))
    elif wanted is AnswerType.TIME:
        possible = new & (has[DIGIT] | one_of(TIMES))
    elif wanted is AnswerType.WORDS:
        possible = new & has[QUOTED]
    elif wanted in _QUOTABLE:
        possible = new & (has[CAPITAL] | has[DIGIT] | has[QUOTED] | has[UNCASED])
        if wanted is AnswerType.REASON:
            possible |= new & one_of(REASONS)
    elif wanted is AnswerType.PERSON:
        possible = new & (named | has[UNCASED])
    else:
        possible = new & (has[CAPITAL] | has[UNCASED])
    typical = _typical(read, of, possible, new & has[CAPITAL], lambda: one_of(MONTHS))
    if wanted is AnswerType.MONEY:
        typical = new & has[MONEY]
        if language != "english":  # most write the currency as a word behind the number
            typical |= new & _followed(has[DIGIT] | one_of(COUNTS), one_of(CURRENCIES))
    elif wanted is AnswerType.SHARE:
        typical |= new & ((flags & PERCENT) > 0)
    return PossibleAnswers(possible, typical, names)


def _followed(numbers: Flags, currencies: Flags) -> Flags:
    """Which numbers stand before a currency, or before a word like "million" and a currency."""
    found = np.zeros(len(numbers), np.bool_)
    for step in (1, 2):
        found[:-step] |= numbers[:-step] & currencies[step:]
    return found


def _in_pairs(read: ArticleTerms, capital: Flags) -> Flags:
    """Which words with a capital stand beside another: where every noun has one, these are names ("Otto Krummholz")."""
    found = np.zeros(len(capital), np.bool_)
    pairs = capital[:-1] & capital[1:] & (read.start[1:] - read.end[:-1] == 1)
    found[:-1] |= pairs
    found[1:] |= pairs
    return found


def _typical(read: ArticleTerms, of: QueryTerms, possible: Flags, capital: Flags, months: Callable[[], Flags]) -> Flags:
    """A full name, a month or year, a number beside what it counts."""
    found = np.zeros(len(read.term), np.bool_)
    if of.answer_type in _NAMED:
        beside = read.start[1:] - read.end[:-1] == 1
        found[:-1] = capital[:-1] & capital[1:] & beside
    elif of.answer_type in COUNTED and of.counted:
        counted = _among(read.term, read.ids_of(of.counted))
        for step in range(1, _NEAR_NUMBER + 1):
            found[:-step] |= possible[:-step] & counted[step:]
    elif of.answer_type is AnswerType.TIME:
        found = possible & (months() | (read.end - read.start == _YEAR) & ((read.flags & DIGIT) > 0))
    return found


def _among(terms: Ints, ids: Ints) -> Flags:
    """Which of the terms are among `ids`."""
    found: Flags = np.isin(terms, ids, kind="table") if len(ids) else np.zeros(len(terms), np.bool_)
    return found
