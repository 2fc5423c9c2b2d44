"""What a reload costs, and what members notice of it: one file changed, none changed, all changed while they ask.

Example: python -m tests.benchmarks reload --articles archive.jsonl.gz --questions questions.jsonl
"""

from __future__ import annotations

import argparse
import asyncio
import os
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from bot.library import Library
from bot.model import Answer, Article, Question
from tests.benchmarks import data, report
from tests.benchmarks.burst import longest_lag

_NEW = "Xylophagous woodworms were found in the organ of Quindlebury church.\n"
_ASKED = "Where were xylophagous woodworms found?"


def add_options(parser: argparse.ArgumentParser) -> None:
    """The command line's."""
    parser.add_argument("--articles", type=Path, help="a corpus: a folder or one file (default: made-up articles)")
    parser.add_argument("--questions", type=Path, help="JSON lines with a question each, or plain lines")
    parser.add_argument("--limit", type=int, help="take so many articles only")
    parser.add_argument("--every", type=float, default=0.5, help="seconds between two questions (default: 0.5)")


def run(options: argparse.Namespace) -> None:
    """Prints a line for each of the three."""
    if options.articles:
        articles = data.read_articles(options.articles, options.limit)
    else:
        articles = list(data.zipf_articles(options.limit))
    questions = data.read_questions(options.questions, 300) if options.questions else data.zipf_questions(300)
    with TemporaryDirectory(prefix="bench-") as name:
        asyncio.run(_run(articles, questions, Path(name), options.every))


async def _run(articles: Sequence[Article], questions: Sequence[str], folder: Path, every: float) -> None:
    corpus = folder / "corpus"
    corpus.mkdir()
    files = [corpus / f"{number}.txt" for number in range(len(articles))]
    for file, article in zip(files, articles, strict=True):
        file.write_text(f" date {article.date or date(2000, 1, 1)} {article.text}", encoding="utf-8")
    library = Library(corpus, folder / "data")
    began = time.perf_counter()
    await library.open()
    _say(f"{len(files):,} files: first build {time.perf_counter() - began:.1f} s")
    try:
        _say(f"nothing changed, files just written and so read once more: {await _reloaded(library):.2f} s")
        _say(f"nothing changed: {await _reloaded(library):.2f} s")
        began = time.perf_counter()
        files[len(files) // 2].write_text(f" date 2024-05-05 {_NEW}", encoding="utf-8")
        await library.reload("bench")
        found = await library.ask(Question(_ASKED, date(2024, 6, 1)))
        assert "woodworms" in found.excerpts[0].text
        _say(f"one file changed: quoted after {time.perf_counter() - began:.2f} s")
        await _all_changed(library, files, questions, every)
    finally:
        await library.close()


async def _all_changed(library: Library, files: Sequence[Path], questions: Sequence[str], every: float) -> None:
    for text in questions[-20:]:
        await library.ask(Question(text, date(2024, 6, 1)))
    idle, lag = await _asking(library, questions, every, asyncio.create_task(asyncio.sleep(60 * every)))
    _say(f"idle: {_figures(idle)}; longest lag of the loop {1000 * lag:.0f} ms")
    for file in files:
        with file.open("a", encoding="utf-8") as end:
            end.write(" So it was said.")
    os.sync()
    await asyncio.sleep(2)  # the disk is still at work on what was written
    reload = asyncio.create_task(_reloaded(library))
    busy, lag = await _asking(library, questions, every, reload)
    _say(f"all files changed: reload {await reload:.1f} s; meanwhile {_figures(busy)}; lag {1000 * lag:.0f} ms")
    times = [float(np.percentile(some, 95)) for some in (busy, idle)]
    _say(f"p95 is {times[0] / times[1]:.1f} x idle, the slowest {max(busy) / max(idle):.1f} x the slowest when idle")


async def _reloaded(library: Library) -> float:
    began = time.perf_counter()
    await library.reload("bench")
    return time.perf_counter() - began


async def _asking(
    library: Library, questions: Sequence[str], every: float, until: asyncio.Task[object] | asyncio.Task[float]
) -> tuple[list[float], float]:
    """The seconds that answers take, one question at a time until `until` is done, and the loop's longest lag."""
    over = asyncio.Event()
    lag = asyncio.create_task(longest_lag(over))
    taken: list[float] = []
    while not until.done():
        began = time.perf_counter()
        found: Answer = await library.ask(Question(questions[len(taken) % len(questions)], date(2024, 6, 1)))
        assert found.generation
        taken.append(time.perf_counter() - began)
        await asyncio.sleep(every)
    over.set()
    return taken, await lag


def _figures(seconds: Sequence[float]) -> str:
    half, most = (1000 * float(np.percentile(seconds, share)) for share in (50, 95))
    return f"{len(seconds)} answers, p50 {half:.0f} ms, p95 {most:.0f} ms, slowest {1000 * max(seconds):.0f} ms"


def _say(line: str) -> None:
    report.say(line)
