"""What members and admins are told in Discord when Milvus is away."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.library import Library
from bot.search.milvus import engine as milvus_engine
from tests.chat.admin.conftest import TODAY, clock, corpus, house, own_files, private_hosts, simcord_bot, state
from tests.chat.admin.house import House
from tests.chat.world import seen
from tests.search.engines.conftest import address
from tests.search.engines.server import MilvusServer

__all__ = ["clock", "corpus", "house", "own_files", "private_hosts", "simcord_bot", "state"]


@pytest.fixture
async def library(
    tmp_path: Path,
    corpus: Path,
    mortal: MilvusServer,
    monkeypatch: pytest.MonkeyPatch,
) -> AsyncIterator[Library]:
    monkeypatch.setattr(milvus_engine, "ASKING", 0.3)
    opened = Library(corpus, tmp_path / "data", today=lambda: TODAY, engine=address(mortal))
    await opened.open()
    yield opened
    await opened.close()


async def test_a_member_is_told_in_a_sentence_and_the_next_question_is_answered(
    house: House,
    mortal: MilvusServer,
) -> None:
    server = house.herald
    await asyncio.to_thread(mortal.kill)
    card = await house.ask(server, server.member, "Where did the Heron probe land?")
    assert "cannot be reached just now; nothing is lost" in card.text
    await asyncio.to_thread(mortal.start)
    answer = await house.ask(server, server.member, "Where did the Heron probe land?")
    assert any("Orchard crater" in quote.text for quote in answer.quotes)
    status = seen(await server.admin.slash(server.channel, "corpus status")).text
    assert "4 articles in 4 passages" in status
