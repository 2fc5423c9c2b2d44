"""Many members asking at the same moment: the coroutine that command, mention and direct message share.

Example: python -m tests.benchmarks burst --corpus archive.jsonl.gz --data /tmp/data --questions questions.jsonl
"""

from __future__ import annotations

import argparse
import asyncio
import json
import statistics
import tempfile
import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.chat.questions.desk import Desk
from bot.chat.transport.requester import Requester
from bot.library import Library
from bot.store.state import State

LAG_TICK = 0.005  # seconds between two looks at the loop's lag


@dataclass(frozen=True, slots=True)
class Asked:
    """Seconds from the moment of asking to each event."""

    acknowledged: float
    answered: float


def add_options(parser: argparse.ArgumentParser) -> None:
    """The corpus, the questions, how many ask."""
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--data", type=Path, required=True, help="where the index of the corpus is, or will be")
    parser.add_argument("--questions", type=Path, required=True, help="JSON lines with `question` and `date`")
    parser.add_argument("--askers", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=3)


def run(options: argparse.Namespace) -> None:
    """Prints one line a round."""
    asyncio.run(_run(options))


async def _run(options: argparse.Namespace) -> None:
    library = Library(options.corpus, options.data)
    await library.open()
    with tempfile.TemporaryDirectory() as folder:
        state = await State.open(Path(folder))
        desk = Desk(library, state, today=date.today)
        questions = _questions(options.questions)
        for round_ in range(options.rounds):
            asked = [questions[(round_ * options.askers + n) % len(questions)] for n in range(options.askers)]
            _tell(round_, *await _burst(desk, asked))
        await state.close()
    await library.close()


def _questions(path: Path) -> list[tuple[str, date]]:
    with path.open(encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines]
    return [(record["question"], date.fromisoformat(record["date"])) for record in records]


async def _burst(desk: Desk, questions: list[tuple[str, date]]) -> tuple[list[Asked], int, float]:
    """What each asker saw, how many were lost, and the loop's longest lag."""
    over = asyncio.Event()
    lag = asyncio.create_task(longest_lag(over))
    began = time.perf_counter()
    asking = [_ask(desk, member, text, day, began) for member, (text, day) in enumerate(questions)]
    seen = await asyncio.gather(*asking, return_exceptions=True)
    over.set()
    answered = [one for one in seen if isinstance(one, Asked)]
    return answered, len(seen) - len(answered), await lag


async def _ask(desk: Desk, member: int, text: str, day: date, began: float) -> Asked:
    asker = Requester(member, 1, 1)
    question = desk.question(asker, text, as_of=day)
    desk.admit(asker)
    await asyncio.sleep(0)  # where a command is acknowledged
    acknowledged = time.perf_counter() - began
    await desk.answer(asker, question, private=False)
    return Asked(acknowledged, time.perf_counter() - began)


async def longest_lag(over: asyncio.Event) -> float:
    """The longest that the event loop kept others waiting until it was `over`, in seconds."""
    longest = 0.0
    while not over.is_set():
        before = time.perf_counter()
        await asyncio.sleep(LAG_TICK)
        longest = max(longest, time.perf_counter() - before - LAG_TICK)
    return longest


def _tell(round_: int, asked: list[Asked], lost: int, lag: float) -> None:
    answered = sorted(one.answered for one in asked)
    slowest = max(one.acknowledged for one in asked)
    p95 = answered[int(0.95 * (len(answered) - 1))]
    print(
        f"round {round_ + 1}: {len(asked)} answered, {lost} lost; acknowledged within {slowest:.2f} s; "
        f"answered p50 {statistics.median(answered):.2f} s, p95 {p95:.2f} s, last {answered[-1]:.2f} s; "
        f"longest lag of the loop {lag * 1000:.0f} ms"
    )
