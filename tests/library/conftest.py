"""Real folders of articles, and libraries over them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from datetime import date
from pathlib import Path

import pytest

from bot.library import Library
from bot.model import Question

TODAY = date(2024, 6, 1)


def write(file: Path, text: str, day: str = "2020-10-28") -> Path:
    """An article in the archive's own format."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f" date {day} {text}\n")
    return file


TOWNS = ("Aldford", "Brackley", "Corbridge", "Dunster", "Evesham", "Frome", "Glastonbury", "Hexham")


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Eight articles, each on the bridge of one town."""
    folder = tmp_path / "corpus"
    for number, town in enumerate(TOWNS):
        write(folder / f"{number}.txt", f"The mayor of {town} opened the bridge on Monday. It cost {number} million.")
    return folder


@pytest.fixture
async def make_library(tmp_path: Path) -> AsyncIterator[Callable[..., Library]]:
    """Libraries on `tmp_path/data`, closed after the test."""
    made: list[Library] = []

    def make(corpus: Path, **given: object) -> Library:
        made.append(Library(corpus, tmp_path / "data", **{"today": lambda: TODAY} | given))  # type: ignore[arg-type]
        return made[-1]

    yield make
    for library in made:
        await library.close()


async def quotes(library: Library, text: str, server: int | None = None) -> list[str]:
    """What the library quotes to somebody who asks `text`."""
    answer = await library.ask(Question(text, TODAY, server=server))
    return [excerpt.text for excerpt in answer.excerpts]
