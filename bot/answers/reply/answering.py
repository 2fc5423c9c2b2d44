"""From a question to its answer, out of one generation of the corpus."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from time import perf_counter

from bot.answers.budget import Budget
from bot.answers.candidates.choosing import Scored, score_candidates
from bot.answers.candidates.features import FEATURES
from bot.answers.candidates.query_terms import query_terms
from bot.answers.candidates.retrieval import RetrievedArticle, retrieve, retrieve_openings
from bot.answers.question.question_words import asks_what_was_printed
from bot.answers.question.reading import ParsedQuestion, read_question
from bot.answers.reply.advice import missing_words, nearest_articles, nearest_in_time, note_for, suggestions
from bot.answers.reply.correction import sure_correction
from bot.answers.reply.evidence import holds_numbers, names_no_topic
from bot.answers.reply.excerpts import Quoting
from bot.answers.reply.near_duplicates import without_near_duplicates
from bot.answers.reply.ordering import ordered
from bot.answers.reply.verdict import judge
from bot.answers.tuning import Tuning
from bot.language.dates_in_words import say_range
from bot.language.interface import _
from bot.model import Answer, DateRange, Heading, Question, Sort, Span, Verdict
from bot.search import Index

_DEFAULT = Tuning()
_RARE = 3  # passages that hold a rare word, or a two-hundredth of all
_CLOSE = 0.4  # share of the question's weight that the best window of an article holds which is named as close to it


def answer(index: Index, question: Question, tuning: Tuning = _DEFAULT) -> Answer:
    """Answers `question` from `index`. Pure, within `tuning.seconds`: the same arguments give the same answer."""
    began, budget = perf_counter(), Budget(tuning.seconds)
    reply = _answer(index, question, tuning, budget)
    if reply.verdict is Verdict.NOTHING and reply.date_phrase and not reply.nearest and not budget.spent:
        reply = _from_another_time(index, reply, tuning, budget) or reply
    if not budget.spent and (text := sure_correction(index, question, reply)):
        corrected = _answer(index, replace(question, text=text), tuning, budget)
        if corrected.excerpts:
            reply = replace(corrected, question=question, corrected=text)
    return replace(reply, generation=index.name, took_ms=(perf_counter() - began) * 1000)


def _from_another_time(index: Index, nothing: Answer, tuning: Tuning, budget: Budget) -> Answer | None:
    """What any date answers: "in 2023" may be when something happened that was printed the year before."""
    found = _answer(index, replace(nothing.question, any_date=True), tuning, budget)
    if found.verdict is not Verdict.ANSWERED or nothing.searched is None:
        return None
    dates = say_range(nothing.searched)
    note = _("Nothing of {dates} answers this; this was printed at another time.").format(dates=dates)
    return replace(found, question=nothing.question, verdict=Verdict.UNSURE, date_phrase=nothing.date_phrase, note=note)


def _answer(index: Index, question: Question, tuning: Tuning, budget: Budget) -> Answer:
    parsed = read_question(index, question, tuning)
    span = index.span(question.server)
    outside = parsed.dates if parsed.date_phrase and _beyond(parsed.dates, span.dates) else None
    if asks_what_was_printed(question.text, index.analyzer.language):
        outside = None
    if outside is not None:  # the year is what the question is about ("a film of 1931"), not when it was printed
        parsed = read_question(index, question, tuning, keep_phrase=True)
    blank = Answer(
        question,
        Verdict.NOTHING,
        searched=parsed.dates,
        date_phrase=parsed.date_phrase,
        understood=parsed.understood,
        articles=span.articles,
        archive=span.dates,
    )
    if not parsed.terms and parsed.dates is None:
        return replace(blank, note=_("There is no word in this to look for."))
    openings = parsed.dates is not None and names_no_topic(parsed)
    if openings and parsed.dates is not None:
        found = retrieve_openings(index, question, parsed.dates, tuning)
    else:
        found = retrieve(index, question, parsed, tuning, parsed.dates)
    scored = _scored(index, question, parsed, found, span, tuning, budget)
    judged = judge(parsed, scored, span.passages, tuning)
    verdict = judged.verdict
    if outside is not None and not holds_numbers(parsed, scored):  # nothing was printed then, or about then
        verdict = Verdict.NOTHING
    if openings:
        verdict = Verdict.UNSURE if scored.order else Verdict.NOTHING
    lacking = missing_words(parsed)
    blank = replace(blank, probability=judged.probability, reasons=judged.reasons, unread=scored.unread)
    if verdict is Verdict.NOTHING:
        return replace(
            blank,
            note=note_for(parsed.dates, empty=not found, outside=outside, lacking=lacking)
            or _("No article has enough of these words together."),
            missing=lacking,
            suggestions=() if budget.spent else suggestions(index, question, lacking),
            nearest=() if budget.spent else _nearest(index, question, parsed, scored, tuning),
        )
    numbers = without_near_duplicates(scored, tuning.duplicate_similarity)
    ranked = ordered(scored, _relevant(scored, numbers, verdict, tuning), question.sort)
    page = ranked[question.offset : question.offset + question.limit]
    quoting = Quoting(index, scored, parsed, tuning, page, numbers[0] if numbers[0] in page else None)
    shown = [quoting.lead(number) if number == numbers[0] else quoting.short(number) for number in page]
    return replace(
        blank,
        verdict=verdict,
        excerpts=tuple(shown),
        note=note_for(parsed.dates, empty=False, outside=outside, lacking=lacking),
        missing=lacking,
        suggestions=suggestions(index, question, lacking) if verdict is Verdict.UNSURE and not budget.spent else (),
        more=max(len(ranked) - question.offset - len(shown), 0),
    )


def _beyond(dates: DateRange | None, archive: DateRange) -> bool:
    """Whether `dates` lie wholly before or after everything that the archive has."""
    if dates is None or archive.first is None or archive.last is None:
        return False
    return (dates.last is not None and dates.last < archive.first) or (
        dates.first is not None and dates.first > archive.last
    )


def _nearest(
    index: Index, question: Question, parsed: ParsedQuestion, scored: Scored, tuning: Tuning
) -> tuple[Heading, ...]:
    """The articles to name when nothing can be quoted: just outside the range that was asked for, else the closest.

    The closest hold a rare word of the question, and a fair part of its weight together.
    """
    if parsed.dates is not None and names_no_topic(parsed):
        return nearest_in_time(index, question, parsed.dates)
    if parsed.dates is not None and not scored.found:
        return nearest_articles(index, retrieve(index, question, parsed, tuning, None), parsed.dates)
    most = max(_RARE, index.span(question.server).passages // 200)
    rare = [term.text for term in parsed.terms if 0 < term.passages <= most]
    holding = set(index.matching(rare, question.server).rows.tolist()) if rare else set()
    coverage = scored.windows.values[:, FEATURES.index("coverage")]
    close = [
        scored.found[number]
        for number in scored.order
        if scored.found[number].row in holding and coverage[scored.best_window(number)] >= _CLOSE
    ]
    return nearest_articles(index, close, None)


def _scored(
    index: Index,
    question: Question,
    parsed: ParsedQuestion,
    found: Sequence[RetrievedArticle],
    span: Span,
    tuning: Tuning,
    budget: Budget,
) -> Scored:
    """As many articles for every page of a question, so that pages neither repeat nor skip."""
    if question.sort is not Sort.RELEVANCE:
        tuning = replace(tuning, candidates=3 * tuning.candidates)  # the newest of few would be no news
    of = query_terms(index.analyzer, parsed)
    return score_candidates(index, of, found, span, tuning, server=question.server, budget=budget)


def _relevant(scored: Scored, numbers: Sequence[int], verdict: Verdict, tuning: Tuning) -> list[int]:
    """Beside an excerpt that answers, one that merely shares a word with the question is noise."""
    if verdict is not Verdict.ANSWERED:
        return list(numbers)
    coverage = scored.windows.values[:, FEATURES.index("coverage")]
    least = tuning.relevant_coverage
    return [numbers[0], *(one for one in numbers[1:] if coverage[scored.best_window(one)] >= least)]
