"""What one file for each article costs: the same articles as files of their own and as one file of records, four sizes.

For each size three figures, in seconds of CPU of the process and its children: indexing one file of records, indexing
the files, and finding that none of the files has changed. Lines are fitted to the last two by the number of files.

Example: python -m tests.benchmarks files --articles archive.jsonl.gz --limit 8000
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.table import Table

from bot.model import Article
from tests.benchmarks import data
from tests.benchmarks.sizing import SHARES, line

A_FOLDER = 1000  # files
SETTLED = 2.5  # seconds after which the stamp of a file proves that it has not changed
COLUMNS = ("files", "one file of records, s", "a file each, s", "nothing changed, s")
TARGETS = (100_000, 1_000_000)  # files


def add_options(parser: argparse.ArgumentParser) -> None:
    """The command line's."""
    parser.add_argument("--articles", type=Path, help="a corpus: a folder or one file (default: made-up articles)")
    parser.add_argument("--limit", type=int, default=4000, help="take so many articles only (default: 4000)")
    parser.add_argument("--words", type=int, help="cut each article after so many words")


def run(options: argparse.Namespace) -> None:
    """Measures, fits and prints."""
    corpus = options.articles
    articles = data.read_articles(corpus, options.limit) if corpus else list(data.zipf_articles(options.limit))
    measured = []
    for share in SHARES:
        some = articles[::share]
        with TemporaryDirectory(prefix="files-") as name:
            measured.append((len(some), *_measure(some, Path(name), options.words)))
    _print(measured)


def _measure(articles: Sequence[Article], folder: Path, words: int | None) -> tuple[float, float, float]:
    records, files = folder / "records.jsonl", folder / "files"
    with records.open("w", encoding="utf-8") as out:
        for number, article in enumerate(articles):
            text = " ".join(article.text.split(" ")[:words])
            out.write(json.dumps({"title": article.title, "date": str(article.date), "text": text}) + "\n")
            place = files / str(number // A_FOLDER)
            place.mkdir(parents=True, exist_ok=True)
            (place / f"{number}.txt").write_text(f" date {article.date} {text}\n", encoding="utf-8")
    time.sleep(SETTLED)
    as_one = _index(records, folder / "a")
    return as_one, _index(files, folder / "b"), _index(files, folder / "b")


def _index(corpus: Path, store: Path) -> float:
    """Seconds of CPU that `index` takes, its own start aside."""
    environment = {**os.environ, "CORPUS": str(corpus), "DATA": str(store)}
    started = _cpu([sys.executable, "-m", "bot", "--version"], environment)
    return _cpu([sys.executable, "-m", "bot", "index"], environment) - started


def _cpu(command: list[str], environment: dict[str, str]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _print(measured: Sequence[tuple[int, float, float, float]]) -> None:
    console = Console(width=120, highlight=False)
    table = Table(title="One file for each article")
    for head in COLUMNS:
        table.add_column(head, justify="right")
    for count, *seconds in measured:
        table.add_row(f"{count:,}", *(f"{one:.2f}" for one in seconds))
    table.add_section()
    sizes = [count for count, *_ in measured]
    fits = [line(sizes, [figures[place] for figures in measured]) for place in (1, 2, 3)]
    for target in TARGETS:
        table.add_row(f"{target:,}", *(f"{fit.at(target):.1f}" for fit in fits))
    console.print(table)
    for head, fit in zip(COLUMNS[1:], fits, strict=True):
        console.print(f"{head}: {fit.formula} files, R squared {fit.squared:.3f}")
