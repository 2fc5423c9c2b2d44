"""Near-duplicate removal: the same news twice (wire copy, an update of an hour later) is shown once."""

from __future__ import annotations

from collections.abc import Iterable

from bot.answers.tuning import Tuning
from bot.model import Excerpt

_OPENING = 600  # characters of an article that are compared: copies differ in what was added at the end


def without_near_duplicates(excerpts: Iterable[Excerpt], tuning: Tuning) -> list[Excerpt]:
    """Returns `excerpts` in their order without near-duplicates; a dated copy replaces an undated one."""
    kept: list[Excerpt] = []
    words: list[frozenset[str]] = []
    for excerpt in excerpts:
        these = _words(excerpt)
        twin = next(
            (at for at, those in enumerate(words) if _jaccard(these, those) >= tuning.duplicate_similarity), None
        )
        if twin is None:
            kept.append(excerpt)
            words.append(these)
        elif kept[twin].article.date is None and excerpt.article.date is not None:
            kept[twin], words[twin] = excerpt, these
    return kept


def _words(excerpt: Excerpt) -> frozenset[str]:
    """The distinct words of the opening, with the quotation: an archive's short notes may open alike."""
    opening = excerpt.article.text[:_OPENING]
    return frozenset(f"{opening} {excerpt.text}".lower().split())


def _jaccard(one: frozenset[str], other: frozenset[str]) -> float:
    """The Jaccard index: how much of all words both have, between 0 and 1."""
    return len(one & other) / (len(one | other) or 1)
