"""An archive in German, asked by a member whose Discord is in French."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.library import Library
from tests.chat.world import World, seen
from tests.questions.archives import TODAY, write_articles


@pytest.fixture
async def library(tmp_path: Path) -> AsyncIterator[Library]:
    write_articles("german", tmp_path / "corpus")
    opened = Library(tmp_path / "corpus", tmp_path / "data", language="german", today=lambda: TODAY)
    await opened.open()
    yield opened
    await opened.close()


async def test_the_date_is_in_the_members_language_and_the_quote_word_by_word(
    simcord_bot: Any, monkeypatch: pytest.MonkeyPatch, world: World
) -> None:
    parse = simcord_bot._connection.parse_interaction_create
    monkeypatch.setitem(
        simcord_bot._connection.parsers, "INTERACTION_CREATE", lambda data: parse({**data, "locale": "fr"})
    )
    asked = "Wer ist die Wärterin des Leuchtturmmuseums im Mai 2014?"
    card = seen(await world.member.slash(world.channel, "ask", question=asked, private=True))
    quote = card.text.replace("*", "")
    assert "2 mai 2014" in quote
    assert "Die Wärterin Martha Seltsam zündete die Lampe an, die seit 1974 nicht mehr gebrannt hatte." in quote
    assert "1er mai 2014 – 31 mai 2014" in quote
    assert "Lire, 2 mai 2014" in card.buttons
