"""Watches and posts with discord.py's real client over real sockets: limits are kept, and nothing comes twice."""

from __future__ import annotations

from datetime import date

from bot.chat.admin.posts.delivery import PostDelivery
from bot.chat.alerts.watch_delivery import WatchDelivery
from bot.chat.bot import ClippingsBot
from bot.library import Library
from bot.model import Question
from bot.store.alerts.posts import PostKind, PostPlan
from bot.store.state import State
from tests.chat.world import Seen
from tests.reliability.discord_side import CUT, DiscordSide, until
from tests.reliability.test_sockets import HERON, QUOTE

SERVER, CHANNEL = 70, 71


async def test_what_discord_slows_down_refuses_or_cuts_arrives_once(
    bot: ClippingsBot, side: DiscordSide, state: State, library: Library
) -> None:
    await side.adds_the_bot(SERVER, CHANNEL)
    await until(lambda: bot.get_channel(CHANNEL))
    await state.servers.change(SERVER, watches=True)
    answer = await library.ask(Question(HERON, as_of=date(2022, 8, 25)))
    key = answer.excerpts[0].article.key
    posts = next(cog for cog in bot.cogs.values() if isinstance(cog, PostDelivery))
    watches = next(cog for cog in bot.cogs.values() if isinstance(cog, WatchDelivery))
    await state.posts.set(PostPlan(SERVER, PostKind.ARTICLES, CHANNEL))
    await state.posts.found([(None, key)], ("posts.seen", "9999-01-01T00:00:00+00:00"))
    side.trouble["messages"] = [429, 429, 500]
    assert await posts.post_due() == 1
    assert len(side.answers["channel"]) == 1
    watch = await state.watches.add(SERVER, 7, HERON, CHANNEL)
    await state.watches.found([(watch.id, key)], ("arrivals.seen", "9999-01-01T00:00:00+00:00"))
    side.trouble["messages"] = [429, CUT]
    sent = await watches.send_due()
    for _ in range(1 - sent):
        sent += await watches.send_due()
    (post, told) = side.answers["channel"]
    assert "Heron" in Seen(post["components"]).text
    assert QUOTE in Seen(told["components"]).text
    assert sent == 1
