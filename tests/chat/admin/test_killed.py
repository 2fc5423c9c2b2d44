from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bot.library import Library
from bot.model import Article
from bot.search import Index
from bot.store.state import State
from tests.chat.admin.burst import SERVER, TODAY, corpus_of, text

DEATHS = 12
MOMENTS = ("begin add", "done add", "done remove", "done reload")  # each child is killed soon after one of these


@dataclass
class Told:
    """What a person was told is done, and what was begun and may be done or not."""

    there: set[int] = field(default_factory=set)
    gone: set[int] = field(default_factory=set)
    doubtful: set[int] = field(default_factory=set)
    excerpts: set[int] = field(default_factory=lambda: {3})
    reloads: int = 0


def told(said: list[str]) -> Told:
    """Follows the lines of said.txt."""
    now = Told()
    for line in said:
        stage, action, value = line.split()
        number = int(value)
        if action == "set":
            now.excerpts = {number} if stage == "done" else now.excerpts | {number}
        elif action == "reload":
            now.reloads += 1
        elif stage == "begin":
            now.doubtful.add(number)
            now.there.discard(number)
            now.gone.discard(number)
        else:
            now.doubtful.discard(number)
            (now.gone if action == "remove" else now.there).add(number)
    return now


@pytest.fixture
def burst(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "shared.txt").write_text(text(0))
    command = [sys.executable, "-m", "tests.chat.admin.burst", str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield process
        assert process.stdin is not None
        process.stdin.close()
        process.wait(timeout=10)


def die(burst: subprocess.Popen[str], folder: Path, number: int, seconds: float, *, after: str) -> None:
    """Lets a child work for so long after it first said `after`, and kills it."""
    assert burst.stdin is not None
    assert burst.stdout is not None
    said = folder / "said.txt"
    said.touch()
    size = said.stat().st_size
    burst.stdin.write(f"{number}\n")
    burst.stdin.flush()
    child = int(burst.stdout.readline())
    while after.encode() not in said.read_bytes()[size:]:
        time.sleep(0.002)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    assert int(burst.stdout.readline()) == signal.SIGKILL


async def check(folder: Path) -> Told:
    """What a restart finds."""
    now = told((folder / "said.txt").read_text().splitlines())
    files = {path.stem: path for path in (folder / "corpus" / "servers" / str(SERVER)).glob("*.txt")}
    for number, path in files.items():
        assert path.read_text() == text(int(number)), "no half file under a name that is read"
    assert now.there <= {int(number) for number in files}, "every confirmed file is there"
    assert not now.gone & {int(number) for number in files}
    trash = {Path(trashed.path).stem for trashed in corpus_of(folder).trashed(SERVER)}
    assert {str(number) for number in now.gone} <= trash, "and every removed one can be brought back"
    state = await State.open(folder / "data")
    assert state.notices == ()
    assert (await state.servers.read(SERVER)).excerpts in now.excerpts
    noted = {Path(entry.detail).stem for entry in await state.audit.entries(SERVER, limit=10_000)}
    assert {str(number) for number in now.there | now.gone} <= noted
    await state.close()
    return now


def served(index: Index) -> list[Article]:
    """Every article that the server can be quoted."""
    return [index.article(heading.row) for heading in index.headings(SERVER, limit=10_000)]


async def test_what_was_confirmed_is_there_after_a_dozen_kills_and_nothing_half_is_served(
    burst: subprocess.Popen[str], tmp_path: Path
) -> None:
    moments = random.Random(6)
    for number in range(DEATHS):
        die(burst, tmp_path, 1 + 1000 * number, moments.uniform(0, 0.1), after=MOMENTS[number % len(MOMENTS)])
        now = await check(tmp_path)
        library = Library(tmp_path / "corpus", tmp_path / "data", today=lambda: TODAY)
        await library.open()
        for article in await library.use(served):
            assert article.text.endswith(f"Whole{Path(article.path).stem.replace('shared', '0')}.")
        await library.close()
    assert now.there
    assert now.gone
    assert now.reloads
    library = Library(tmp_path / "corpus", tmp_path / "data", today=lambda: TODAY)
    await library.refresh()
    found = await library.use(lambda index: {heading.path for heading in index.headings(SERVER, limit=10_000)})
    await library.close()
    assert {f"servers/{SERVER}/{number}.txt" for number in now.there} <= found
    assert not {f"servers/{SERVER}/{number}.txt" for number in now.gone} & found
