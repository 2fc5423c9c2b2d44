"""A bot that follows an index which another process makes: it answers, and says who reloads."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.library import Library
from tests.chat.admin.conftest import TODAY
from tests.chat.admin.house import House
from tests.chat.world import seen


@pytest.fixture
async def library(tmp_path: Path, corpus: Path) -> AsyncIterator[Library]:
    indexer = Library(corpus, tmp_path / "data", today=lambda: TODAY)
    await indexer.open()
    await indexer.close()
    opened = Library(corpus, tmp_path / "data", today=lambda: TODAY, follows=True)
    await opened.open()
    yield opened
    await opened.close()


async def test_it_answers_and_tells_an_admin_that_another_process_reloads(house: House) -> None:
    server = house.herald
    answer = await house.ask(server, server.member, "Where did the Heron probe land?")
    assert any("Orchard crater" in quote.text for quote in answer.quotes)
    (house.corpus / "comet.txt").write_text(" date 2024-05-06 Comet Pelikan will pass the Earth in August.")
    card = seen(await server.admin.slash(server.channel, "corpus reload"))
    assert "another process" in card.text
    assert "4 articles" in seen(await server.admin.slash(server.channel, "corpus status")).text


async def test_its_files_are_not_looked_at_and_not_changed(house: House) -> None:
    server = house.herald
    before = house.files()
    for command, given in (("corpus export", {}), ("corpus remove", {"file": "heron.txt"})):
        card = seen(await server.admin.slash(server.channel, command, **given))
        assert "change its articles there" in card.text, command
    assert house.files() == before


async def test_its_autocompletes_offer_nothing_and_fail_at_no_keystroke(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    server = house.herald
    for name in ("corpus remove", "corpus restore"):
        assert await server.admin.autocomplete(server.channel, name, "file", "her") == []
    assert "failed" not in caplog.text
