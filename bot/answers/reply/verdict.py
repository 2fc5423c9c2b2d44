"""Whether the excerpts answer the question: by which of its words they hold together, never by raw scores.

BM25's totals grow with a question's length and mean nothing across corpora; what share of the rare words stands in one
excerpt, and whether every name and number that was asked about does, is what an archivist would look at.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.answers.question.reading import Asked, Term
from bot.answers.tuning import Tuning
from bot.language.words import listed
from bot.model import Excerpt, Verdict
from bot.search import Analyzer

# Words that shape a question or are polite about it. An excerpt need not hold them to answer.
FRAME = listed(
    """
    many much long old tall far often big large fast heavy high deep wide happen happened happens become became
    becomes called named name date time year day kind type say says said tell according come right thing please pls
    plz lol thanks thank hi hello hey anyone everyone know explain wonder question answer article articles
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


def judge(asked: Asked, excerpts: Sequence[Excerpt], analyzer: Analyzer, tuning: Tuning) -> Verdict:
    """The verdict of a careful archivist on the `excerpts`, best first."""
    found = [evidence(asked, excerpt, analyzer) for excerpt in excerpts]
    if any(one.share >= tuning.answered and one.named for one in found):
        return Verdict.ANSWERED
    if any(one.share >= tuning.unsure and (one.words > 1 or one.telling or one.of < 3) for one in found):
        return Verdict.UNSURE
    return Verdict.UNSURE if excerpts and _is_near(asked, excerpts[0], analyzer, tuning) else Verdict.NOTHING


def _is_near(asked: Asked, excerpt: Excerpt, analyzer: Analyzer, tuning: Tuning) -> bool:
    """Whether the whole article holds more than one of the question's words where its best excerpt holds but one."""
    read = {token.term for token in analyzer.tokens_among(asked.numbers, excerpt.article.text)}
    weight = sum(term.weight for term in asked.terms if term.text in read)
    return len(read) > 1 and weight >= tuning.unsure * asked.weight


def evidence(asked: Asked, excerpt: Excerpt, analyzer: Analyzer) -> Evidence:
    """Weighs what `excerpt` and its article's title hold of the question."""
    held = {match.term for match in excerpt.matches}.union(analyzer.terms(excerpt.article.title))
    own = [term for term in asked.terms if term.word.lower() not in FRAME] or list(asked.terms)
    has = [term for term in own if term.text in held]
    return Evidence(
        share=sum(term.weight for term in has) / (sum(term.weight for term in own) or 1.0),
        words=len(has),
        of=len(own),
        named=all(name[-1].text in held for name in _names(asked)),
        telling=any(term.name or term.number for term in has),
    )


def is_all_frame(asked: Asked) -> bool:
    """Whether the question says nothing but when: "What happened in July 1969?"."""
    return all(term.word.lower() in FRAME for term in asked.terms)


def _names(asked: Asked) -> Iterator[list[Term]]:
    """The names and numbers of the question, those said in a row as one: the last of them ("Ed White") decides."""
    name: list[Term] = []
    for number in asked.order:
        term = asked.terms[number]
        if term.name or term.number:
            name.append(term)
        elif name:
            yield name
            name = []
    if name:
        yield name
