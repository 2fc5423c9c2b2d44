"""Question analysis: query terms with their weights, date range, coreference, expected answer type."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bot.answers.question.answer_type import ASKING, AnswerType, asks_for_news, expected_answer
from bot.answers.question.dates import DatePhrase, read_range, with_leeway, without
from bot.answers.question.followup import complete_question
from bot.answers.tuning import Tuning
from bot.model import DateRange, Question
from bot.search import Index
from bot.search.analysis.sentences import sentences

_ALL_NOUNS_CAPITAL = frozenset({"german"})  # languages in which a capital does not tell a name
_READ = 6_000  # characters of a message that are looked at: Discord's longest


_WHAT_WAS_PRINTED = re.compile(
    r"\bwhat(?:['’]s| has| have| was| is)? (?:happened|happening|new|printed|reported|published)\b"
    r"(?! (?:to|with|when|if)\b)"
    r"|^\W*(?:news|headlines|stories|was (?:ist|war) passiert|was geschah|actualités|noticias)\b",
    re.IGNORECASE,
)


def asks_what_was_printed(text: str) -> bool:
    """Whether a question asks for the news of a time ("What happened last week?"): that of another is no answer."""
    return bool(_WHAT_WAS_PRINTED.search(text))


@dataclass(frozen=True, slots=True)
class Term:
    """A query term: `word` is the first word it came from, `weight` its inverse document frequency.

    `passages` is its document frequency in passages that the asker may see. `name` marks a word with a capital inside a
    sentence, `number` one that begins with a digit.
    """

    text: str
    word: str
    weight: float
    passages: int
    name: bool
    number: bool


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
    firm = phrase is not None and (phrase.is_filter or not terms or asks_what_was_printed(rest))
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
    """Returns the distinct terms of `text` (the rarest, if there are many) and their order as they were said."""
    asking = ASKING.get(index.analyzer.language, frozenset())
    tokens = [one for one in index.analyzer.tokens(text) if text[one.start : one.end].lower() not in asking]
    words: dict[str, str] = {}
    named: set[str] = set()
    for token in tokens:
        word = text[token.start : token.end]
        words.setdefault(token.term, word)
        inside = token.start > 0 and text[: token.start].rstrip()[-1:] not in (".", "?", "!", ":")
        if word[0].isupper() and inside and index.analyzer.language not in _ALL_NOUNS_CAPITAL:
            named.add(token.term)
    passages = max(index.span(server).passages, 1)
    terms = [
        Term(term, word, term_weight(count, passages), count, term in named, word[0].isdigit())
        for term, word in words.items()
        for count in (index.frequency(term, server),)
    ]
    if len(terms) > tuning.question_terms:
        rarest = {term.text for term in sorted(terms, key=lambda term: -term.weight)[: tuning.question_terms]}
        terms = [term for term in terms if term.text in rarest]
    numbers = {term.text: number for number, term in enumerate(terms)}
    return tuple(terms), tuple(numbers[token.term] for token in tokens[:500] if token.term in numbers)


def term_weight(count: int, passages: int) -> float:
    """BM25's idf in Lucene's form, which is never negative: log(1 + (N - n + 0.5) / (n + 0.5))."""
    return math.log(1 + (passages - count + 0.5) / (count + 0.5))
