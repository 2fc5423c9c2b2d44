"""A day of 10,000 servers' questions against one process: how long members wait, and where it saturates.

First the questions are really asked, one after the other and then as fast as they are answered; then members are
played who ask by chance at the rates of the day's hours, and at higher and higher ones until answers come no faster.
The whole day is simulated from the measured times; the simulation is held against the real runs of the same minute.

Example: python -m tests.benchmarks replay --articles archive.jsonl.gz --data /tmp/data --questions questions.jsonl
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import sys
import time
from collections.abc import Iterable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import cycle, starmap
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from rich.console import Console
from rich.table import Table

from bot.articles import Limits
from bot.library import Library
from bot.model import Article, Question
from tests.benchmarks import data
from tests.benchmarks.day import HOURS, PEAK_HOUR, Day, arrivals, simulate
from tests.benchmarks.report import say

READERS = 1  # threads of the library that answer
CHECKED = (0.3, 0.6, 0.85)  # shares of the capacity at which the simulation is held against real runs
PATIENCE = 1.0  # seconds: a p95 beyond it is too slow
FEW = 3  # questions: a rate that brings fewer in the time tells nothing
STEPS = 12  # times that the day's peak is doubled at most


@dataclass(frozen=True, slots=True)
class Run:
    """What members saw at one rate: how many asked, answers a second, and their waiting in milliseconds."""

    rate: float
    asked: int
    answered: float
    waits: tuple[float, float, float]


def add_options(parser: argparse.ArgumentParser) -> None:
    """The corpus, the questions, the day."""
    parser.add_argument("--articles", type=Path, help="a corpus: a folder or one file (default: made-up articles)")
    parser.add_argument("--data", type=Path, help="where its index is, or will be (default: a temporary folder)")
    parser.add_argument("--questions", type=Path, help="JSON lines with a question each, or plain lines")
    parser.add_argument("--limit", type=int, default=2000, help="so many made-up articles (default: 2000)")
    parser.add_argument("--ask", type=int, default=400, help="how many different questions (default: 400)")
    parser.add_argument("--servers", type=int, default=10_000)
    parser.add_argument("--a-day", type=float, default=20, help="questions a server asks in a day, on average")
    parser.add_argument("--zipf", type=float, default=1.0, help="how unequal servers are: the exponent")
    parser.add_argument("--seconds", type=float, default=5, help="how long each rate is really driven")


def run(options: argparse.Namespace) -> None:
    """Measures and prints."""
    asyncio.run(_run(options))


async def _run(options: argparse.Namespace) -> None:
    day = Day(options.servers, options.a_day, options.zipf)
    texts = (
        data.read_questions(options.questions, options.ask) if options.questions else data.zipf_questions(options.ask)
    )
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="replay-")))
        library = _library(options, folder)
        await library.open()
        stack.push_async_callback(library.close)
        figures = library.totals()
        assert figures
        say(f"{figures.articles:,} articles, {figures.passages:,} passages; {len(texts)} questions")
        player = Player(library, texts, day)
        await _report(player, options.seconds)


def _library(options: argparse.Namespace, folder: Path) -> Library:
    corpus = options.articles
    if corpus is None:
        corpus = folder / "made-up.jsonl"
        _write(data.zipf_articles(options.limit), corpus)
    elif not corpus.exists():
        sys.exit(
            f"There are no articles at {corpus}: name a corpus with --articles, or leave it out for a made-up one."
        )
    return Library(corpus, options.data or folder / "data", limits=Limits(max_file_mb=10_000))


def _write(articles: Iterable[Article], path: Path) -> None:
    with path.open("w", encoding="ascii") as file:
        for article in articles:
            day = article.date and article.date.isoformat()
            file.write(json.dumps({"id": article.id, "title": article.title, "text": article.text, "date": day}) + "\n")


class Player:
    """Plays the members: asks the library's coroutine, which command, mention and direct message share."""

    def __init__(self, library: Library, texts: Sequence[str], day: Day) -> None:
        self.day = day
        self.chance = random.Random(1)
        self.alone: list[float] = []  # seconds that each question takes while nobody else asks
        self.capacity = self.together = 0.0
        self._library, self._texts = library, texts
        self._servers = day.servers_asking(self.chance)

    async def measure(self, seconds: float) -> None:
        """Asks each question alone, then keeps every reader at work for so long."""
        for number in range(min(50, len(self._texts))):
            await self._ask(number)
        self.alone = [await self._timed(number) for number in range(len(self._texts))]
        left = iter(cycle(range(len(self._texts))))
        began, done = time.perf_counter(), []

        async def keep_asking() -> None:
            while time.perf_counter() - began < seconds:
                number = next(left)
                await self._ask(number)
                done.append(number)

        await asyncio.gather(*(keep_asking() for _ in range(2 * READERS)))
        taken = time.perf_counter() - began
        self.capacity = len(done) / taken
        self.together = min(1.0, sum(self.alone[number] for number in done) / taken / READERS)

    async def drive(self, rate: float, seconds: float) -> tuple[Run, Run]:
        """What members see at that rate, and what the simulation says that they should."""
        moments = arrivals(rate, seconds, self.chance)
        numbers = [self.chance.randrange(len(self._texts)) for _ in moments]
        began = time.perf_counter()
        waits = await asyncio.gather(*starmap(partial(self._ask_at, began), zip(moments, numbers, strict=True)))
        lasted = max(seconds, time.perf_counter() - began)
        guessed = self.simulated(moments, [self.alone[number] for number in numbers])
        end = max((moment + wait for moment, wait in zip(moments, guessed, strict=True)), default=0.0)
        return _told(rate, waits, lasted), _told(rate, guessed, max(seconds, end))

    def simulated(self, moments: Sequence[float], work: Sequence[float]) -> list[float]:
        """Seconds to each answer."""
        return simulate(moments, work, readers=READERS, together=self.together)

    def hour(self, rate: float, seconds: float = 3600.0) -> Run:
        """That long at that rate, simulated."""
        moments = arrivals(rate, seconds, self.chance)
        return _told(rate, self.simulated(moments, self.chance.choices(self.alone, k=len(moments))), seconds)

    async def _ask_at(self, began: float, moment: float, number: int) -> float:
        await asyncio.sleep(moment - (time.perf_counter() - began))
        await self._ask(number)
        return time.perf_counter() - began - moment

    async def _timed(self, number: int) -> float:
        began = time.perf_counter()
        await self._ask(number)
        return time.perf_counter() - began

    async def _ask(self, number: int) -> None:
        await self._library.ask(Question(self._texts[number], date.today(), server=next(self._servers)))


