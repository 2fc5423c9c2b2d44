"""`make soak`: the bot under 20 members for ten minutes, while its corpus is added to, changed, removed and reloaded.

Below Discord, on the desk that every way of asking shares. Ends with 1 when there was an error, when memory grew by
more than 5 % after the warm-up, or when a file was left open.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import random
import shutil
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import psutil

from bot.chat.questions.desk import Desk
from bot.chat.questions.rate_limit import RateLimit
from bot.chat.transport.requester import Requester
from bot.library import Library
from bot.store.state import State

ARTICLES, MEMBERS = 5_000, 20
THINKING = 0.25  # seconds a member reads on average before the next question: some 50 questions a second in all
RELOAD_EVERY, REPORT_EVERY = 10.0, 10.0
WARM_UP, GROWTH = 0.25, 1.05
TODAY = date(2025, 6, 1)
SERVER = 1001

NAMES = ("Alder", "Birch", "Cedar", "Dogwood", "Elm", "Fir", "Gorse", "Hazel", "Ivy", "Juniper", "Larch", "Maple")
PLACES = ("ford", "ton", "bury", "mouth", "wick", "stead", "haven", "bridge", "dale", "cliff")
CRAFTS = ("baker", "cooper", "dyer", "fletcher", "glazier", "miller", "potter", "saddler", "tanner", "weaver", "joiner")
DEEDS = ("mended", "sold", "counted", "painted", "lost", "found", "hid", "measured", "burned", "shipped")
THINGS = ("barrels", "lanterns", "carpets", "windows", "saddles", "kettles", "ropes", "bells", "sails", "ladders")


def article(number: int, edition: int) -> str:
    """One article of some 150 words; its own code word is the one that finds it."""
    dice = random.Random(number * 1_000_003 + edition)
    day = TODAY - timedelta(days=dice.randrange(1, 9_000))
    sentences = [f"The code word of the day in {town(dice)} was {code_word(number, edition)}."]
    sentences += [sentence(dice) for _ in range(10)]
    return f" date {day} " + "\n\n".join(sentences) + "\n"


def sentence(dice: random.Random) -> str:
    who, deed, thing = dice.choice(CRAFTS), dice.choice(DEEDS), dice.choice(THINGS)
    other = dice.choice(CRAFTS)
    return f"The {who} of {town(dice)} {deed} {dice.randrange(2, 900)} {thing} before the {other} could say a word."


def town(dice: random.Random) -> str:
    return dice.choice(NAMES) + dice.choice(PLACES)


def code_word(number: int, edition: int) -> str:
    return f"zq{number}x{edition}"


def question(dice: random.Random) -> str:
    """What members ask: plain, dated, misspelt, a follow-up, nonsense."""
    craft, deed, thing, place = dice.choice(CRAFTS), dice.choice(DEEDS), dice.choice(THINGS), town(dice)
    return dice.choice(
        (
            f"How many {thing} did the {craft} of {place} have {deed}?",
            f"Who {deed} {thing} in {place} in {dice.randrange(2001, 2025)}?",
            f"What did the {craft[:-2]}{craft[-1]}{craft[-2]} of {place} do?",
            "And what did the other one do?",
            f"What happened in {place} last week?",
            "Xyzzy plugh?",
        )
    )


@dataclass
class Record:
    """What was seen so far. `times` are of the current stretch, in milliseconds; `memory` is (seconds, bytes)."""

    answers: int = 0
    errors: Counter[str] = field(default_factory=Counter)
    times: list[float] = field(default_factory=list)
    memory: list[tuple[float, int]] = field(default_factory=list)
    reloads: int = 0


class Soak:
    """The members, the keeper of the corpus, and whoever writes down how it goes."""

    def __init__(self, folder: Path, seconds: float) -> None:
        self.corpus, self.data = folder / "corpus", folder / "data"
        self.record = Record()
        self._seconds = seconds
        self._process = psutil.Process()
        self._dice = random.Random(7)
        self._live: dict[int, int] = {}
        self._next = 0

    def fill(self) -> None:
        """Writes the first articles."""
        self.corpus.mkdir()
        for _ in range(ARTICLES):
            self._add()

    def _add(self) -> int:
        number, self._next = self._next, self._next + 1
        self._write(number, 0)
        return number

    def _write(self, number: int, edition: int) -> None:
        (self.corpus / f"{number}.txt").write_text(article(number, edition), encoding="utf-8")
        self._live[number] = edition

    async def run(self) -> int:
        """Soaks, prints, and returns the exit code."""
        before = self._process.num_fds()
        library = Library(self.corpus, self.data, today=lambda: TODAY)
        state = await State.open(self.data)
        await library.open()
        desk = Desk(library, state, today=lambda: TODAY, limit=RateLimit(questions=10**9))
        await self._member(desk, 0, once=True)
        began, opened = time.monotonic(), self._beside_the_index()
        print(f"{ARTICLES} articles, {MEMBERS} members, {self._seconds / 60:.1f} minutes")
        self._report(began, header=True)
        await self._all_at_once(desk, library, state, began)
        await self._calm(library)
        retired = [name for name in self._held() if "/index/" in name and library.current.name not in name]
        still_open = self._beside_the_index()
        await library.close()
        await state.close()
        after = self._process.num_fds()
        print(f"files beside the index {opened} at the start, {still_open} at the end; {before} before, {after} after")
        left = [f"of a retired generation: {name}" for name in retired] + self._held()
        return self._judge(
            left + [f"{after - before} files more than before"] * (after > before or still_open > opened)
        )

    def _held(self) -> list[str]:
        """What this process holds of the data folder, open or mapped, also when it has been deleted since."""
        held = [file.path for file in self._process.open_files()]
        maps = Path("/proc/self/maps")
        lines = maps.read_text().splitlines() if maps.exists() else []
        held += [line.split(maxsplit=5)[5] for line in lines if len(line.split(maxsplit=5)) > 5]
        return sorted({name for name in held if str(self.data.resolve()) in name})

    def _beside_the_index(self) -> int:
        """Open files and sockets but for those of the index, which has as many as it has segments just then."""
        index = [file for file in self._process.open_files() if "/index/" in file.path]
        return int(self._process.num_fds()) - len(index)

    async def _all_at_once(self, desk: Desk, library: Library, state: State, began: float) -> None:
        """The members and the keeper, until the time is over."""
        everybody = [self._member(desk, number) for number in range(1, MEMBERS + 1)]
        work = [asyncio.create_task(one) for one in (*everybody, self._keeper(desk, library, state))]
        while (left := began + self._seconds - time.monotonic()) > 0:
            await asyncio.sleep(min(REPORT_EVERY, left))
            self._report(began)
        for task in work:
            task.cancel()
        await asyncio.gather(*work, return_exceptions=True)

    async def _calm(self, library: Library) -> None:
        """Lets the last reload and the last retired generation end."""
        while library.running is not None:  # noqa: ASYNC110 - its end tells nobody
            await asyncio.sleep(0.05)
        await asyncio.sleep(1.0)

    async def _member(self, desk: Desk, number: int, *, once: bool = False) -> None:
        dice = random.Random(number)
        requester = Requester(member=number, server=SERVER, channel=number % 5)
        while True:
            started = time.perf_counter()
            await self._try("ask", partial(self._ask, desk, requester, question(dice)))
            self.record.times.append((time.perf_counter() - started) * 1_000)
            if once:
                return
            await asyncio.sleep(dice.expovariate(1 / THINKING))

    async def _ask(self, desk: Desk, requester: Requester, text: str) -> list[str]:
        asked = desk.question(requester, text)
        desk.admit(requester)
        told = await desk.answer(requester, asked, private=False)
        self.record.answers += 1
        return [excerpt.text for excerpt in told.answer.excerpts]

    async def _keeper(self, desk: Desk, library: Library, state: State) -> None:
        """Adds, changes and removes; reloads; asks for what it just added, and for what it just removed."""
        requester = Requester(member=0, server=SERVER, channel=None)
        while True:
            await asyncio.sleep(RELOAD_EVERY)
            added = [self._add() for _ in range(20)]
            for number in self._dice.sample(sorted(self._live), 20):
                self._write(number, self._live[number] + 1)
            gone = self._dice.sample(sorted(self._live.keys() - set(added)), 20)
            words = [code_word(number, self._live.pop(number)) for number in gone]
            for number in gone:
                (self.corpus / f"{number}.txt").unlink()
            await self._try("reload", partial(library.reload, "soak"))
            self.record.reloads += 1
            await self._try("quote what was added", partial(self._is_quoted, desk, requester, added[0]))
            await self._try("not to quote what was removed", partial(self._is_gone, desk, requester, words[0]))
            await self._try("sweep", state.sweep)

    async def _is_quoted(self, desk: Desk, requester: Requester, number: int) -> None:
        word = code_word(number, self._live[number])
        assert any(word in quote for quote in await self._ask(desk, requester, f"Where was {word} the code word?"))

    async def _is_gone(self, desk: Desk, requester: Requester, word: str) -> None:
        assert not any(word in quote for quote in await self._ask(desk, requester, f"Where was {word} the code word?"))

    async def _try(self, what: str, work: Callable[[], Awaitable[object]]) -> None:
        try:
            await work()
        except Exception as error:
            self.record.errors[f"{what}: {type(error).__name__}: {error}"] += 1

    def _report(self, began: float, *, header: bool = False) -> None:
        if header:
            print(f"{'seconds':>8} {'answers':>8} {'errors':>7} {'p50 ms':>8} {'p95 ms':>8} {'MB':>8} {'files':>6}")
        passed, rss = time.monotonic() - began, self._process.memory_info().rss
        times, self.record.times = self.record.times, []
        self.record.memory.append((passed, rss))
        p50, p95 = (statistics.median(times), statistics.quantiles(times, n=20)[18]) if len(times) > 1 else (0.0, 0.0)
        print(
            f"{passed:8.0f} {self.record.answers:8,} {self.record.errors.total():7} {p50:8.1f} {p95:8.1f} "
            f"{rss / 1e6:8.1f} {self._process.num_fds():6}",
            flush=True,
        )

    def _judge(self, left: list[str]) -> int:
        record, warm = self.record, WARM_UP * self._seconds
        first = statistics.median(rss for passed, rss in record.memory if warm <= passed <= 2 * warm)
        last = statistics.median(rss for passed, rss in record.memory if passed >= self._seconds - warm)
        growth = f"{last / first - 1:+.1%}"
        print(f"memory {first / 1e6:.1f} MB after the warm-up, {last / 1e6:.1f} MB at the end ({growth})")
        print(f"{record.answers:,} answers, {record.reloads} reloads, {record.errors.total()} errors")
        for what, count in record.errors.most_common(10):
            print(f"  {count} x {what}")
        for name in left:
            print(f"  left open: {name}")
        good = not record.errors and not left and last <= first * GROWTH and record.reloads > 0
        print("good" if good else "NOT GOOD")
        return 0 if good else 1


def main() -> int:
    """Reads the options, soaks in a temporary folder."""
    parser = argparse.ArgumentParser(prog="make soak", description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--minutes", type=float, default=10.0)
    minutes = parser.parse_args().minutes
    logging.basicConfig(level=logging.WARNING)
    folder = Path(tempfile.mkdtemp(prefix="soak-"))
    try:
        soak = Soak(folder, minutes * 60)
        soak.fill()
        return asyncio.run(soak.run())
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    sys.exit(main())
