"""Fits the two models of the verdict, and shows what their probabilities are worth on questions held out.

    python -m tests.benchmarks verdicts --articles corpus.jsonl.gz --questions quizzes.jsonl \\
        --archive-questions archive-questions.jsonl

Each model is a logistic regression (L2-regularised, fitted by Newton's method) over the evidence of
`bot.answers.reply.evidence`. The archives: all articles; those before 2022; samples of 1,450 and 150 with half of the
gold articles; the corpus that comes with Clippings. They are built in a temporary folder. Records as for `clippings
evaluate`; an archive question has a `kind` as well: answerable, near, false, other. A question belongs to a fold by the
hash of its name, so it is in the same fold in every archive.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.answers.candidates.choosing import score_candidates
from bot.answers.candidates.query_terms import query_terms
from bot.answers.candidates.retrieval import RetrievedArticle, retrieve
from bot.answers.evaluate import SHOWN, contains_answer, countable_answers, normalized
from bot.answers.question.reading import ParsedQuestion, read_question
from bot.answers.reply.evidence import evidence, is_about
from bot.answers.reply.excerpts import Quoting
from bot.answers.reply.near_duplicates import without_near_duplicates
from bot.answers.tuning import EVIDENCE, Tuning
from bot.model import Article, Question
from bot.search import Analyzer, Index, build, open_index
from tests.benchmarks import data
from tests.benchmarks.logistic import Logistic, fit_logistic, probabilities_held_out, reliability
from tests.benchmarks.report import say

_ROOT = Path(__file__).parents[2]
_BEFORE = date(2022, 1, 1)  # the past archive ends here
_SAMPLES = {"sample": (1_450, 1), "few": (150, 2)}  # articles, seed
_LOOKED_AT = 25  # articles, once those that answer are taken out
RIDGE = (8.0, 4.0)  # of the two models
NO_TOPIC = (
    "asked_number",
    "asked_number",
    "question_length",
    "untyped",
    "asks_for_news",
    "archive_size",
    "held_in_few",
)  # no evidence of the topic

# What a row of each group weighs in the two models, so that no group outvotes the others by its number. The third says
# whether the archive is about the topic: "found" where an answer or a gold article is shown.
GROUPS: Mapping[str, tuple[float, float, str]] = {
    "whole answerable": (6, 4, "found"),
    "whole near": (6, 3, "yes"),
    "whole false": (6, 3, "yes"),
    "whole other": (6, 10, "no"),
    "whole removed": (3, 0, ""),
    "whole quiz": (0.8, 1, "found"),
    "whole quiz removed": (0.3, 0, ""),
    "past quiz": (0.9, 0, ""),
    "sample answerable": (3, 2, "found"),
    "sample left out": (2, 1, "no"),
    "sample near": (2, 0, ""),
    "sample false": (2, 0, ""),
    "sample other": (2, 4, "no"),
    "sample quiz": (0.6, 0, ""),
    "few answerable": (3, 2, "found"),
    "few left out": (1, 1, "no"),
    "few near": (1, 1, "no"),
    "few false": (1, 1, "no"),
    "few other": (1, 3, "no"),
    "few quiz": (0.6, 0.5, "no"),
    "own": (4, 4, "yes"),
    "own tricks": (8, 2, "no"),
    "own quiz": (0.3, 0.5, "no"),
    "own archive": (0.6, 1, "no"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """A question put to an archive: its evidence (None: nothing was retrieved) and whether an answer is shown.

    `known` says that the question has an answer that counts, `gold` that a gold article is shown, `about` what
    `is_about` says.
    """

    group: str
    name: str
    values: Mapping[str, float] | None
    shown: bool = False
    gold: bool = False
    known: bool = False
    about: bool = False


def add_options(parser: argparse.ArgumentParser) -> None:
    """The command line's."""
    parser.add_argument("--articles", type=Path, required=True, help="a corpus: a folder or one file")
    parser.add_argument("--questions", type=Path, required=True, help="weekly quizzes: question, date, answers, gold")
    parser.add_argument("--archive-questions", type=Path, required=True, help="the same with a kind: answerable, ...")
    parser.add_argument("--every", type=int, default=1, help="take every n-th question (default: all)")
    parser.add_argument("--limit", type=int, help="read so many articles (default: all)")


def run(options: argparse.Namespace) -> None:
    """Prints the rates and the reliability of both models, and the rows of `EVIDENCE`."""
    if missing := [path for path in (options.questions, options.archive_questions) if not path.exists()]:
        sys.exit(f"There are no questions at {missing[0]}.")
    articles = data.read_articles(options.articles, options.limit)
    quizzes = _records(options.questions)[:: options.every]
    asked = _records(options.archive_questions)[:: options.every]
    with TemporaryDirectory(prefix="bench-") as name:
        rows = list(rows_of(Path(name), articles, quizzes, asked))
    report(rows, Tuning())


