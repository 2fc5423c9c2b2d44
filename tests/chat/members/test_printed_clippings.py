"""A quotation from a PDF, shared as it was printed."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.library import Library
from tests.articles.readers.newspaper import page_of_newspaper
from tests.chat.conftest import TODAY
from tests.chat.members.pressing import ask
from tests.chat.world import World, choose, seen, shown


@pytest.fixture
async def library(tmp_path: Path) -> AsyncIterator[Library]:
    """An archive of one printed page."""
    folder = tmp_path / "corpus" / "courier"
    folder.mkdir(parents=True)
    (folder / "1931-05-03.pdf").write_bytes(page_of_newspaper(3))
    opened = Library(tmp_path / "corpus", tmp_path / "data", today=lambda: TODAY)
    await opened.open()
    yield opened
    await opened.close()


async def test_the_clipping_is_the_printed_page_around_the_quote_with_its_words_as_alt_text(world: World) -> None:
    answer = await ask(world, "Who pulled the rope of the fog bell?")
    assert "page 1" in seen(answer).text
    card = seen(await choose(world.member, answer, "Clipping"))
    assert not card.private
    (picture,) = shown(await choose(world.member, answer, "Clipping")).attachments
    assert picture.filename == "clipping.png"
    gallery = next(part for part in card.components if part["type"] == 12)
    description = gallery["items"][0]["description"]
    assert description.startswith("3 May 1931, page 1: “")
    assert "pulled the rope herself" in description
    assert "3 May 1931, page 1" in card.text


async def test_a_page_that_is_gone_is_one_sentence(world: World, library: Library) -> None:
    answer = await ask(world, "Who pulled the rope of the fog bell?")
    next(library.corpus.rglob("*.pdf")).unlink()
    assert (
        "The PDF of this quotation is not there any more." in seen(await choose(world.member, answer, "Clipping")).text
    )
