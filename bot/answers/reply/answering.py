"""From a question to its answer, out of one generation of the corpus."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from time import perf_counter

from bot.answers.candidates.choosing import choose_candidates
from bot.answers.candidates.features import Candidate, ScoredWindow
from bot.answers.candidates.regions import Hit
from bot.answers.candidates.retrieval import RetrievedArticle, retrieve, retrieve_openings
from bot.answers.candidates.windows import Window
from bot.answers.question.reading import ParsedQuestion, read_question
from bot.answers.reply.advice import missing_words, nearest_articles, nearest_in_time, note_for, suggestions
from bot.answers.reply.correction import sure_correction
from bot.answers.reply.highlighting import highlights
from bot.answers.reply.near_duplicates import without_near_duplicates
from bot.answers.reply.ordering import ordered
from bot.answers.reply.verdict import evidence, names_no_topic, verdict_of
from bot.answers.tuning import Tuning
from bot.language.interface import _
from bot.model import Answer, DateRange, Excerpt, Heading, Match, Passage, Question, Sort, Verdict
from bot.search import Index

_DEFAULT = Tuning()
_RARE = 3  # passages that hold a rare word, or a two-hundredth of all


def answer(index: Index, question: Question, tuning: Tuning = _DEFAULT) -> Answer:
    """Answers `question` from `index`. Pure: the same arguments give the same answer but for its time."""
    began = perf_counter()
    reply = _answer(index, question, tuning)
    if text := sure_correction(index, question, reply):
        corrected = _answer(index, replace(question, text=text), tuning)
        if corrected.excerpts:
            reply = replace(corrected, question=question, corrected=text)
    return replace(reply, generation=index.name, took_ms=(perf_counter() - began) * 1000)


def _answer(index: Index, question: Question, tuning: Tuning) -> Answer:
    parsed = read_question(index, question, tuning)
    span = index.span(question.server)
    outside = parsed.dates if parsed.date_phrase and _beyond(parsed.dates, span.dates) else None
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
    found = retrieve(index, question, parsed, tuning, parsed.dates)
    chosen = _choose(index, question, parsed, found, tuning)
    verdict = verdict_of(parsed, chosen[: tuning.verdict_excerpts], index.analyzer, tuning)
    if verdict is Verdict.NOTHING and parsed.dates is not None and names_no_topic(parsed):
        found = retrieve_openings(index, question, parsed.dates, tuning)
        chosen = _choose(index, question, parsed, found, tuning)
        verdict = Verdict.UNSURE if chosen else Verdict.NOTHING
    elif not parsed.terms:
        return replace(blank, note=_("There is no word in this to look for."))
    lacking = missing_words(parsed)
    if verdict is Verdict.NOTHING:
        return replace(
            blank,
            note=note_for(parsed.dates, empty=not found, outside=outside, lacking=lacking)
            or _("No article has enough of these words together."),
            missing=lacking,
            suggestions=suggestions(index, question, lacking),
            nearest=_nearest(index, question, parsed, found, tuning),
        )
    ranked = ordered(_relevant(parsed, chosen, verdict, index, tuning), question.sort)
    shown = ranked[question.offset : question.offset + question.limit]
    return replace(
        blank,
        verdict=verdict,
        excerpts=tuple(shown),
        note=note_for(parsed.dates, empty=False, outside=outside, lacking=lacking),
        missing=lacking,
        suggestions=suggestions(index, question, lacking) if verdict is Verdict.UNSURE else (),
        more=max(len(ranked) - question.offset - len(shown), 0),
    )


def answers_from(
    index: Index,
    question: Question,
    parsed: ParsedQuestion,
    row: int,
    tuning: Tuning = _DEFAULT,
    stretch: tuple[int, int] | None = None,
) -> Excerpt | None:
    """The excerpt of the article in `row` that answers the question by itself; None if it is not enough for that.

    `stretch` says where in the text to look; without it, all of the article is read.
    """
    heading = index.heading(row)
    if parsed.dates is not None and heading.date not in parsed.dates:
        return None
    start, end = stretch or (0, len(index.article(row).text))
    passage = Passage(-1, row, start, end, 1.0, 1.0)
    chosen = _choose(index, question, parsed, [RetrievedArticle(row, (passage,))], tuning)
    if verdict_of(parsed, chosen, index.analyzer, tuning) is not Verdict.ANSWERED:
        return None
    return chosen[0]


def _beyond(dates: DateRange | None, archive: DateRange) -> bool:
    """Whether `dates` lie wholly before or after everything that the archive has."""
    if dates is None or archive.first is None or archive.last is None:
        return False
    return (dates.last is not None and dates.last < archive.first) or (
        dates.first is not None and dates.first > archive.last
    )


def _nearest(
    index: Index, question: Question, parsed: ParsedQuestion, found: Sequence[RetrievedArticle], tuning: Tuning
) -> tuple[Heading, ...]:
    """The articles to name when nothing can be quoted: just outside the range that was asked for, else the closest."""
    if parsed.dates is not None and names_no_topic(parsed):
        return nearest_in_time(index, question, parsed.dates)
    if parsed.dates is not None and not found:
        return nearest_articles(index, retrieve(index, question, parsed, tuning, None), parsed.dates)
    most = max(_RARE, index.span(question.server).passages // 200)
    rare = [term.text for term in parsed.terms if 0 < term.passages <= most]
    holding = set(index.matching(rare, question.server).rows.tolist()) if rare else set()
    return nearest_articles(index, [one for one in found if one.row in holding], None)


def _choose(
    index: Index, question: Question, parsed: ParsedQuestion, found: Sequence[RetrievedArticle], tuning: Tuning
) -> list[Excerpt]:
    """The best excerpt of each of the best articles, best first, the same news once."""
    wanted = max(tuning.candidates, question.offset + question.limit)
    if question.sort is not Sort.RELEVANCE:
        wanted *= 3  # the newest of few would be no news
    candidates = choose_candidates(index, parsed, found, tuning, wanted)
    return without_near_duplicates((_excerpt(candidate, parsed, tuning) for candidate in candidates), tuning)


def _relevant(
    parsed: ParsedQuestion, excerpts: Sequence[Excerpt], verdict: Verdict, index: Index, tuning: Tuning
) -> list[Excerpt]:
    """Beside an excerpt that answers, one that merely shares a word with the question is noise."""
    if verdict is not Verdict.ANSWERED:
        return list(excerpts)
    return [one for one in excerpts if evidence(parsed, one, index.analyzer).share >= tuning.relevant_coverage]


def _excerpt(candidate: Candidate, parsed: ParsedQuestion, tuning: Tuning) -> Excerpt:
    first = candidate.windows[0]
    window, passage = first.window, candidate.passages[0]
    return Excerpt(
        candidate.article,
        window.start,
        window.end,
        first.score,
        highlights=highlights(
            candidate.article.text[window.start : window.end], [_within(hit, window) for hit in first.hits], parsed.text
        ),
        cut_start=window.cut_start,
        cut_end=window.cut_end,
        others=_others(candidate.windows, tuning.further_excerpts),
        matches=_matches(first.hits, window, parsed),
        recency=passage.score / passage.bm25 if passage.bm25 > 0 else 1.0,
    )


def _within(hit: Hit, window: Window) -> tuple[int, int]:
    """The hit as offsets into the window, which may cut through a word that is longer than itself."""
    return hit.start - window.start, min(hit.end, window.end) - window.start


def _others(seen: Sequence[ScoredWindow], limit: int) -> tuple[tuple[int, int], ...]:
    kept = [seen[0].window]
    for one in seen[1:]:
        if len(kept) > limit:
            break
        if all(one.window.end <= other.start or other.end <= one.window.start for other in kept):
            kept.append(one.window)
    return tuple((window.start, window.end) for window in kept[1:])


def _matches(hits: Sequence[Hit], window: Window, parsed: ParsedQuestion) -> tuple[Match, ...]:
    spans: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for hit in hits:
        spans[hit.number].append(_within(hit, window))
    terms = parsed.terms
    return tuple(
        Match(terms[number].text, terms[number].word, tuple(places), terms[number].weight)
        for number, places in spans.items()
    )
