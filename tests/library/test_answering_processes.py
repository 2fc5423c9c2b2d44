"""Several processes answer: the same answers, also when one is killed, after a reload, and without the bot they end."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from bot.library import Library
from bot.model import Answer, Question
from bot.request import set_party
from tests.library.conftest import TODAY, write

ASKED = [f"Who opened the bridge of {town}?" for town in ("Aldford", "Brackley", "Corfe", "Aldford and Corfe")]


def corpus_in(folder: Path) -> Path:
    for town in ("Aldford", "Brackley", "Corfe"):
        write(folder / f"{town}.txt", f"The mayor of {town} opened the new bridge on Monday. Crowds cheered.")
    return folder


@pytest.fixture
async def library(tmp_path: Path) -> AsyncIterator[Library]:
    made = Library(corpus_in(tmp_path / "corpus"), tmp_path / "data", today=lambda: TODAY, workers=2)
    await made.open()
    assert made._processes
    await asyncio.to_thread(made._processes.start)
    yield made
    await made.close()


async def answers(library: Library) -> list[Answer]:
    asked = [library.ask(Question(text, TODAY)) for text in ASKED]
    return [replace(found, took_ms=0.0) for found in await asyncio.gather(*asked)]


async def assert_servers_take_turns(library: Library) -> None:
    order: list[int] = []

    async def ask(server: int) -> None:
        set_party(server)
        await library.ask(Question(ASKED[0], TODAY))
        order.append(server)

    await asyncio.gather(*[asyncio.create_task(ask(1)) for _ in range(30)], asyncio.create_task(ask(2)))
    assert order.index(2) < 5


async def test_processes_answer_as_the_bot_itself_does_also_after_a_reload_and_a_death(
    library: Library, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    alone = Library(tmp_path / "corpus", tmp_path / "data", today=lambda: TODAY)
    await alone.open()
    expected = await answers(alone)
    assert await answers(library) == expected
    helpers = [one for one in psutil.Process().children() if "spawn_main" in " ".join(one.cmdline())]
    assert helpers
    for one in helpers:
        one.kill()
    assert await answers(library) == expected
    assert "ended unexpectedly" in caplog.text
    assert await answers(library) == expected
    write(tmp_path / "corpus" / "Dover.txt", "The mayor of Dover opened a tunnel on Friday.")
    await library.reload("test")
    found = await library.ask(Question("Who opened the tunnel of Dover?", TODAY))
    assert found.generation == library.current.name
    assert "Dover" in found.excerpts[0].text
    await alone.close()
    await assert_servers_take_turns(library)


LEFT = """
import asyncio, sys
from pathlib import Path
import psutil
from bot.library import Library
from bot.model import Question
from tests.library.conftest import TODAY

async def main():
    library = Library(Path(sys.argv[1]), Path(sys.argv[2]), today=lambda: TODAY, workers=2)
    await library.open()
    await asyncio.gather(*[library.ask(Question("Who opened the bridge?", TODAY)) for _ in range(4)])
    helpers = [one.pid for one in psutil.Process().children() if "spawn_main" in " ".join(one.cmdline())]
    print(*helpers, flush=True)
    await asyncio.sleep(60)

if __name__ == "__main__":
    asyncio.run(main())
"""


def test_the_processes_of_a_bot_that_was_killed_end_by_themselves(tmp_path: Path) -> None:
    script = tmp_path / "left.py"
    script.write_text(LEFT)
    command = [sys.executable, str(script), str(corpus_in(tmp_path / "corpus")), str(tmp_path / "data")]
    bot = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=None, cwd=Path.cwd())
    assert bot.stdout is not None
    helpers = [psutil.Process(int(number)) for number in bot.stdout.readline().split()]
    bot.kill()
    bot.wait()
    bot.stdout.close()
    assert helpers
    for one in helpers:
        one.wait(20)
