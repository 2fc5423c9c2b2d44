"""A reload leaves nothing behind: no file that is still held, no folder, no process."""

from __future__ import annotations

import asyncio
import gc
import json
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from bot.library import Library
from bot.model import Question
from tests.reliability.conftest import TODAY

MAPS = Path("/proc/self/maps")


@pytest.fixture
def _no_collector() -> Iterator[None]:
    """What is only let go when Python next looks for rings of references is not let go."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()


def held(folder: Path) -> set[str]:
    """Files of `folder` that this process has open or mapped, deleted ones among them, by their generation."""
    paths = [file.path for file in psutil.Process().open_files()]
    paths += [line.split(maxsplit=5)[5] for line in MAPS.read_text().splitlines() if str(folder) in line]
    return {Path(path).parent.name for path in paths if str(folder) in path}


@pytest.mark.skipif(not MAPS.exists(), reason="only Linux tells what is mapped")
@pytest.mark.usefixtures("_no_collector")
async def test_after_reloads_and_questions_only_the_live_generation_is_held(
    library: Library, corpus: Path, tmp_path: Path
) -> None:
    index = tmp_path / "data" / "index"
    for number in range(3):
        text = f"Probe {number} was launched."
        (corpus / f"new{number}.json").write_text(json.dumps({"text": text, "date": f"2022-08-0{number + 1}"}))
        await library.reload("test")
        for question in ("Where did the Heron probe land?", "Who lanched probe 2?", "What happened in 2021?"):
            await library.ask(Question(question, TODAY))
    for _ in range(100):
        if len(held(index)) == 1:
            break
        await asyncio.sleep(0.02)
    assert held(index) == {library.current.name}
    assert not [child for child in psutil.Process().children() if "bot.library" in " ".join(child.cmdline())]
    await library.close()
    assert held(index) == set()
