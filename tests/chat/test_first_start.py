"""The first start, with an empty folder: what members and admins are told, and what to do next."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.library import Library
from tests.chat.world import World, seen

EMPTY = "There are no articles here yet. Admins add some with /corpus add."


@pytest.fixture
async def library(tmp_path: Path) -> AsyncIterator[Library]:
    """An archive without articles."""
    (tmp_path / "corpus").mkdir()
    opened = Library(tmp_path / "corpus", tmp_path / "data")
    await opened.open()
    yield opened
    await opened.close()


async def test_a_member_is_told_that_there_is_nothing_yet_and_who_can_change_that(world: World) -> None:
    asked = seen(await world.member.slash(world.channel, "ask", question="When did Webb launch?"))
    assert EMPTY in asked.text
    assert "0 articles" not in asked.text
    assert EMPTY in seen(await world.member.slash(world.channel, "latest")).text
