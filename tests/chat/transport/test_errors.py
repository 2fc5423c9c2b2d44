"""What a member sees, and the log says, when something fails."""

from __future__ import annotations

import logging
import re
import sqlite3
from pathlib import Path

import discord
import pytest
import simcord

from bot.chat.setup import create_bot
from bot.chat.transport.errors import explained
from bot.errors import BusyError
from bot.library import Library
from bot.request import request_id
from bot.store.state import State
from tests.chat.world import World, seen, shown

HERON = "Where did the Heron probe land?"
QUESTION_WORDS = ("Heron", "probe", "moss")  # of the question, and the member's name


async def test_an_internal_error_gives_a_reference_that_is_also_in_the_log(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    ids: list[str] = []

    def note(_: logging.LogRecord) -> bool:
        ids.append(request_id())  # as the log's own formatters read it
        return True

    caplog.handler.addFilter(note)
    await world.services.library.close()  # as if the archive had gone from under the bot
    with caplog.at_level(logging.ERROR):
        card = seen(await world.member.slash(world.channel, "ask", question=HERON))
    found = re.search(r"If it happens again, give this reference to whoever runs the bot: ([0-9a-f]{8})", card.text)
    assert found is not None
    (record,) = caplog.records
    assert record.exc_info is not None
    assert found[1] == ids.pop()
    assert "Traceback" not in card.text


async def test_an_internal_error_in_talk_is_told_in_the_reply(world: World, caplog: pytest.LogCaptureFixture) -> None:
    await world.services.library.close()
    with caplog.at_level(logging.ERROR):
        await world.member.send(world.channel, f"{world.me} {HERON}")
    assert "Something went wrong here" in seen(next(world.answers())).text
    assert len(caplog.records) == 1


@pytest.mark.parametrize(("code", "status"), [(10062, 404), (50027, 401), (0, 500)])
async def test_an_expired_or_broken_interaction_is_one_line_in_the_log(
    world: World, caplog: pytest.LogCaptureFixture, code: int, status: int
) -> None:
    world.env.inject_error("POST", "/interactions/*/callback", status=status, code=code, times=None)
    with caplog.at_level(logging.INFO, logger="bot"):
        await world.member.slash(world.channel, "ask", question=HERON)
    warnings = [record for record in caplog.records if record.levelno > logging.INFO]
    assert len(warnings) == 1
    assert "/ask: not delivered" in caplog.text
    assert world.env.errors == []


async def test_an_answer_whose_place_is_gone_is_one_line_in_the_log(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    world.env.inject_error("PATCH", "/webhooks/*/messages/@original", status=404, code=10008, times=None)
    with caplog.at_level(logging.INFO, logger="bot"):
        await world.member.slash(world.channel, "ask", question=HERON)
    lines = [record.getMessage() for record in caplog.records if record.levelno > logging.INFO]
    assert lines == ["/ask: not delivered, the message is gone"]


async def test_a_locked_database_costs_the_buttons_but_not_the_answer(
    library: Library, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    state = await State.open(tmp_path / "locked", wait=0.05)
    async with simcord.run(create_bot(library, state, shard_count=1)) as env:
        world = World(env)
        await world.member.slash(world.channel, "ask", question=HERON)
        other = sqlite3.connect(tmp_path / "locked" / "state.db")
        other.execute("BEGIN IMMEDIATE")
        with caplog.at_level(logging.WARNING, logger="bot.chat"):
            result = await world.member.slash(world.channel, "ask", question=HERON)
        other.rollback()
        other.close()
        assert seen(result).quotes
        assert "the session of an answer could not be kept" in caplog.text
        assert all(button.startswith("Read") for button in seen(result).buttons), "no button that could not work"
    await state.close()


async def test_neither_questions_nor_names_are_in_the_log(world: World, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG, logger="bot"):
        result = await world.member.slash(world.channel, "ask", question=HERON)
        await world.member.send(world.channel, f"{world.me} {HERON}")
        await world.member.click(shown(result), label="More quotes")
        await world.member.slash(world.channel, "ask", question=HERON, since="bananas")
    assert not any(word in caplog.text for word in (*QUESTION_WORDS, "bananas"))


async def test_an_error_that_speaks_for_itself_is_shown_as_it_is_and_not_logged(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.DEBUG):
        reply = explained(BusyError("A reload is *running*: @everyone wait."), "x")
    assert reply is not None
    (text,) = [item for item in reply.view.walk_children() if isinstance(item, discord.ui.TextDisplay)]
    assert text.content == "A reload is \\*running\\*: \\@everyone wait."
    assert not caplog.records
