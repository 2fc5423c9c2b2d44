"""What is said beside the excerpts: the dates searched, missing words, spelling suggestions, the nearest articles."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from bot.answers.candidates.retrieval import RetrievedArticle
from bot.answers.question.question_words import frame_words
from bot.answers.question.reading import ParsedQuestion
from bot.answers.reply.evidence import names_no_topic
from bot.answers.reply.spelling import Speller, visible_to
from bot.language.dates_in_words import say_range
from bot.language.figures import in_quotes, say_list, say_number
from bot.language.interface import _, ngettext
from bot.model import Answer, DateRange, Heading, Question, Sort
from bot.search import Index

_WORDS = 3  # missing words that are looked up and named: more are a question about something else
_SUGGESTIONS = 3
_NEAREST = 3


def missing_words(parsed: ParsedQuestion) -> tuple[str, ...]:
    """The asker's words, as typed, that no article has which they could be shown."""
    every = names_no_topic(parsed)
    if every and parsed.dates is not None:
        return ()  # "What happened in July 1969?"
    return tuple(term.word for term in parsed.terms if not term.passages and (every or not term.frame))


def suggestions(index: Index, question: Question, lacking: Sequence[str]) -> tuple[str, ...]:
    """Whole questions with the words that the archive lacks replaced by its own, likeliest first."""
    if not 0 < len(lacking) <= _WORDS:
        return ()
    speller, visible = Speller(index.words(), index.analyzer.language), visible_to(index, question.server)
    better = {word: speller.suggest(word, visible=visible, limit=_SUGGESTIONS) for word in lacking}
    found: list[str] = []
    for turn in range(_SUGGESTIONS):
        text = question.text
        for word, words in better.items():
            if words:
                text = re.sub(rf"\b{re.escape(word)}\b", words[min(turn, len(words) - 1)], text)
        if text != question.text and text not in found and stand_together(index, question, text):
            found.append(text)
    return tuple(found)


def stand_together(index: Index, question: Question, text: str) -> bool:
    """Whether some article holds all words of `text`: a suggestion that finds nothing either is no help."""
    tokens = index.analyzer.tokens(text)
    frames = frame_words(index.analyzer.language)
    words = [token.term for token in tokens if text[token.start : token.end].lower() not in frames]
    return bool(len(index.matching(tuple(dict.fromkeys(words)), question.server, every=True).rows))


def nearest_articles(index: Index, found: Sequence[RetrievedArticle], dates: DateRange | None) -> tuple[Heading, ...]:
    """The dated articles among `found` that come closest: to the range that was asked for, else to the question."""
    dated = [one for one in found if one.date is not None]
    if dates is not None:
        dated.sort(key=lambda one: _distance(one.date, dates))
    return tuple(index.heading(one.row) for one in dated[:_NEAREST])


def nearest_in_time(index: Index, question: Question, dates: DateRange) -> tuple[Heading, ...]:
    """The articles printed just before and just after a range in which nothing was printed."""
    found: list[Heading] = []
    if dates.first is not None:
        before = DateRange(None, dates.first - timedelta(days=1))
        found += index.headings(question.server, source=question.source, dates=before, limit=_NEAREST - 1)
    if dates.last is not None:
        after = DateRange(dates.last + timedelta(days=1), None)
        found += index.headings(question.server, source=question.source, dates=after, newest=False, limit=1)
    return tuple(found[:_NEAREST])


def _distance(day: date | None, dates: DateRange) -> int:
    if day is None or day in dates:
        return 0
    ends = [abs((day - end).days) for end in (dates.first, dates.last) if end is not None]
    return min(ends)


def note_for(searched: DateRange | None, *, empty: bool, outside: DateRange | None, lacking: Sequence[str]) -> str:
    """A sentence or two for the reader; never the verdict or the range searched, which each surface says itself.

    `searched` is the range in force; `empty` says that nothing in it matches; `outside` is a range that the archive
    does not reach, so that all dates were searched instead; `lacking` are the asker's words that the archive lacks.
    """
    said = []
    if outside is not None:
        said.append(_("The archive does not reach {dates}; all dates were searched.").format(dates=say_range(outside)))
    if searched is not None and empty:
        said.append(_("Nothing from {dates} matches.").format(dates=say_range(searched)))
    if lacking:
        said.append(_lacking(lacking))
    return " ".join(said)


def note_beside(answer: Answer) -> str:
    """The note of an answer whose missing words `nothing_found` has named already."""
    return answer.note.removesuffix(_lacking(answer.missing)).rstrip() if answer.missing else answer.note


def _lacking(words: Sequence[str]) -> str:
    return _("The archive does not have {words}.").format(words=_listed(words))


def nothing_found(answer: Answer) -> str:
    """One sentence for the reader of an answer without excerpts: what was not found, and in how much."""
    if not answer.articles:
        return no_articles()
    count, years = say_number(answer.articles), years_in_words(answer.archive)
    if answer.missing:
        said = ngettext(
            "Nothing on {words} in {count} article{years}.",
            "Nothing on {words} in {count} articles{years}.",
            answer.articles,
        )
        return said.format(words=_listed(answer.missing), count=count, years=years)
    said = ngettext(
        "Nothing that answers this in {count} article{years}.",
        "Nothing that answers this in {count} articles{years}.",
        answer.articles,
    )
    return said.format(count=count, years=years)


def no_articles() -> str:
    """What is said in an archive that has no article yet."""
    return _("There are no articles here yet. Admins add some with /corpus add.")


def summary(answer: Answer) -> str:
    """One line: how many articles match, of how many, and how the search was narrowed; empty where that is nothing."""
    parts = []
    if answer.excerpts:
        matching = answer.question.offset + len(answer.excerpts) + answer.more
        of = say_number(answer.articles) + years_in_words(answer.archive)
        counted = ngettext("{count} article of {all}", "{count} articles of {all}", matching)
        parts.append(counted.format(count=say_number(matching), all=of))
    if answer.searched is not None:
        read_from = f" ({in_quotes(answer.date_phrase)})" if answer.date_phrase else ""
        parts.append(_("searched {dates}").format(dates=say_range(answer.searched) + read_from))
    if answer.question.source:
        parts.append(_("source: {source}").format(source=answer.question.source))
    if answer.question.sort is not Sort.RELEVANCE and answer.excerpts:
        parts.append(_("newest first") if answer.question.sort is Sort.NEWEST else _("oldest first"))
    return " · ".join(parts)


def articles_in_words(count: int) -> str:
    """Such as "84 articles"."""
    return ngettext("{count} article", "{count} articles", count).format(count=say_number(count))


def years_in_words(dates: DateRange) -> str:
    """The years of an archive, to follow a count: ", 1957–2025"; empty where nothing is dated."""
    if dates.first is None or dates.last is None:
        return ""
    first, last = dates.first.year, dates.last.year
    return f", {first}" if first == last else f", {first}–{last}"


def _listed(words: Sequence[str]) -> str:
    quoted = [in_quotes(word[:40]) for word in words[:_WORDS]]
    if len(words) > _WORDS:
        more = len(words) - _WORDS
        said = ngettext("{words} and {count} more of these words", "{words} and {count} more of these words", more)
        return said.format(words=", ".join(quoted), count=more)
    return say_list(quoted, "or")