def rows_of(
    folder: Path, articles: Sequence[Article], quizzes: Sequence[dict[str, Any]], asked: Sequence[dict[str, Any]]
) -> Iterator[Row]:
    """The evidence of every question in every archive, which is built in `folder`."""

    def archive(name: str, some: Sequence[Article]) -> Index:
        say(f"{name}: {len(some):,} articles")
        return open_index(build(folder / name, some, analyzer=Analyzer()))

    def kind(prefix: str) -> Callable[[dict[str, Any]], str]:
        return lambda record: f"{prefix} {record.get('kind', 'quiz')}"

    index = archive("whole", articles)
    yield from seen(index, asked, kind("whole"), removed="whole removed")
    yield from seen(index, quizzes[::5], kind("whole"), removed="whole quiz removed")
    index = archive("past", [one for one in articles if one.date is not None and one.date < _BEFORE])
    later = [record for record in quizzes if date.fromisoformat(record["date"]) >= _BEFORE]
    yield from seen(index, later[::5], kind("past"), answers=False)
    half = [record for record in asked if zlib.crc32(_name(record).encode()) % 2]
    gold, kept = ({one for record in some for one in record.get("gold") or ()} for some in (asked, half))
    for name, (size, seed) in _SAMPLES.items():
        others = [one for one in articles if one.id not in gold]
        some = random.Random(seed).sample(others, min(size, len(others)))
        index = archive(name, [*some, *(one for one in articles if one.id in kept)])
        yield from seen(index, [one for one in half if one["kind"] == "answerable"], kind(name))
        out = [one for one in asked if one["kind"] == "answerable" and one not in half]
        yield from seen(index, out, lambda _, name=name: f"{name} left out", answers=False)  # type: ignore[misc]
        yield from seen(index, [one for one in asked if one["kind"] != "answerable"], kind(name), answers=False)
        yield from seen(index, quizzes[3::20], kind(name), answers=False)
    index = archive("own", data.read_articles(_ROOT / "corpus", None))
    yield from seen(index, _records(_ROOT / "tests/questions/own.jsonl"), lambda _: "own", exact=True)
    tricks = [one for one in _records(_ROOT / "tests/questions/tricks.jsonl") if "answered" not in one["verdict"]]
    yield from seen(index, tricks, lambda _: "own tricks", answers=False)
    yield from seen(index, quizzes[1::8], lambda _: "own quiz", answers=False)
    yield from seen(index, asked, lambda _: "own archive", answers=False)


def seen(
    index: Index,
    records: Sequence[dict[str, Any]],
    group: Callable[[dict[str, Any]], str],
    *,
    removed: str = "",
    answers: bool = True,
    exact: bool = False,
) -> Iterator[Row]:
    """A row for each record; with `removed` another, of that group, from the articles that do not answer it.

    Without `answers` the archive has none; `exact` takes the answers as they are written, short ones too.
    """
    tuning = Tuning()
    for record in records:
        question = Question(record["question"], date.fromisoformat(record.get("date") or record["as_of"]))
        parsed = read_question(index, question, tuning)
        found = retrieve(index, question, parsed, tuning, parsed.dates)
        given = record.get("answers") or ()
        known = tuple(map(normalized, given)) if exact else countable_answers(given)
        gold = frozenset(record.get("gold") or ())
        yield _row(group(record), record, index, parsed, found, (known if answers else (), gold), tuning)
        if removed and (known or gold):
            few = [one for one in found[:_LOOKED_AT] if not _answers(index.article(one.row), known, gold)]
            if few:
                yield _row(removed, record, index, parsed, few, ((), frozenset()), tuning)


def _answers(article: Article, known: Sequence[str], gold: frozenset[str]) -> bool:
    text = normalized(article.text)
    return article.id in gold or any(one in text for one in known)


def _row(
    group: str,
    record: dict[str, Any],
    index: Index,
    parsed: ParsedQuestion,
    found: Sequence[RetrievedArticle],
    right: tuple[Sequence[str], frozenset[str]],
    tuning: Tuning,
) -> Row:
    span = index.span(None)
    scored = score_candidates(index, query_terms(index.analyzer, parsed), found, span, tuning)
    if not scored.order or not parsed.terms:
        return Row(group, _name(record), None, known=bool(right[0]))
    numbers = without_near_duplicates(scored, tuning.duplicate_similarity)[:SHOWN]
    quoting = Quoting(index, scored, parsed, tuning, numbers, numbers[0])
    excerpts = [quoting.lead(numbers[0]), *map(quoting.short, numbers[1:])]
    return Row(
        group,
        _name(record),
        evidence(parsed, scored, span.passages, tuning),
        any(contains_answer(excerpt, right[0]) for excerpt in excerpts),
        any(excerpt.article.id in right[1] for excerpt in excerpts),
        bool(right[0]),
        is_about(parsed, scored, span.passages),
    )


