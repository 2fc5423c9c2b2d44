"""Quotations shared as they were printed: out of a PDF, or out of the picture beside what an OCR program read."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from fpdf import FPDF

from bot.library import Library
from tests.articles.readers.newspaper import page_of_newspaper, write_scan
from tests.chat.conftest import TODAY
from tests.chat.members.pressing import ask
from tests.chat.world import World, choose, seen, shown

QUESTION = "Who pulled the rope of the fog bell?"


@pytest.fixture(params=[".pdf", ".xml"])
async def library(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Library]:
    """An archive of two printed pages."""
    folder = tmp_path / "corpus" / "courier"
    folder.mkdir(parents=True)
    page = folder / f"1931-05-03{request.param}"
    if page.suffix == ".pdf":
        page.write_bytes(page_of_newspaper(3))
    else:
        write_scan(page)
    (folder / "1931-05-10.pdf").write_bytes(_second_page())
    opened = Library(tmp_path / "corpus", tmp_path / "data", today=lambda: TODAY)
    await opened.open()
    yield opened
    await opened.close()


def _second_page() -> bytes:
    paper = FPDF(unit="pt", format=(600, 800))
    paper.add_page()
    paper.set_font("Times", size=9)
    paper.text(40, 120, "The rope of the fog bell was pulled by Sergeant Pell, who asked for silence.")
    return bytes(paper.output())


async def test_every_quote_has_the_clipping_of_its_page_with_its_words_as_alt_text_while_the_page_is_there(
    world: World, library: Library
) -> None:
    answer = await ask(world, QUESTION)
    assert "page 1" in seen(answer).text
    labels = {
        date: label for label in ("Clipping", "Clipping of quote 2") if (date := await _date(world, answer, label))
    }
    assert set(labels) == {"3 May 1931", "10 May 1931"}
    card = await choose(world.member, answer, labels["3 May 1931"])
    assert not seen(card).private
    (picture,) = shown(card).attachments
    assert picture.filename == "clipping.png"
    assert "pulled the rope herself" in _described(card)
    assert "3 May 1931, page 1" in seen(card).text
    next(library.corpus.rglob("1931-05-10.pdf")).unlink()
    gone = seen(await choose(world.member, answer, labels["10 May 1931"])).text
    assert "The printed page of this quotation is not in the corpus." in gone


def _described(card: Any) -> str:
    gallery = next(part for part in seen(card).components if part["type"] == 12)
    return str(gallery["items"][0]["description"])


async def _date(world: World, answer: Any, label: str) -> str:
    """The date of the clipping behind a choice of the answer's menu."""
    date, _, rest = _described(await choose(world.member, answer, label)).partition(", page 1: “")
    assert rest
    return date
