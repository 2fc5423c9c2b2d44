"""The order of the excerpts: by relevance, or by date among those whose evidence is near the best."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.answers.reply.nearness import evidence_held
from bot.model import Excerpt, Sort

NEAR = 0.75  # of the best excerpt's evidence: below that, the newest would be off the topic


def ordered(excerpts: Sequence[Excerpt], sort: Sort) -> list[Excerpt]:
    """As asked for, best first as they come. By date, undated articles come last, and weak excerpts not at all."""
    if sort is Sort.RELEVANCE:
        return list(excerpts)
    least = NEAR * max((evidence_held(one) for one in excerpts), default=0.0)
    near = [one for one in excerpts if evidence_held(one) >= least]
    dated = sorted(
        (one for one in near if one.article.date is not None),
        key=lambda one: one.article.date or date.min,
        reverse=sort is Sort.NEWEST,
    )
    return [*dated, *(one for one in near if one.article.date is None)]
