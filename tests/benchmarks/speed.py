"""Builds and asks our index and its peers on the same passages and questions, side by side."""

from __future__ import annotations

import argparse
import gc
import json
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from bot.model import Article
from tests.benchmarks import data, report
from tests.benchmarks.peers import ENGINES, Engine, passages

Measured = dict[str, float]
_FEW = 8  # questions for the engines that take a second over each


def add_options(parser: argparse.ArgumentParser) -> None:
    """The command line's."""
    parser.add_argument("--articles", type=Path, help="a corpus: a folder or one file (default: made-up articles)")
    parser.add_argument("--questions", type=Path, help="JSON lines with a question each, or plain lines")
    parser.add_argument("--limit", type=int, help="take so many articles only")
    parser.add_argument("--ask", type=int, default=300, help="how many questions (default: 300)")
    parser.add_argument("--engines", nargs="+", default=[engine.name for engine in ENGINES], help="only these")
    parser.add_argument("--no-scaling", action="store_true", help="leave out the smaller corpora")
    parser.add_argument("--chart", type=Path, default=Path("docs/bench.png"), help="where the picture goes")


def run(options: argparse.Namespace) -> None:
    """Measures everything and prints it."""
    if options.articles:
        articles = data.read_articles(options.articles, options.limit)
    else:
        articles = list(data.zipf_articles(options.limit))
    questions = data.read_questions(options.questions, options.ask) if options.questions else []
    questions = questions or data.zipf_questions(options.ask)
    engines = [engine for engine in ENGINES if engine.name in options.engines]
    what = "articles" if options.articles else "made-up articles"
    title = f"{len(articles):,} {what}, {len(passages(articles)):,} passages, {len(questions):,} questions"
    with TemporaryDirectory(prefix="bench-") as name:
        measured = measure(engines, articles, questions, Path(name))
    report.table(title, measured)
    report.chart(title, measured, options.chart)
    if not options.no_scaling:
        report.scaling(scaling(engines[0], articles, questions))


def measure(engines: list[Engine], articles: list[Article], questions: list[str], folder: Path) -> dict[str, Measured]:
    """Builds each engine in a process of its own, then asks all of them in turn."""
    data.save(articles, folder / "articles")
    (folder / "questions").write_text(json.dumps(questions))
    measured: dict[str, Measured] = {engine.name: {} for engine in engines}
    for what in ("build", "tokens", "serve"):
        for engine in engines:
            report.say(f"{what}: {engine.name}")
            measured[engine.name] |= in_own_process(what, engine, folder)
    report.say("asking")
    for name, times in ask(engines, questions, folder).items():
        measured[name] |= times
    for engine in engines:
        report.say(f"one article changed: {engine.name}")
        measured[engine.name] |= in_own_process("change", engine, folder)
    return measured


def in_own_process(what: str, engine: Engine, folder: Path) -> Measured:
    """Runs one measurement of `worker`."""
    command = [sys.executable, "-m", "tests.benchmarks.worker", what, engine.name, str(folder)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE)
    measured: Measured = json.loads(done.stdout.splitlines()[-1])
    return measured


def ask(engines: list[Engine], questions: list[str], folder: Path) -> dict[str, Measured]:
    """Opens all engines in this process and puts each question to each in turn. Times in milliseconds."""
    searches, measured = {}, {}
    for engine in engines:
        start = time.perf_counter()
        searches[engine.name] = engine.open(folder / engine.name)
        opened = time.perf_counter()
        searches[engine.name](questions[0])
        first = time.perf_counter()
        measured[engine.name] = {"open_ms": 1000 * (opened - start), "first_ms": 1000 * (first - opened)}
    gc.collect()
    gc.freeze()  # rank-bm25's dicts would be counted again and again, to everyone's cost
    times: dict[str, list[float]] = {engine.name: [] for engine in engines}
    for number, question in enumerate(questions[1:]):
        for engine in engines:
            if engine.slow and number >= _FEW:
                continue
            start = time.perf_counter()
            searches[engine.name](question)
            times[engine.name].append(1000 * (time.perf_counter() - start))
    gc.unfreeze()
    for name, taken in times.items():
        measured[name] |= {"p50_ms": float(np.percentile(taken, 50)), "p95_ms": float(np.percentile(taken, 95))}
    return measured


def scaling(engine: Engine, articles: list[Article], questions: list[str]) -> dict[int, Measured]:
    """The same figures of one engine at a sixteenth, a quarter and all of the articles."""
    measured = {}
    for share in (16, 4, 1):
        some = articles[::share]
        report.say(f"scaling: {len(some):,} articles")
        with TemporaryDirectory(prefix="bench-") as name:
            folder = Path(name)
            data.save(some, folder / "articles")
            (folder / "questions").write_text(json.dumps(questions))
            figures = in_own_process("build", engine, folder) | in_own_process("serve", engine, folder)
            figures |= ask([engine], questions, folder)[engine.name] | in_own_process("change", engine, folder)
        measured[len(some)] = figures
    return measured