def report(rows: Sequence[Row], tuning: Tuning) -> None:
    """Fits both models and prints what there is to see of them."""
    kept = [row for row in rows if row.values is not None]
    names = list(EVIDENCE)
    values = np.array([[row.values[name] for name in names] for row in kept if row.values is not None])
    folds = np.array([zlib.crc32(row.name.encode()) % 5 for row in kept])
    shown = np.array([row.shown for row in kept], np.float64)
    weights = np.array([GROUPS[row.group][0] * (row.known or row.group != "whole quiz") for row in kept])
    answers = probabilities_held_out(values, shown, weights, folds, RIDGE[0])
    topic = np.array([name not in NO_TOPIC for name in names])
    about = np.array([_about(row) for row in kept], np.float64)
    about_weights = np.array([GROUPS[row.group][1] * _counts_for_topic(row) for row in kept])
    covers = probabilities_held_out(values[:, topic], about, about_weights, folds, RIDGE[1])
    print(f"{len(rows):,} rows; held out:")
    _print_rates(rows, answers, covers, tuning)
    for what, said, right, weighed in (("answers", answers, shown, weights), ("covers", covers, about, about_weights)):
        print(f"{what}: said / right / n", *reliability(said, right, weighed), sep="\n  ")
    first = fit_logistic(values, shown, weights, RIDGE[0])
    second = fit_logistic(values[:, topic], about, about_weights, RIDGE[1])
    _print_weights(names, first, second, topic)


def _about(row: Row) -> bool:
    return GROUPS[row.group][2] == "yes" or (GROUPS[row.group][2] == "found" and (row.gold or row.shown))


def _counts_for_topic(row: Row) -> bool:
    return _about(row) or GROUPS[row.group][2] == "no"


def _print_rates(
    rows: Sequence[Row], answers: NDArray[np.float64], covers: NDArray[np.float64], tuning: Tuning
) -> None:
    """The verdicts of each group, by the thresholds of `tuning`."""
    said = []
    models = iter(zip(answers.tolist(), covers.tolist(), strict=True))
    for row in rows:
        answered, covered = next(models) if row.values is not None else (0.0, 0.0)
        if row.values is None or (covered < tuning.covered and not row.about):
            said.append("nothing")
        else:
            said.append("unsure" if answered < tuning.answered or row.values["stale"] else "answered")
    print(f"{'':20} {'rows':>6} {'shown':>6} answered unsure nothing")
    for group in GROUPS:
        own = [(verdict, row.shown) for verdict, row in zip(said, rows, strict=True) if row.group == group]
        if own:
            shares = (_share(verdict == one for verdict, _ in own) for one in ("answered", "unsure", "nothing"))
            print(f"{group:20} {len(own):6} {_share(hit for _, hit in own)} ", *shares, sep="  ")
    asked = [(verdict, row.shown) for verdict, row in zip(said, rows, strict=True) if row.group == "whole answerable"]
    print("of answered, an answer is shown:", _share(hit for verdict, hit in asked if verdict == "answered"))
    for one in ("answered", "nothing"):
        print(f"of those whose answer is shown, {one}:", _share(verdict == one for verdict, hit in asked if hit))


def _print_weights(names: Sequence[str], answers: Logistic, covers: Logistic, topic: NDArray[np.bool_]) -> None:
    """The rows of `EVIDENCE` and both biases; both models are told from the means of the first."""
    weights = np.zeros(len(names))
    weights[topic] = covers.weights
    bias = covers.bias + float((answers.means[topic] - covers.means) @ covers.weights)
    print("EVIDENCE:")
    for name, mean, one, other in zip(names, answers.means, answers.weights, weights, strict=True):
        print(f'    "{name}": EvidenceWeights({mean:.3f}, {one:.2f}, {other:.2f}),')
    print(f"    answers_bias: float = {answers.bias:.2f}\n    covers_bias: float = {bias:.2f}")


def _share(flags: Iterator[bool]) -> str:
    found = list(flags)
    return f"{sum(found) / max(len(found), 1):6.1%}"


def _name(record: dict[str, Any]) -> str:
    return str(record.get("id", record["question"]))


def _records(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
