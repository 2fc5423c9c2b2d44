"""Groups near-duplicate questions, by rapidfuzz's token sort ratio."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from rapidfuzz import fuzz, process, utils

from bot.store.questions import KeptQuestion

MIN_SIMILARITY = 85.0  # of 100: "when did it launch" and "when was it launched" score 86
_MAX_GROUPS = 1000  # further questions are not compared: bounds grouping 5,000 questions to a second


@dataclass(frozen=True, slots=True)
class Group:
    """Near-duplicate questions: the latest wording, how often it was asked, and how often it failed."""

    text: str
    asked: int
    unhelpful: int
    nothing: int
    unopened: int
    latest: datetime


def grouped(questions: Sequence[KeptQuestion]) -> list[Group]:
    """The groups of `questions`, which come newest first; the most asked first."""
    names: list[str] = []
    members: list[list[KeptQuestion]] = []
    for question in questions:
        name = utils.default_process(question.text)
        found = process.extractOne(name, names[:_MAX_GROUPS], scorer=fuzz.token_sort_ratio, score_cutoff=MIN_SIMILARITY)
        if found is None:
            names.append(name)
            members.append([question])
        else:
            members[found[2]].append(question)
    groups = [_group(group) for group in members]
    return sorted(groups, key=lambda group: (-group.asked, -group.latest.timestamp(), group.text))


def _group(group: list[KeptQuestion]) -> Group:
    return Group(
        text=group[0].text,
        asked=len(group),
        unhelpful=sum(question.unhelpful > 0 for question in group),
        nothing=sum(question.verdict == "nothing" for question in group),
        unopened=sum(question.verdict == "unsure" and not question.opened for question in group),
        latest=max(question.asked for question in group),
    )
