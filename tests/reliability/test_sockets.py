"""The network at its worst, with discord.py's real client over real sockets: what reaches the member in the end."""

from __future__ import annotations

import asyncio
import logging
import socket
from unittest.mock import AsyncMock

import pytest
from discord.backoff import ExponentialBackoff
from discord.gateway import DiscordWebSocket
from yarl import URL

from bot.chat.bot import ClippingsBot
from tests.chat.world import Seen
from tests.reliability.discord_side import CUT, LOST, DiscordSide, until

HERON = "Where did the Heron probe land?"
QUOTE = "on Titan on Monday after a journey of seven years"


async def answer_to(side: DiscordSide, token: str) -> str:
    """All that the member reads once the bot's answer is there."""
    (card,) = await until(lambda: side.answers.get(token))
    return Seen(card["components"]).text


async def test_a_dropped_line_is_taken_up_where_it_broke(bot: ClippingsBot, side: DiscordSide) -> None:
    assert bot.is_connected()
    assert QUOTE in await answer_to(side, await side.asks(7, HERON))
    side.drops_the_line()
    await until(lambda: side.resumed and bot.is_connected())
    assert [(told["session_id"], told["seq"]) for told in side.resumed] == [("s", 2)]
    assert QUOTE in await answer_to(side, await side.asks(7, HERON))
    assert len(side.identified) == 1


async def test_a_session_that_discord_gave_up_is_begun_anew(
    bot: ClippingsBot, side: DiscordSide, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bot, "before_identify_hook", AsyncMock())  # a courtesy of five seconds to the real Discord
    await side.says_op(9, data=False)
    await until(lambda: len(side.identified) == 2 and bot.is_connected())
    assert QUOTE in await answer_to(side, await side.asks(7, HERON))
    assert side.syncs == 1


async def test_a_bot_that_waits_for_discord_to_come_back_still_leaves_at_once(
    bot: ClippingsBot, side: DiscordSide, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ExponentialBackoff, "delay", lambda _: 600.0)
    with socket.create_server(("127.0.0.1", 0)) as gone:
        nowhere = URL(f"http://127.0.0.1:{gone.getsockname()[1]}")
    monkeypatch.setattr(DiscordWebSocket, "DEFAULT_GATEWAY", nowhere)
    await side.says_op(9, data=False)
    await until(lambda: not bot.is_connected())
    assert len(side.identified) == 1, "and the fixture tells it to leave"


@pytest.mark.parametrize(
    "trouble",
    [
        {"@original": [CUT]},
        {"@original": [LOST, CUT]},
        {"callback": [CUT]},
        {"callback": [LOST]},
        {"callback": [CUT], "@original": [502]},
        {"@original": [500]},
        {"@original": [429, 429]},
    ],
    ids=str,
)
async def test_an_answer_arrives_through_cut_connections_and_a_discord_in_trouble(
    bot: ClippingsBot, side: DiscordSide, trouble: dict[str, list[int]]
) -> None:
    side.trouble = trouble
    token = await side.asks(7, HERON)
    await until(lambda: token in side.deferred)
    await until(lambda: not any(side.trouble.values()))
    assert QUOTE in Seen((await until(lambda: side.answers.get(token)))[-1]["components"]).text
    await until(lambda: not bot.inflight.count)
    assert all(QUOTE in Seen(card["components"]).text for card in side.answers[token]), "no word of a failure"


@pytest.mark.parametrize("trouble", [CUT, LOST])
async def test_a_reply_whose_connection_broke_is_posted_once(
    bot: ClippingsBot, side: DiscordSide, trouble: int
) -> None:
    side.trouble = {"messages": [trouble]}
    await side.says(7, HERON)
    await until(lambda: not side.trouble["messages"])
    await until(lambda: not bot.inflight.count)
    (card,) = side.answers["channel"]
    assert QUOTE in Seen(card["components"]).text


async def test_a_question_that_is_edited_before_its_answer_is_there_gets_the_answers_of_its_last_words(
    bot: ClippingsBot, side: DiscordSide
) -> None:
    side.may_post.clear()
    message = await side.says(7, HERON)
    await side.posting.wait()
    await side.thinks_better(message, "What has the Gale telescope seen?")
    await side.thinks_better(message, "Who sewed the parachute by hand?")
    await asyncio.sleep(0.1)
    side.may_post.set()
    await until(lambda: len(side.edits) == 2)
    assert QUOTE in Seen(side.answers["channel"][0]["components"]).text
    assert "planet without a star" in Seen(side.edits[0]["components"]).text
    assert "parachute" in Seen(side.edits[1]["components"]).text


async def test_a_discord_that_stays_in_trouble_is_one_line_in_the_log(
    bot: ClippingsBot, side: DiscordSide, caplog: pytest.LogCaptureFixture
) -> None:
    side.trouble = {"@original": [CUT] * 99, "callback": [CUT]}
    with caplog.at_level(logging.WARNING, logger="bot"):
        token = await side.asks(7, HERON)
        await until(lambda: token in side.deferred)
        await until(lambda: not bot.inflight.count)
    (line,) = caplog.messages
    assert line.startswith("/ask: not delivered, ")
