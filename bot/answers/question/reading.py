"""What a question says: the terms to look for and what each weighs, the dates it names, the answer it wants."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bot.answers.question.answer_type import Wanted, wanted
from bot.answers.question.dates import DatePhrase, read_range, with_leeway, without
from bot.answers.question.followup import complete
from bot.answers.tuning import Tuning
from bot.model import DateRange, Question
from bot.search import Index
from bot.search.analysis.sentences import sentences

_READ = 6_000  # characters of a message that are looked at: Discord's longest


@dataclass(frozen=True, slots=True)
class Term:
    """A term of the question, the first word it came from, and its weight: rare words say most.

    `passages` is in how many passages the asker could be shown it stands. `name` marks a capital inside a sentence.
    """

    text: str
    word: str
    weight: float
    passages: int
    name: bool
    number: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as read: `terms` in its order, each once, and where each stands by `places` of its text.

    `follows` are the articles of the turn it leans on; `understood` says what it was taken to mean. `phrase` are the
    words that named a date, `dates` the range that excludes, `around` one that only prefers.
    """

    text: str
    day: date
    terms: tuple[Term, ...]
    order: tuple[int, ...]
    wanted: Wanted
    dates: DateRange | None = None
    around: DateRange | None = None
    phrase: str = ""
    understood: str = ""
    follows: tuple[str, ...] = ()

    @property
    def weight(self) -> float:
        """The weight of all terms together."""
        return sum(term.weight for term in self.terms)

    @property
    def numbers(self) -> Mapping[str, int]:
        """Each term's place in `terms`."""
        return {term.text: number for number, term in enumerate(self.terms)}


def read(index: Index, question: Question, tuning: Tuning, *, keep_phrase: bool = False) -> Asked:
    """Reads `question` for `index`. With `keep_phrase` a date phrase stays among the words and narrows nothing."""
    text = _question_in(" ".join(question.text.split()), tuning.message)[: tuning.question_characters]
    completed = complete(text, question.history, index.analyzer, question.as_of)
    whole = completed.text if completed else text
    phrase = None if question.any_date or keep_phrase else read_range(whole, question.as_of)
    given = DateRange(question.since, question.until) if question.since or question.until else None
    rest = without(whole, phrase) if phrase else whole
    if given:
        phrase = None
    terms, order = _terms(index, rest, question.server, tuning)
    firm = phrase is not None and (phrase.firm or not terms)
    return Asked(
        text=rest,
        day=question.as_of,
        terms=terms,
        order=order,
        wanted=wanted(text),
        dates=given or (with_leeway(phrase) if phrase and firm else None),
        around=with_leeway(phrase) if phrase and not firm else None,
        phrase=_words_of(phrase, whole) if firm else "",
        understood=completed.understood if completed else "",
        follows=completed.article_keys if completed else (),
    )


def _question_in(text: str, message: int) -> str:
    """The question sentences of a text longer than a question is (`message` characters); else the text itself."""
    if len(text) <= message:
        return text
    asked = [
        text[start:end] for start, end in sentences(text[:_READ]) if text[start:end].rstrip("\"'”’»)").endswith("?")
    ]
    return " ".join(asked) or text


def _words_of(phrase: DatePhrase | None, text: str) -> str:
    return text[phrase.start : phrase.end] if phrase else ""


def _terms(index: Index, text: str, server: int | None, tuning: Tuning) -> tuple[tuple[Term, ...], tuple[int, ...]]:
    """Returns the distinct terms of `text` (the rarest, if there are many) and their order as they were said."""
    tokens = index.analyzer.tokens(text)
    words: dict[str, str] = {}
    named: set[str] = set()
    for token in tokens:
        word = text[token.start : token.end]
        words.setdefault(token.term, word)
        if word[0].isupper() and token.start > 0 and text[: token.start].rstrip()[-1:] not in (".", "?", "!", ":"):
            named.add(token.term)
    passages = max(index.span(server).passages, 1)
    terms = [
        Term(term, word, _weight(count, passages), count, term in named, word[0].isdigit())
        for term, word in words.items()
        for count in (index.frequency(term, server),)
    ]
    if len(terms) > tuning.words:
        rarest = {term.text for term in sorted(terms, key=lambda term: -term.weight)[: tuning.words]}
        terms = [term for term in terms if term.text in rarest]
    numbers = {term.text: number for number, term in enumerate(terms)}
    return tuple(terms), tuple(numbers[token.term] for token in tokens[:500] if token.term in numbers)


def _weight(count: int, passages: int) -> float:
    """BM25's idf in Lucene's form, which is never negative: log(1 + (N - n + 0.5) / (n + 0.5))."""
    return math.log(1 + (passages - count + 0.5) / (count + 0.5))
