"""Asking by command, as a member does."""

from __future__ import annotations

from .world import World, seen


async def test_a_member_asks_and_reads_quote_title_and_date(world: World) -> None:
    result = await world.member.slash(world.channel, "ask", question="Where did the Heron probe land?")
    card = seen(result)
    print(card.markdown, card.buttons)
    assert "Where did the Heron probe land?" in card.text
