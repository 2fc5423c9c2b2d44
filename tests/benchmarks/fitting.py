"""Fits the weights of the answers room to questions with known answers, and shows what they are worth on others.

    python -m tests.benchmarks fitting --index FOLDER --questions questions.jsonl

The windows of each question compete: a window's chance is e^score over the sum of all, and the weights are those that
make the windows with an answer likeliest (a conditional logit, L2-regularised). The figures are of questions that the
weights were not fitted to: four folds by date of asking.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from bot.answers.candidates.choosing import score_candidates
from bot.answers.candidates.features import FEATURES
from bot.answers.candidates.query_terms import query_terms
from bot.answers.candidates.retrieval import retrieve
from bot.answers.evaluate import countable_answers, normalized
from bot.answers.question.reading import read_question
from bot.answers.tuning import Tuning, Weights
from bot.model import Question
from bot.search import Analyzer, Index, open_index

FOLDS = 4
ROUNDS = 2  # which windows vote depends on the weights
RIDGE = 10.0
_Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Case:
    """A question's windows: their features, their articles, which of them hold an answer."""

    day: date
    values: _Numbers
    articles: NDArray[np.int64]
    right: NDArray[np.bool_]
    gold: frozenset[int]
    answerable: bool


def add_options(parser: argparse.ArgumentParser) -> None:
    """The command line's options."""
    parser.add_argument("--index", type=Path, required=True, help="A finished generation's folder.")
    parser.add_argument("--questions", type=Path, required=True, help="JSON lines: question, date, answers, gold.")
    parser.add_argument("--every", type=int, default=1, help="Take every n-th question.")


def run(options: argparse.Namespace) -> None:
    """Fits, and prints the weights as they stand in `bot/answers/tuning.py`."""
    for path in (options.index, options.questions):
        if not path.exists():
            sys.exit(f"There is nothing at {path}: name an index and questions with known answers.")
    index = open_index(options.index, analyzer=Analyzer())
    records = [json.loads(line) for line in options.questions.read_text(encoding="utf-8").splitlines()][
        :: options.every
    ]
    weights = Weights()
    for _ in range(ROUNDS):
        tuning = Tuning(weights=weights)
        cases = [case for record in records if (case := seen(index, record, tuning)) is not None]
        cases.sort(key=lambda case: case.day)
        table = fitted(cases)
        weights = Weights(**{name: round(float(value), 3) for name, value in zip(FEATURES, table, strict=True)})
        print("as they were:", figures(cases, [Tuning().weights.vector()] * len(cases)))
        print("fitted to all:", figures(cases, [weights.vector()] * len(cases)))
        print("held out:", figures(cases, held_out(cases)))
    for name in FEATURES:
        print(f"    {name}: float = {getattr(weights, name)}")
    print("held out, without each:")
    for number, name in enumerate(FEATURES):
        less = [replace(case, values=np.delete(case.values, number, axis=1)) for case in cases]
        print(f"  {name:12}", figures(less, held_out(less)))


def seen(index: Index, record: dict[str, Any], tuning: Tuning) -> Case | None:
    """The windows that the answers room would choose from; None where there is nothing to learn."""
    known, gold = countable_answers(record.get("answers") or ()), set(record.get("gold") or ())
    question = Question(record["question"], date.fromisoformat(record["date"]))
    asked = read_question(index, question, tuning)
    found = retrieve(index, question, asked, tuning, asked.dates)
    if not found or not (known or gold):
        return None
    scored = score_candidates(index, query_terms(index.analyzer, asked), found, index.span(None), tuning)
    articles = [index.article(one.row) for one in scored.found]
    windows, base = scored.windows, scored.read.base
    right = []
    for number, start, end in zip(windows.article.tolist(), windows.start, windows.end, strict=True):
        article = articles[number]
        text = normalized(f"{article.text[start - base[number] : end - base[number]]} {article.title}")
        right.append(any(one in text for one in known))
    golden = frozenset(number for number, article in enumerate(articles) if article.id in gold)
    return Case(
        question.as_of,
        windows.values,
        windows.article,
        np.array(right),
        golden if golden or not gold else frozenset({-1}),
        bool(known),
    )


def fitted(cases: Sequence[Case]) -> _Numbers:
    """The likeliest weights, by gradient ascent with momentum on standardised features."""
    cases = [case for case in cases if case.right.any() and not case.right.all()]
    values = np.concatenate([case.values for case in cases])
    right = np.concatenate([case.right for case in cases])
    sizes = [len(case.values) for case in cases]
    first = np.cumsum([0, *sizes[:-1]])
    owner = np.repeat(np.arange(len(cases)), sizes)
    spread = values.std(axis=0) + 1e-6
    scaled = (values - values.mean(axis=0)) / spread
    weights, pace = np.zeros(values.shape[1]), np.zeros(values.shape[1])
    for _ in range(400):
        scores = scaled @ weights
        chances = np.exp(scores - np.maximum.reduceat(scores, first)[owner])
        among_right = chances * right
        pull = (
            among_right / np.add.reduceat(among_right, first)[owner] - chances / np.add.reduceat(chances, first)[owner]
        )
        pace = 0.9 * pace + (scaled.T @ pull - 2 * RIDGE * weights) / len(cases)
        weights += 0.3 * pace
    return np.asarray(weights / spread)


def held_out(cases: Sequence[Case]) -> list[_Numbers]:
    """For each case the weights fitted to the other folds."""
    folds = np.arange(len(cases)) * FOLDS // max(len(cases), 1)
    tables = [fitted([case for case, own in zip(cases, folds, strict=True) if own != fold]) for fold in range(FOLDS)]
    return [tables[fold] for fold in folds]


def figures(cases: Sequence[Case], tables: Sequence[ArrayLike]) -> str:
    """Answer recall at 1 and 3 and gold in the first 5, of the given weights."""
    answered, golden = [], []
    for case, table in zip(cases, tables, strict=True):
        scores = case.values @ np.asarray(table)
        order = np.argsort(-scores, kind="stable")
        _, places = np.unique(case.articles[order], return_index=True)
        best = order[np.sort(places)]
        if case.answerable:
            answered.append([case.right[best[:1]].any(), case.right[best[:3]].any()])
        if case.gold:
            golden.append(bool(case.gold & set(case.articles[best[:5]].tolist())))
    at1, at3 = np.mean(answered, axis=0)
    return f"{at1:.3f} / {at3:.3f}, gold {np.mean(golden):.3f}"
