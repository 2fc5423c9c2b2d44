"""Whether the excerpts answer the question, judged by term coverage, never by raw scores.

BM25 totals grow with a question's length and are not comparable between corpora. The verdict looks at the share of the
question's idf weight in one excerpt, and at whether every name and number of the question is there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.answers.question.reading import ParsedQuestion, Term
from bot.answers.tuning import Tuning
from bot.language.words import word_set
from bot.model import Excerpt, Verdict
from bot.search import Analyzer

# Words that form a question or are polite phrases. An excerpt does not need them to answer.
FRAME_WORDS = word_set(
    """
    many much long old tall far often big large fast heavy high deep wide happen happened happens become became
    becomes called named name date time year day kind type say says said tell according come right thing please pls
    plz lol news headlines stories thanks thank hi hello hey anyone everyone know explain wonder question answer article
    articles
    """
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one excerpt (and its title) holds of a question.

    `share` is of the weight of the question's own words, between 0 and 1; `words` counts those held, of `of`.
    `named` says that no name or number of the question is missing, `telling` that one is held.
    """

    share: float
    words: int
    of: int
    named: bool
    telling: bool


def verdict_of(parsed: ParsedQuestion, excerpts: Sequence[Excerpt], analyzer: Analyzer, tuning: Tuning) -> Verdict:
    """The verdict on `excerpts`, best first."""
    found = [evidence(parsed, excerpt, analyzer) for excerpt in excerpts]
    if any(one.share >= tuning.answered_coverage and one.named for one in found):
        return Verdict.ANSWERED
    if any(one.share >= tuning.unsure_coverage and (one.words > 1 or one.telling or one.of < 3) for one in found):
        return Verdict.UNSURE
    return Verdict.UNSURE if excerpts and _is_near(parsed, excerpts[0], analyzer, tuning) else Verdict.NOTHING


def _is_near(parsed: ParsedQuestion, excerpt: Excerpt, analyzer: Analyzer, tuning: Tuning) -> bool:
    """Whether the whole article holds more than one of the question's words where its best excerpt holds but one."""
    read = {token.term for token in analyzer.tokens_among(parsed.numbers, excerpt.article.text)}
    weight = sum(term.weight for term in parsed.terms if term.text in read)
    return len(read) > 1 and weight >= tuning.unsure_coverage * parsed.weight


def evidence(parsed: ParsedQuestion, excerpt: Excerpt, analyzer: Analyzer) -> Evidence:
    """Weighs what `excerpt` and its article's title hold of the question."""
    held = {match.term for match in excerpt.matches}.union(analyzer.terms(excerpt.article.title))
    own = [term for term in parsed.terms if term.word.lower() not in FRAME_WORDS] or list(parsed.terms)
    has = [term for term in own if term.text in held]
    return Evidence(
        share=sum(term.weight for term in has) / (sum(term.weight for term in own) or 1.0),
        words=len(has),
        of=len(own),
        named=all(name[-1].text in held for name in _names(parsed)),
        telling=any(term.name or term.number for term in has),
    )


def names_no_topic(parsed: ParsedQuestion) -> bool:
    """Whether the question names a time and nothing else: "What happened in July 1969?"."""
    return all(term.word.lower() in FRAME_WORDS for term in parsed.terms)


def _names(parsed: ParsedQuestion) -> Iterator[list[Term]]:
    """The names and numbers of the question, those said in a row as one: the last of them ("Ed White") decides."""
    name: list[Term] = []
    for number in parsed.order:
        term = parsed.terms[number]
        if term.name or term.number:
            name.append(term)
        elif name:
            yield name
            name = []
    if name:
        yield name
