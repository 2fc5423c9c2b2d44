"""From a question to its answer, out of one generation of the corpus."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from time import perf_counter

from bot.answers.dates import say_range
from bot.answers.finding import Found, find
from bot.answers.looking import Hit, Sight, View, look
from bot.answers.reading import Asked, read
from bot.answers.tuning import Tuning
from bot.answers.voting import look_closer
from bot.model import Answer, Excerpt, Match, Question, Sort, Verdict
from bot.search import Index

_DEFAULT = Tuning()


def answer(index: Index, question: Question, tuning: Tuning = _DEFAULT) -> Answer:
    """Answers `question` from `index`. Pure: the same arguments give the same answer but for its time."""
    began = perf_counter()
    reply = _answer(index, question, tuning)
    return replace(reply, generation=index.name, took_ms=(perf_counter() - began) * 1000)


def _answer(index: Index, question: Question, tuning: Tuning) -> Answer:
    asked = read(index, question, tuning)
    searched = index.span(question.server).articles
    if not asked.terms:
        return Answer(question, Verdict.NOTHING, note="There is no word in this to look for.", articles=searched)
    found = find(index, question, asked, tuning, asked.dates)
    chosen = _choose(index, question, asked, found, tuning)
    missing = tuple(term.word for term in asked.terms if not term.passages)
    verdict = _verdict(asked, chosen, tuning)
    shown = chosen[question.offset : question.offset + question.limit] if verdict is not Verdict.NOTHING else []
    note = f"Searched {say_range(asked.dates)}." if asked.dates else ""
    if verdict is Verdict.NOTHING:
        note = "Nothing in the archive answers this. " + note
    elif verdict is Verdict.UNSURE:
        note = "Nothing answers this for certain; these are the closest passages. " + note
    return Answer(
        question,
        verdict,
        excerpts=tuple(shown),
        note=note.strip(),
        searched=asked.dates,
        date_phrase=asked.phrase,
        understood=asked.understood,
        missing=missing,
        more=max(len(found) - question.offset - len(shown), 0) if shown else 0,
        articles=searched,
    )


def _choose(index: Index, question: Question, asked: Asked, found: Sequence[Found], tuning: Tuning) -> list[Excerpt]:
    wanted = max(tuning.candidates, question.offset + question.limit)
    best = found[0].passages[0].score if found else 1.0
    sights = [look(index.analyzer, index.article(one.row), one.passages, asked, best, tuning) for one in found[:wanted]]
    sights = [sight for sight in sights if sight.views]
    look_closer(index, sights, asked, tuning)
    excerpts = [_excerpt(sight, asked, tuning) for sight in sights]
    if question.sort is Sort.RELEVANCE:
        return sorted(excerpts, key=lambda excerpt: -excerpt.score)
    sign = -1 if question.sort is Sort.NEWEST else 1
    return sorted(excerpts, key=lambda excerpt: sign * (excerpt.article.date or date.max).toordinal())


def _excerpt(sight: Sight, asked: Asked, tuning: Tuning) -> Excerpt:
    first = sight.views[0]
    window, passage = first.window, sight.passages[0]
    return Excerpt(
        sight.article,
        window.start,
        window.end,
        first.score,
        highlights=_highlights(first),
        cut_start=window.cut_start,
        cut_end=window.cut_end,
        others=_others(sight.views, tuning.others),
        matches=_matches(first.hits, window.start, asked),
        recency=passage.score / passage.bm25 if passage.bm25 > 0 else 1.0,
    )


def _highlights(view: View) -> tuple[tuple[int, int], ...]:
    start = view.window.start
    return tuple((hit.start - start, hit.end - start) for hit in view.hits)


def _others(seen: Sequence[View], limit: int) -> tuple[tuple[int, int], ...]:
    kept = [seen[0].window]
    for one in seen[1:]:
        if len(kept) > limit:
            break
        if all(one.window.end <= other.start or other.end <= one.window.start for other in kept):
            kept.append(one.window)
    return tuple((window.start, window.end) for window in kept[1:])


def _matches(hits: Sequence[Hit], start: int, asked: Asked) -> tuple[Match, ...]:
    spans: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for hit in hits:
        spans[hit.number].append((hit.start - start, hit.end - start))
    terms = asked.terms
    return tuple(
        Match(terms[number].text, terms[number].word, tuple(places), terms[number].weight)
        for number, places in spans.items()
    )


def _verdict(asked: Asked, excerpts: Sequence[Excerpt], tuning: Tuning) -> Verdict:
    """What the best evidence of `excerpts` amounts to."""
    if not excerpts:
        return Verdict.NOTHING
    share = max(sum(match.added for match in excerpt.matches) for excerpt in excerpts[:3]) / (asked.weight or 1)
    if share >= tuning.answered:
        return Verdict.ANSWERED
    return Verdict.UNSURE if share >= tuning.unsure else Verdict.NOTHING
