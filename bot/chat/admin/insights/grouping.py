"""Groups near-duplicate questions in linear time, by MinHash and rapidfuzz's token sort ratio.

MinHash (A. Broder, "On the resemblance and containment of documents", 1997): the share of places in which the
signatures of two texts agree is about the share of trigrams that they have in common. So the signatures name the few
groups that a question may belong to, and only with those it is compared letter by letter. A byte is kept of each place
(b-bit minwise hashing, P. Li and A. König, 2010).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process, utils

from bot.store.questions import KeptQuestion

MIN_SIMILARITY = 85.0  # of 100: "when did it launch" and "when was it launched" score 86
_COMPARED = 300  # characters of a question
_PLACES = 64  # of a signature
_LEAST_EQUAL = 5  # places that a question has in common with each group that it is compared with
_CANDIDATES = 8  # groups that a question is compared with
_MAX_GROUPS = 2000  # further questions are compared with these only: bounds grouping 5,000 questions to a second
_RANDOM = np.random.default_rng(1997)
_FACTORS = _RANDOM.integers(0, 2**31, (_PLACES, 1), np.uint32) * np.uint32(2) + np.uint32(1)
_TERMS = _RANDOM.integers(0, 2**32, (_PLACES, 1), np.uint32)


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
    signatures = np.empty((_PLACES, _MAX_GROUPS), np.uint8)
    for question in questions:
        name = " ".join(sorted(utils.default_process(question.text[:_COMPARED]).split()))
        signature = _signature(name)
        compared = min(len(names), _MAX_GROUPS)
        found = _nearest(name, names, (signatures[:, :compared] == signature).sum(axis=0, dtype=np.uint8))
        if found is not None:
            members[found].append(question)
            continue
        if compared < _MAX_GROUPS:
            signatures[:, [compared]] = signature
        names.append(name)
        members.append([question])
    groups = [_group(group) for group in members]
    return sorted(groups, key=lambda group: (-group.asked, -group.latest.timestamp(), group.text))


def _signature(text: str) -> NDArray[np.uint8]:
    """A column: the highest byte of the least value that each of `_PLACES` hash functions gives a word's trigrams."""
    words = "  ".join(["", *text.split(), ""])
    letters = np.frombuffer(words.encode("utf-32-le", "surrogatepass"), np.uint32)
    trigrams = (letters[:-2] * np.uint32(2_654_435_761) + letters[1:-1]) * np.uint32(2_246_822_519) + letters[2:]
    trigrams ^= trigrams >> np.uint32(15)
    least = (trigrams * _FACTORS + _TERMS).min(axis=1, keepdims=True)
    places: NDArray[np.uint8] = ((least * np.uint32(2_654_435_761)) >> np.uint32(24)).astype(np.uint8)
    return places


def _nearest(name: str, names: Sequence[str], equal: NDArray[np.integer]) -> int | None:
    """The group of `names` that is most similar to `name`, among those with the most `equal` places."""
    likely = np.flatnonzero(equal >= _LEAST_EQUAL)
    likely = likely[np.argsort(-equal[likely], kind="stable")][:_CANDIDATES]
    candidates = {number: names[number] for number in likely.tolist()}
    found = process.extractOne(name, candidates, scorer=fuzz.ratio, score_cutoff=MIN_SIMILARITY)
    return None if found is None else found[2]


def _group(group: list[KeptQuestion]) -> Group:
    return Group(
        text=group[0].text,
        asked=len(group),
        unhelpful=sum(question.unhelpful > 0 for question in group),
        nothing=sum(question.verdict == "nothing" for question in group),
        unopened=sum(question.verdict == "unsure" and not question.opened for question in group),
        latest=max(question.asked for question in group),
    )
