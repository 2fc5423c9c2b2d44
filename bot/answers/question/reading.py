"""Question analysis: query terms with their weights, date range, coreference, expected answer type."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.answers.question.answer_type import AnswerType, expected_answer
from bot.answers.question.compounds import known_parts
from bot.answers.question.dates import DatePhrase, read_range, with_leeway, without
from bot.answers.question.followup import complete_question
from bot.answers.question.question_words import (
    ALL_NOUNS_CAPITAL,
    ASKING,
    asks_for_news,
    asks_what_was_printed,
    frame_words,
)
from bot.answers.tuning import Tuning
from bot.model import DateRange, Question
from bot.search import Index
from bot.search.analysis.analyzer import Token
from bot.search.analysis.sentences import sentences

_READ = 6_000  # characters of a message that are looked at: Discord's longest


@dataclass(frozen=True, slots=True)
class Term:
    """A query term: `word` is the first word it came from, `weight` its inverse document frequency.

    `passages` is its document frequency in passages that the asker may see. `name` marks a word with a capital inside a
    sentence, `number` one that begins with a digit, `frame` one that only forms the question ("how far").
    """

    text: str
    word: str
    weight: float
    passages: int
    name: bool
    number: bool
    frame: bool = False


@dataclass(frozen=True, slots=True)
class ParsedQuestion:
    """The analysed question: its distinct `terms`, and their numbers in the `order` of the text, repeats included.

    `dates` is a filter; articles in `preferred_dates` only rank higher. `date_phrase` are the words that `dates` was
    read from. `understood` is the rewritten question of a follow-up, `earlier_articles` the keys of the
    articles that answered the turn it refers to. `asks_for_news` says that it means the days before asking.
    """

    text: str
    day: date
    terms: tuple[Term, ...]
    order: tuple[int, ...]
    answer_type: AnswerType
    dates: DateRange | None = None
    preferred_dates: DateRange | None = None
    date_phrase: str = ""
    understood: str = ""
    earlier_articles: tuple[str, ...] = ()
    asks_for_news: bool = False

    @property
    def weight(self) -> float:
        """The weight of all terms together."""
        return sum(term.weight for term in self.terms)

    @property
    def numbers(self) -> Mapping[str, int]:
        """Each term's index in `terms`."""
        return {term.text: number for number, term in enumerate(self.terms)}


def read_question(index: Index, question: Question, tuning: Tuning, *, keep_phrase: bool = False) -> ParsedQuestion:
    """Analyses `question` for `index`. With `keep_phrase` a date phrase is kept as words, not used as a filter."""
    text = _question_in(" ".join(question.text.split()), tuning.message_characters)[: tuning.question_characters]
    completed = complete_question(text, question.history, index.analyzer, question.as_of)
    whole = completed.text if completed else text
    phrase = None if keep_phrase else read_range(whole, question.as_of, index.analyzer.language)
    given = DateRange(question.since, question.until) if question.since or question.until else None
    rest = without(whole, phrase) if phrase else whole
    if given or question.any_date:
        phrase = None
    terms, order = _terms(index, rest, question.server, tuning)
    firm = phrase is not None and (
        phrase.is_filter or not terms or asks_what_was_printed(rest, index.analyzer.language)
    )
    return ParsedQuestion(
        text=rest,
        day=question.as_of,
        terms=terms,
        order=order,
        answer_type=expected_answer(text, index.analyzer.language),
        dates=given or (with_leeway(phrase) if phrase and firm else None),
        preferred_dates=with_leeway(phrase) if phrase and not firm else None,
        date_phrase=_words_of(phrase, whole) if firm else "",
        understood=completed.understood if completed else "",
        earlier_articles=completed.article_keys if completed else (),
        asks_for_news=asks_for_news(whole, index.analyzer.language),
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
    """Returns the distinct terms of `text` (the rarest, if there are many) and their order as they were said.

    A word that only forms the question and that no article has ("how far") is not looked for, unless there is no other.
    """
    language = index.analyzer.language
    asking, frames = ASKING.get(language, frozenset()), frame_words(language)
    tokens = [one for one in index.analyzer.tokens(text) if text[one.start : one.end].lower() not in asking]
    tokens = known_parts(index, text, tokens, server)
    words: dict[str, str] = {}
    named: set[str] = set()
    for number, token in enumerate(tokens):
        words.setdefault(token.term, text[token.start : token.end])
        if _is_name(text, tokens, number, language):
            named.add(token.term)
    passages = max(index.span(server).passages, 1)
    terms = [
        Term(term, word, term_weight(count, passages), count, term in named, word[0].isdigit(), word.lower() in frames)
        for term, word in words.items()
        for count in (index.frequency(term, server),)
    ]
    terms = [term for term in terms if term.passages or not term.frame] or terms
    if len(terms) > tuning.question_terms:
        rarest = {term.text for term in sorted(terms, key=lambda term: -term.weight)[: tuning.question_terms]}
        terms = [term for term in terms if term.text in rarest]
    numbers = {term.text: number for number, term in enumerate(terms)}
    return tuple(terms), tuple(numbers[token.term] for token in tokens[:500] if token.term in numbers)


def _is_name(text: str, tokens: Sequence[Token], number: int, language: str) -> bool:
    """Whether a capital inside a sentence marks a name; in German, right after another one ("Fähre Fischadler")."""
    start = tokens[number].start
    before = text[:start].rstrip()
    if not text[start].isupper() or not before or before[-1] in ".?!:":
        return False
    if language not in ALL_NOUNS_CAPITAL:
        return True
    last = tokens[number - 1] if number else None
    return last is not None and text[last.start].isupper() and start - last.end == 1


def term_weight(count: int, passages: int) -> float:
    """BM25's idf in Lucene's form, which is never negative: log(1 + (N - n + 0.5) / (n + 0.5))."""
    return math.log(1 + (passages - count + 0.5) / (count + 0.5))
