"""How large a machine an archive needs: the embedded engine measured at four sizes, a line through them, and beyond.

Each size is built in a process of its own and opened in another. What an index is made of grows with its passages, and
so do the postings that a question touches: a straight line is fitted to each figure, and what it says is extrapolated.
For the times the power law is shown as well, which the straight line is the more careful one of.

Example: python -m tests.benchmarks sizing --articles archive.jsonl.gz --questions questions.jsonl
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from rich.console import Console
from rich.table import Table

from bot.answers import answer
from bot.model import Article, Question
from bot.search import generations, open_index
from tests.benchmarks import data
from tests.benchmarks.peers import Clippings, passages
from tests.benchmarks.report import say
from tests.benchmarks.speed import Measured, in_own_process

ENGINE = Clippings()
WARM = 20  # questions asked twice, and counted once
SHARES = (8, 4, 2, 1)  # one article in so many
TREND = 0.8  # R squared below which a line is no ground to stand on beyond what was measured
TARGETS = (1_000_000, 10_000_000)  # passages
COLUMNS = {
    "build_s": "build, s",
    "disk_mb": "disk, MB",
    "serving_mb": "memory, MB",
    "rank_ms": "ranking p50, ms",
    "answer_ms": "answer p50, ms",
}


@dataclass(frozen=True, slots=True)
class Fit:
    """A curve through what was measured: how it reads, how well it fits (R squared), and its value anywhere."""

    formula: str
    squared: float
    at: Callable[[float], float]


def add_options(parser: argparse.ArgumentParser) -> None:
    """The command line's."""
    parser.add_argument("--articles", type=Path, help="a corpus: a folder or one file (default: made-up articles)")
    parser.add_argument("--questions", type=Path, help="JSON lines with a question each, or plain lines")
    parser.add_argument("--limit", type=int, default=4000, help="take so many articles only (default: 4000)")
    parser.add_argument("--ask", type=int, default=200, help="how many questions (default: 200)")


def run(options: argparse.Namespace) -> None:
    """Measures, fits and prints."""
    corpus, asked = options.articles, options.questions
    articles = data.read_articles(corpus, options.limit) if corpus else list(data.zipf_articles(options.limit))
    questions = data.read_questions(asked, options.ask) if asked else data.zipf_questions(options.ask)
    with TemporaryDirectory(prefix="sizing-") as name:
        folders, measured = [], {}
        for share in SHARES:
            some = articles[::share]
            say(f"{len(some):,} articles")
            folders.append(Path(name) / str(share))
            measured[len(passages(some))] = _build(some, questions, folders[-1])
        say("asking")
        for figures, times in zip(measured.values(), _ask(folders, questions), strict=True):
            figures.update(times)
    _print(measured)


def _build(articles: list[Article], questions: list[str], folder: Path) -> Measured:
    folder.mkdir()
    data.save(articles, folder / "articles")
    (folder / "questions").write_text(json.dumps(questions))
    return in_own_process("build", ENGINE, folder) | in_own_process("serve", ENGINE, folder)


def _ask(folders: Sequence[Path], questions: Sequence[str]) -> list[Measured]:
    """Puts each question to each size in turn, so that what else the machine does is everybody's to bear."""
    searches = [ENGINE.open(folder / ENGINE.name) for folder in folders]
    indexes = [open_index(generations(folder / ENGINE.name)[0]) for folder in folders]
    today = date.today()
    ranking: list[list[float]] = [[] for _ in folders]
    answering: list[list[float]] = [[] for _ in folders]
    for text in [*questions[:WARM], *questions]:
        for number, (search, index) in enumerate(zip(searches, indexes, strict=True)):
            ranking[number].append(_ms(partial(search, text)))
            answering[number].append(_ms(partial(answer, index, Question(text, today))))
    for index in indexes:
        index.close()
    medians = ((float(np.median(times[WARM:])) for times in kind) for kind in (ranking, answering))
    return [{"rank_ms": rank, "answer_ms": whole} for rank, whole in zip(*medians, strict=True)]


def _ms(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - began)


def line(sizes: Sequence[float], values: Sequence[float]) -> Fit:
    """Least squares: a fixed part and one for each million passages."""
    slope, fixed = (float(one) for one in np.polyfit(sizes, values, 1))
    return Fit(
        f"{fixed:.3g} + {slope * 1e6:.3g} a million",
        _squared(values, [fixed + slope * n for n in sizes]),
        lambda n: fixed + slope * n,
    )


def power(sizes: Sequence[float], values: Sequence[float]) -> Fit:
    """Least squares of the logarithms: so much at a million passages, and the exponent."""
    exponent, offset = (float(one) for one in np.polyfit(np.log(sizes), np.log(values), 1))

    def at(n: float) -> float:
        return float(np.exp(offset + exponent * np.log(n)))

    return Fit(f"{at(1e6):.3g} x millions ^ {exponent:.2f}", _squared(values, [at(n) for n in sizes]), at)


def _squared(values: Sequence[float], guesses: Sequence[float]) -> float:
    left = float(np.sum((np.array(values) - np.array(guesses)) ** 2))
    all_of_it = float(np.sum((np.array(values) - np.mean(values)) ** 2))
    return 1 - left / all_of_it if all_of_it else 1.0


def _beyond(fit: Fit, size: int) -> str:
    return f"{fit.at(size):,.3g}" if fit.squared > TREND else "no trend"


def _print(measured: dict[int, Measured]) -> None:
    console = Console(width=120, highlight=False)
    table = Table(title="The embedded engine as the archive grows, and the fits beyond")
    table.add_column("passages", justify="right")
    for head in COLUMNS.values():
        table.add_column(head, justify="right")
    for size, figures in measured.items():
        table.add_row(f"{size:,}", *(f"{figures[key]:,.3g}" for key in COLUMNS))
    table.add_section()
    sizes = list(measured)
    columns = {key: [figures[key] for figures in measured.values()] for key in COLUMNS}
    fits = {key: line(sizes, values) for key, values in columns.items()}
    for target in TARGETS:
        table.add_row(f"{target:,}", *(_beyond(fit, target) for fit in fits.values()))
    console.print(table)
    for key, fit in fits.items():
        console.print(f"{COLUMNS[key]}: {fit.formula}, R squared {fit.squared:.3f}")
        if key.endswith("_ms"):
            other = power(sizes, columns[key])
            console.print(f"    or {other.formula}, R squared {other.squared:.3f}")
