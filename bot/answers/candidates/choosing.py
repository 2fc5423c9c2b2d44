"""Choosing what to quote: the best retrieved articles are read, scored and sorted."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answers.candidates.features import Candidate, read_candidate
from bot.answers.candidates.redundancy import add_redundancy
from bot.answers.candidates.regions import query_terms
from bot.answers.candidates.retrieval import RetrievedArticle
from bot.answers.question.reading import ParsedQuestion
from bot.answers.tuning import Tuning
from bot.search import Index


def choose_candidates(
    index: Index, parsed: ParsedQuestion, found: Sequence[RetrievedArticle], tuning: Tuning, least: int = 0
) -> list[Candidate]:
    """Returns the best of `found` by their best window; at least `least` articles are read."""
    words = query_terms(index.analyzer, parsed)
    best = found[0].passages[0].score if found else 1.0
    candidates = [
        read_candidate(index.article(one.row), one.passages, words, best, tuning)
        for one in found[: max(tuning.candidates, least)]
    ]
    candidates = [candidate for candidate in candidates if candidate.windows]
    add_redundancy(index, candidates, tuning)
    return sorted(candidates, key=lambda candidate: -candidate.windows[0].score)
