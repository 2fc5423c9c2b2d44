"""A new post in a chosen forum is answered from its title, once, and only where the archive has an answer."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bot.chat.alerts.forum_posts import ForumPosts
from tests.chat.admin.house import House
from tests.chat.world import seen


@pytest.fixture
async def forum(house: House) -> Any:
    """A forum that the Herald's admin has chosen."""
    herald = house.herald
    made = herald.guild.create_forum_channel("questions")
    card = seen(await herald.admin.slash(herald.channel, "settings forum", what="answer posts in", forum=made))
    assert f"New posts are answered in: <#{made.id}>" in card.markdown
    return made


async def post(house: House, forum: Any, title: str) -> list[Any]:
    """A member makes a post; returns what the bot has said in it."""
    channel = await make_post(house, forum, title)
    assert house.bot.user is not None
    return [one async for one in channel.history() if one.author.id == house.bot.user.id]


async def make_post(house: House, forum: Any, title: str) -> Any:
    backend = house.env.backend
    thread = backend.create_thread(forum.id, title, house.herald.member.id, broadcast=False)
    backend.announce_thread_create(thread)
    await house.env.settle()
    return house.bot.get_channel(thread.id)


async def test_a_post_is_answered_from_its_title_and_the_answer_can_be_followed_up(house: House, forum: Any) -> None:
    (answer,) = await post(house, forum, "Where did the Heron probe land?")
    card = seen(answer)
    assert "The Heron probe landed in the Orchard crater." in card.text
    assert "28 October 2020" in card.text
    assert "Not helpful" in card.buttons


@pytest.mark.parametrize("title", ["Who won the regatta of glass frogs?", "Hello", "🎉"])
async def test_where_the_archive_has_no_sure_answer_nothing_is_said(house: House, forum: Any, title: str) -> None:
    assert await post(house, forum, title) == []


async def test_other_forums_and_other_servers_are_left_alone(house: House, forum: Any) -> None:
    other = house.herald.guild.create_forum_channel("chatter")
    assert await post(house, other, "Where did the Heron probe land?") == []
    await house.herald.admin.slash(house.herald.channel, "settings forum", what="no longer in", forum=forum)
    assert await post(house, forum, "Where did the Heron probe land?") == []


async def test_the_author_says_not_helpful_and_the_bot_is_gone_others_do_not(house: House, forum: Any) -> None:
    (answer,) = await post(house, forum, "Where did the Heron probe land?")
    await house.herald.admin.click(answer, label="Not helpful")
    assert [one.id async for one in answer.channel.history() if one.id == answer.id]
    await house.herald.member.click(answer, label="Not helpful")
    assert not [one.id async for one in answer.channel.history() if one.id == answer.id]


async def test_of_two_processes_one_answers(house: House, forum: Any) -> None:
    channel = await make_post(house, forum, "Where did the Heron probe land?")
    cog = house.bot.get_cog("ForumPosts")
    before = len(house.env.http_requests)
    assert isinstance(cog, ForumPosts)
    await asyncio.gather(cog.on_thread_create(channel), cog.on_thread_create(channel))
    assert len(house.env.http_requests) == before
