"""A bot that leaves takes on nothing new; one whose state is away says so instead of being silent."""

from __future__ import annotations

from bot.store.state import State
from tests.chat.world import World, seen


async def test_a_bot_that_leaves_takes_on_no_new_question(world: World) -> None:
    world.bot.inflight.close()
    card = seen(await world.member.slash(world.channel, "ask", question="Where did the Heron probe land?"))
    assert (card.text, card.private) == ("I am being restarted. Please try again in a minute.", True)
    before = len(world.channel.history())
    await world.member.send(world.channel, f"{world.me} Where did the Heron probe land?")
    assert len(world.channel.history()) == before + 1, "a mention is left to the next start"


async def test_a_mention_is_answered_with_a_sentence_when_the_settings_cannot_be_read(
    world: World, state: State
) -> None:
    await state.close()
    await world.member.send(world.channel, f"{world.me} Where did the Heron probe land?")
    said = " ".join(seen(message).text for message in world.channel.history() if message.author.bot)
    assert "The settings of this server cannot be read. Try again in a moment." in said