def _told(rate: float, waits: Sequence[float], lasted: float) -> Run:
    p50, p95, p99 = (1000 * float(np.percentile(waits, share)) if waits else 0.0 for share in (50, 95, 99))
    return Run(rate, len(waits), len(waits) / lasted, (p50, p95, p99))


async def _report(player: Player, seconds: float) -> None:
    day = player.day
    await player.measure(seconds)
    p50, p95, p99 = (1000 * float(np.percentile(player.alone, share)) for share in (50, 95, 99))
    console = Console(width=120, highlight=False)
    console.print(
        f"A question alone: p50 {p50:.1f} ms, p95 {p95:.1f} ms, p99 {p99:.1f} ms. All readers at work:"
        f" {player.capacity:.0f} answers a second, each at {player.together:.2f} of its speed alone."
    )
    console.print(
        f"The day: {day.servers:,} servers x {day.questions:g} questions = {day.total:,.0f}; {day.total / 86_400:.1f} a"
        f" second on average, {day.peak:.1f} in the busiest hour; the busiest server asks {day.busiest():.1%} of them."
    )
    _print(console, "Really driven: the day's hours, then more", "", await _steps(player, seconds))
    checked = [await player.drive(share * player.capacity, 2 * seconds) for share in CHECKED]
    labelled = [pair for real, guess in checked for pair in (("real", real), ("simulated", guess))]
    _print(console, "The simulation against real runs of the same questions", "", labelled)
    hours = [(f"{hour:02}:00", player.hour(day.rate(hour))) for hour in range(0, HOURS, 4)]
    _print(console, "Hours of the day, simulated", "from", hours)
    _saturation(console, player)


async def _steps(player: Player, seconds: float) -> list[tuple[str, Run]]:
    """The quietest hour, the average and the busiest; then twice as much until answers do not keep up."""
    day = player.day
    rates = [("quietest hour", day.rate((PEAK_HOUR + 12) % HOURS)), ("average", day.total / 86_400)]
    rates += [(f"busiest hour x {2**step}", day.peak * 2**step) for step in range(STEPS)]
    found = []
    for label, rate in rates:
        if rate * seconds < FEW:
            continue
        say(f"{rate:.1f} questions a second")
        real, _ = await player.drive(rate, seconds)
        found.append((label, real))
        if rate > player.capacity and real.answered < 0.9 * rate:
            break
    return found


def _saturation(console: Console, player: Player) -> None:
    """The highest rate at which nineteen of twenty wait less than PATIENCE, and the servers that ask so much."""
    low, high = 0.0, 1.5 * player.capacity
    for _ in range(8):
        middle = (low + high) / 2
        slow = player.hour(middle, 600).waits[1] > 1000 * PATIENCE
        low, high = (low, middle) if slow else (middle, high)
    servers = player.day.servers * low / player.day.peak
    console.print(
        f"Saturation: {player.capacity:.0f} answers a second; p95 stays below {PATIENCE:g} s up to {low:.0f} questions"
        f" a second. A busiest hour of that rate is a day of {servers:,.0f} servers with {player.day.questions:g} each."
    )


def _print(console: Console, title: str, first: str, runs: Sequence[tuple[str, Run]]) -> None:
    table = Table(title=title)
    table.add_column(first)
    for head in ("questions a second", "asked", "answers a second", "p50, ms", "p95, ms", "p99, ms"):
        table.add_column(head, justify="right")
    for label, one in runs:
        waits = (f"{wait:,.0f}" if wait >= 10 else f"{wait:.1f}" for wait in one.waits)
        table.add_row(label, f"{one.rate:.1f}", f"{one.asked:,}", f"{one.answered:.1f}", *waits)
    console.print(table)
