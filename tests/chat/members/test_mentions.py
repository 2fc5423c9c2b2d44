"""Asking by talking: mentions, replies, direct messages, edits; and silence otherwise."""

from __future__ import annotations

import logging
from typing import Any

import discord
import pytest

from bot.chat.questions.sessions import Sessions
from bot.store.state import State
from tests.chat.archive import ARTICLES
from tests.chat.world import Seen, World, seen

HERON = "Where did the Heron probe land?"


def last(world: World) -> tuple[discord.Message, Seen]:
    message = list(world.answers())[-1]
    return message, seen(message)


async def test_a_mention_is_answered_with_a_reply_that_pings_nobody(world: World) -> None:
    asked = await world.member.send(world.channel, f"{world.me} {HERON}")
    answer, card = last(world)
    assert answer.reference is not None
    assert answer.reference.message_id == asked.id
    assert card.quotes[0].text in ARTICLES[0].text
    assert world.me not in card.markdown
    body = world.sent("POST", "/messages")[-1]
    assert body["allowed_mentions"]["parse"] == []
    assert not body["allowed_mentions"].get("replied_user")


async def test_typing_shows_while_it_works(world: World) -> None:
    await world.member.send(world.channel, f"{world.me} {HERON}")
    paths = [request.path for request in world.env.http_requests if request.method == "POST"]
    assert any(path.endswith("/typing") for path in paths)
    assert paths[-1].endswith("/messages")


async def test_it_is_silent_unless_asked(world: World) -> None:
    await world.member.send(world.channel, HERON)
    await world.member.send(world.channel, f"{world.other.mention} {HERON}")
    await world.member.send(world.channel, "@everyone Heron?")
    colleague = world.server.add_member(world.env.create_user("robot", bot=True))
    await colleague.send(world.channel, f"{world.me} {HERON}")
    assert not list(world.answers())


async def test_a_server_can_turn_mentions_off(world: World) -> None:
    await world.services.state.servers.change(world.server.id, mentions=False)
    await world.member.send(world.channel, f"{world.me} {HERON}")
    assert not list(world.answers())


async def test_where_the_server_wants_no_answers_it_says_where(world: World) -> None:
    await world.services.state.servers.change(world.server.id, channels=(world.channel.id,))
    elsewhere = world.server.create_text_channel("chat")
    await world.member.send(elsewhere, f"{world.me} {HERON}")
    assert "Ask me in #ask." in seen(elsewhere.history()[-1]).text
    await world.member.send(world.channel, f"{world.me} {HERON}")
    assert last(world)[1].quotes


async def test_a_bare_mention_is_told_how_to_ask(world: World) -> None:
    await world.member.send(world.channel, world.me)
    assert "Ask me something" in last(world)[1].text


async def test_a_reply_to_an_answer_goes_on_from_it(world: World) -> None:
    await world.member.send(world.channel, f"{world.me} Where did the Heron probe land?")
    answer, _ = last(world)
    await world.other.send(world.channel, "When did it fall silent?", reply_to=answer)
    _, card = last(world)
    assert "Understood as" in card.text
    assert "Heron" in card.texts[0].text


async def test_a_mention_a_moment_later_goes_on_from_the_members_own_talk_only(world: World) -> None:
    await world.member.send(world.channel, f"{world.me} Where did the Heron probe land?")
    await world.other.send(world.channel, f"{world.me} When did it fall silent?")
    assert "Understood as" not in last(world)[1].text
    await world.member.send(world.channel, f"{world.me} When did it fall silent?")
    assert "Understood as" in last(world)[1].text


async def test_what_was_asked_in_private_is_not_taken_up_aloud(world: World) -> None:
    await world.member.slash(world.channel, "ask", question="Where did the Heron probe land?", private=True)
    await world.member.send(world.channel, f"{world.me} When did it fall silent?")
    assert "Understood as" not in last(world)[1].text


