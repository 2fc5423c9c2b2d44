"""Discuss: a thread under an answer, for servers that allow it."""

from __future__ import annotations

from typing import Any

import pytest
from simcord.components import walk_components

from tests.chat.admin.house import House
from tests.chat.world import seen

QUESTION = "Where did the Heron probe land?"


@pytest.fixture
async def talking(house: House) -> House:
    await house.herald.admin.slash(house.herald.channel, "settings members", discuss=True)
    return house


def choices(message: Any) -> list[str]:
    return [option["value"] for part in seen(message).components if part["type"] == 3 for option in part["options"]]


async def test_a_thread_is_opened_and_a_reply_in_it_follows_the_answer_up(talking: House) -> None:
    herald = talking.herald
    result = await herald.member.slash(herald.channel, "ask", question=QUESTION)
    assert "Discuss" in seen(result).choices
    card = seen(await herald.admin.select(result.response, ["discuss"]))
    assert card.private
    (thread,) = herald.channel.threads
    assert card.markdown == f"Opened <#{thread.id}>."
    assert thread.name == QUESTION
    (first,) = thread.history()
    assert "Reply to this message, or mention me" in seen(first).text
    await herald.admin.send(thread, "Who cheered when it landed?", reply_to=first)
    assert "Mission control in Tallinn cheered." in seen(thread.history()[-1]).text
    talking.env.inject_error("POST", "/channels/*/messages/*/threads", status=400, code=160004)
    again = seen(await herald.member.select(result.response, ["discuss"]))
    assert "There is a thread under this answer already." in again.text


async def test_it_is_off_until_an_admin_turns_it_on(house: House) -> None:
    gazette = house.gazette
    result = await gazette.member.slash(gazette.channel, "ask", question=QUESTION)
    assert "discuss" not in choices(result)


async def test_a_private_answer_has_no_thread(talking: House) -> None:
    herald = talking.herald
    result = await herald.member.slash(herald.channel, "ask", question=QUESTION, private=True)
    assert "discuss" not in choices(result)
    stored = talking.env.backend.get_message(herald.channel.id, result.response.id)
    menu = next(part for part in walk_components(stored.components) if part["type"] == 3)
    menu["options"].append({"label": "Discuss", "value": "discuss"})  # as a hostile client would send it
    card = seen(await herald.member.select(result.response, ["discuss"]))
    assert card.text == "A thread can be opened only under an answer that all see, and not inside a thread."


async def test_where_the_bot_may_not_open_threads_it_says_so(talking: House) -> None:
    herald = talking.herald
    result = await herald.member.slash(herald.channel, "ask", question=QUESTION)
    talking.env.inject_error("POST", "/channels/*/messages/*/threads", status=403, code=50013)
    card = seen(await herald.member.select(result.response, ["discuss"]))
    assert "I may not open threads" in card.text
