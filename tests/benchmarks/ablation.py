"""What each lever of the answers room is worth: the same questions with it and without it.

    python -m tests.benchmarks ablation --articles corpus.jsonl.gz --questions questions.jsonl

The questions are those of `clippings evaluate`. A lever that makes no difference here has no place in `tuning.py`.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from rich.console import Console
from rich.table import Table

from bot.answers.evaluate import Evaluation, Outcome, evaluate_one, summarize
from bot.answers.tuning import Tuning
from bot.search import Analyzer, build, open_index
from tests.benchmarks import data, report

_WITHOUT = {
    "retrieval": "the score of the article's passage",
    "article_coverage": "what the article holds elsewhere",
    "fresh": "the news of the week before",
    "coverage": "what the excerpt holds of the question",
    "adjacent_terms": "words that stand together in the question",
    "opening": "the article's beginning",
    "answer_proximity": "a possible answer near the question's words",
    "new_names": "names and numbers",
    "dependent": "excerpts that lean on the sentence before",
    "passage_rank": "the order of passages by BM25",
    "redundancy": "what other articles say too",
}


def add_options(parser: argparse.ArgumentParser) -> None:
    """The command line's."""
    parser.add_argument("--articles", type=Path, required=True, help="a corpus: a folder or one file")
    parser.add_argument("--questions", type=Path, required=True, help="JSON lines: question, date, answers, gold")
    parser.add_argument("--every", type=int, default=1, help="take every n-th question (default: all)")
    parser.add_argument("--processes", type=int, default=2, help="default: 2")


def run(options: argparse.Namespace) -> None:
    """Prints one row a variant, with everything first."""
    articles = data.read_articles(options.articles, None)
    if not options.questions.exists():
        sys.exit(f"There are no questions at {options.questions}: name them with --questions.")
    lines = options.questions.read_text(encoding="utf-8").splitlines()
    records = [json.loads(line) for line in lines if line.strip()][:: options.every]
    table = Table(title=f"{len(articles):,} articles, {len(records):,} questions")
    for head in ("", "answer at 1", "at 2", "at 3", "gold in 5", "answered", "p50, ms", "p95, ms"):
        table.add_column(head, justify="right" if head else "left")
    with TemporaryDirectory(prefix="bench-") as name:
        folder = build(Path(name), articles, analyzer=Analyzer())
        with ProcessPoolExecutor(options.processes) as pool:
            for what, tuning in variants():
                report.say(what)
                shares = [records[start :: options.processes] for start in range(options.processes)]
                parts = [pool.submit(ask, folder, share, tuning) for share in shares]
                table.add_row(what, *row(summarize([one for part in parts for one in part.result()])))
    Console(width=130).print(table)


def variants() -> Iterator[tuple[str, Tuning]]:
    """The defaults, then one lever at a time taken away or turned."""
    usual = Tuning()
    yield "everything", usual
    yield "no recency", replace(usual, recency=0.0)
    yield "recency over a week", replace(usual, recency_days=7.0)
    yield "no preferred dates", replace(usual, preferred_dates_boost=1.0)
    for name, what in _WITHOUT.items():
        yield f"without {what}", replace(usual, weights=replace(usual.weights, **{name: 0.0}))
    yield "three articles read", replace(usual, candidates=3)
    yield "twelve articles read", replace(usual, candidates=12)
    yield "one window of each article votes", replace(usual, voting_windows=1)
    yield "noise beside an answer shown", replace(usual, relevant_coverage=0.0)
    yield "the same news shown twice", replace(usual, duplicate_similarity=2.0)
    yield "excerpts of 240 characters", replace(usual, excerpt_characters=240)
    yield "excerpts of 700 characters", replace(usual, excerpt_characters=700)


def ask(folder: Path, records: list[dict[str, Any]], tuning: Tuning) -> list[Outcome]:
    """Asks some of the questions in a process of their own; the outcomes come without their texts."""
    index = open_index(folder)
    outcomes = [evaluate_one(index, record, tuning) for record in records]
    index.close()
    return [replace(one, answer=replace(one.answer, excerpts=(), nearest=())) for one in outcomes]


def row(found: Evaluation) -> list[str]:
    """The figures of a table's row."""
    shares = (*found.recall, found.gold[1], found.verdicts["answered"])
    return [*(f"{share:.1%}" for share in shares), f"{found.median_ms:.1f}", f"{found.p95_ms:.1f}"]