async def test_a_direct_message_needs_no_mention_and_sees_shared_articles_only(world: World) -> None:
    await world.member.send_dm(HERON)
    channel = world.member.user.dm_channel
    assert channel is not None
    assert "landed on Titan" in seen(channel.history()[-1]).quotes[0].text
    await world.member.send_dm("When did it fall silent?")
    assert "Understood as" in seen(channel.history()[-1]).text
    await world.member.send_dm("elderberry wine party")
    assert "elderberry wine, behind" not in seen(channel.history()[-1]).text


async def test_an_edited_question_changes_its_answer(world: World) -> None:
    asked = await world.member.send(world.channel, f"{world.me} Where did the Heron probe land?")
    answer, _ = last(world)
    await world.env.advance_time(60)
    await world.member.edit(asked, f"{world.me} What has the Gale telescope found?")
    again, card = last(world)
    assert again.id == answer.id
    assert len(list(world.answers())) == 1
    assert "planet without a star" in card.text


async def test_an_edit_after_five_minutes_changes_nothing(world: World) -> None:
    asked = await world.member.send(world.channel, f"{world.me} Where did the Heron probe land?")
    before = last(world)[1].markdown
    await world.env.advance_time(301)
    await world.member.edit(asked, f"{world.me} What has the Gale telescope found?")
    assert last(world)[1].markdown == before


async def test_a_question_that_is_deleted_meanwhile_costs_nothing(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    world.env.inject_error("POST", "/channels/*/messages", status=404, code=10008, message="Unknown Message")
    with caplog.at_level(logging.WARNING):
        await world.member.send(world.channel, f"{world.me} {HERON}")
    assert [record.getMessage() for record in caplog.records] == ["a reply: not delivered, the message is gone"]
    assert world.env.errors == []


async def test_without_permission_to_post_nothing_is_searched(world: World, caplog: pytest.LogCaptureFixture) -> None:
    me = world.bot.user
    assert me is not None
    silence: dict[Any, discord.PermissionOverwrite] = {me: discord.PermissionOverwrite(send_messages=False)}
    quiet = world.server.create_text_channel("quiet", overwrites=silence)
    with caplog.at_level(logging.WARNING):
        await world.member.send(quiet, f"{world.me} {HERON}")
    assert len(caplog.records) == 1
    assert "no permission to post" in caplog.text
    assert not world.sent("POST", "/messages")


async def test_it_answers_in_threads(world: World) -> None:
    channel = world.bot.get_channel(world.channel.id)
    assert isinstance(channel, discord.TextChannel)
    await channel.create_thread(name="about Heron", type=discord.ChannelType.public_thread)
    (thread,) = world.channel.threads
    await world.services.state.servers.change(world.server.id, channels=(world.channel.id,))
    await world.member.send(thread, f"{world.me} {HERON}")
    assert seen(thread.history()[-1]).quotes


async def test_a_reply_whose_words_discord_withholds_is_answered_with_what_to_do(world: World) -> None:
    await world.member.send(world.channel, f"{world.me} {HERON}")
    answer, _ = last(world)
    await world.member.send(world.channel, world.me, reply_to=answer)
    _, card = last(world)
    assert "Discord does not show me the words of a reply to this answer." in card.text
    assert "Press Follow up" in card.text


async def test_a_reply_finds_its_session_by_the_message_or_by_the_buttons_of_older_answers(
    world: World, state: State
) -> None:
    await world.member.send(world.channel, f"{world.me} What has the Gale telescope found?")
    answer, _ = last(world)
    sessions = Sessions(state.memory)
    assert await sessions.of_message(answer.id) is not None
    await state.memory.drop("answer", str(answer.id))  # as for an answer of a version before
    await world.other.send(world.channel, f"{world.me} How heavy is it?", reply_to=answer)
    _, card = last(world)
    assert "Understood as" in card.text
    assert "Gale" in card.text
