"""Posts: new articles, a digest, "on this day", where and when a server's admins want them, and nothing at first."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from bot.chat.admin.posts.delivery import SINGLE, PostDelivery
from bot.chat.admin.posts.view import LISTED
from bot.model import Verdict
from bot.store.alerts.posts import LEASE, REFUSED
from tests.chat.admin.house import House
from tests.chat.world import Seen, seen
from tests.store.conftest import Clock

BRIDGE = " date 2025-06-14 The Halden bridge opens on Saturday. A brass band plays."
MONDAY_NOON = datetime(2025, 6, 16, 12, tzinfo=UTC).timestamp()


def delivery_of(house: House) -> PostDelivery:
    return next(cog for cog in house.bot.cogs.values() if isinstance(cog, PostDelivery))


async def posted(house: House, channel: Any) -> list[Seen]:
    """What stands in the channel after the bot has looked for what is due, without what was there before."""
    before = {message.id for message in channel.history()}
    await delivery_of(house).note_new_articles()
    await delivery_of(house).post_due()
    return [seen(message) for message in channel.history() if message.id not in before]


async def turn_on(house: House, command: str, **options: Any) -> Seen:
    await delivery_of(house).note_new_articles()  # what was there before is no news
    return seen(await house.herald.admin.slash(house.herald.channel, f"posts {command}", **options))


async def test_nothing_is_posted_until_an_admin_wants_it_and_never_after_off(house: House) -> None:
    herald = house.herald
    shown = seen(await herald.admin.slash(herald.channel, "posts list"))
    assert "Nothing is posted by itself here." in shown.text
    await delivery_of(house).note_new_articles()
    house.write(None, "bridge.txt", BRIDGE)
    await house.reload()
    assert await posted(house, herald.channel) == []
    await turn_on(house, "articles", channel=herald.channel)
    listed = seen(await herald.admin.slash(herald.channel, "posts off", what="articles"))
    assert "Nothing is posted by itself here." in listed.text
    log = seen(await herald.admin.slash(herald.channel, "corpus log")).text
    assert "posts off" in log
    assert "articles: as they come in" in log
    house.write(None, "bridge2.txt", BRIDGE + " It is new.")
    await house.reload()
    assert await posted(house, herald.channel) == []


async def test_each_new_article_is_posted_once_and_many_at_once_as_a_list(house: House) -> None:
    herald = house.herald
    card = await turn_on(house, "articles", channel=herald.channel)
    assert "articles · as they come in" in card.text
    house.write(herald, "bridge.txt", BRIDGE)
    house.write(house.gazette, "secret.txt", " date 2025-06-14 The Gazette keeps a secret of its own.")
    await house.reload()
    (message,) = await posted(house, herald.channel)
    assert "The Halden bridge opens on Saturday." in message.text
    assert "14 June 2025" in message.text
    assert await posted(house, herald.channel) == []
    for number in range(SINGLE + 1):
        house.write(None, f"ship{number}.txt", f" date 2025-06-1{number} Ship number {number} came in with apples.")
    await house.reload()
    (message,) = await posted(house, herald.channel)
    assert message.text.startswith("New articles")
    assert all(f"Ship number {number}" in message.text for number in range(SINGLE + 1))


async def test_a_list_every_hour_waits_for_the_hour(house: House, clock: Clock) -> None:
    herald = house.herald
    card = await turn_on(house, "articles", channel=herald.channel, every="a list every hour")
    assert "articles · a list every hour" in card.text
    house.write(None, "bridge.txt", BRIDGE)
    await house.reload()
    assert await posted(house, herald.channel) == []
    clock.seconds += 3600
    (message,) = await posted(house, herald.channel)
    assert "New articles" in message.text
    assert await posted(house, herald.channel) == []


async def test_on_this_day_comes_every_morning_in_the_servers_time_zone(house: House, clock: Clock) -> None:
    herald = house.herald
    clock.seconds = datetime(2025, 7, 9, 3, 59, tzinfo=UTC).timestamp()
    card = await turn_on(house, "on-this-day", channel=herald.channel, hour=6, zone="Europe/Paris")
    assert "every day at 6:00, Europe/Paris" in card.text
    assert await posted(house, herald.channel) == []
    clock.seconds += 60
    (message,) = await posted(house, herald.channel)
    assert "On 9 July, in other years" in message.text
    assert "ferry" in message.text
    assert await posted(house, herald.channel) == []
    clock.pass_days(1)
    assert await posted(house, herald.channel) == [], "nothing was printed on 10 July"
    clock.pass_days(364)
    assert len(await posted(house, herald.channel)) == 1


async def test_a_zone_that_is_none_is_refused_and_zones_are_offered(house: House) -> None:
    herald = house.herald
    for zone in ("Europe/Atlantis", "../etc/passwd", "Europe"):
        card = await turn_on(house, "digest", channel=herald.channel, zone=zone)
        assert "There is no such time zone." in card.text
    offered = await herald.admin.autocomplete(herald.channel, "posts digest", "zone", "new york")
    assert [choice["value"] for choice in offered] == ["America/New_York"]
    other = await turn_on(house, "articles", channel=herald.guild.create_voice_channel("hall"))
    assert "Choose a text channel, an announcement channel or a forum of this server." in other.text


async def test_a_digest_says_what_was_new_and_what_was_asked_most_and_found(house: House, clock: Clock) -> None:
    herald, state = house.herald, house.services.state
    clock.seconds = MONDAY_NOON - 3600
    await state.servers.change(herald.id, keep_questions=True)
    card = await turn_on(house, "digest", channel=herald.channel, day="Monday", hour=12, zone="UTC")
    assert "Monday at 12:00, UTC" in card.text
    for user in (1, 2):
        await state.questions.keep(herald.id, user, "Where did the Heron land?", Verdict.ANSWERED)
        await state.questions.keep(herald.id, user, "Who stole the regatta cup?", Verdict.NOTHING)
    await state.questions.keep(herald.id, 3, "Where does my neighbour live?", Verdict.ANSWERED)
    house.write(None, "bridge.txt", BRIDGE)
    await house.reload()
    assert await posted(house, herald.channel) == []
    clock.seconds += 3600
    (message,) = await posted(house, herald.channel)
    assert "This week in the archive" in message.text
    assert "1 new article" in message.text
    assert "Asked most, and found" in message.text
    assert "Where did the Heron land? · 2×" in message.text
    assert "regatta" not in message.text
    assert "neighbour" not in message.text, "asked once: nobody else's business"
    clock.pass_days(7)
    assert await posted(house, herald.channel) == [], "a week without news"


async def test_a_forum_gets_posts_and_an_announcement_channel_is_crossposted(house: House) -> None:
    herald = house.herald
    forum = herald.guild.create_forum_channel("news")
    await turn_on(house, "articles", channel=forum)
    house.write(None, "bridge.txt", BRIDGE)
    await house.reload()
    await posted(house, herald.channel)
    (made,) = [entry for entry in house.env.http_requests if entry.path == f"/channels/{forum.id}/threads"]
    assert "Halden bridge" in (made.json or {})["name"]
    news = herald.guild.create_news_channel("announcements")
    await turn_on(house, "articles", channel=news)
    house.write(None, "ship.txt", " date 2025-06-13 A ship arrived in Tallinn with apples.")
    await house.reload()
    (message,) = await posted(house, news)
    assert "A ship arrived in Tallinn" in message.text
    assert any(entry.path.endswith("/crosspost") for entry in house.env.http_requests)


async def test_what_discord_refuses_is_told_and_what_breaks_is_tried_again(house: House, clock: Clock) -> None:
    herald = house.herald
    await turn_on(house, "articles", channel=herald.channel)
    house.write(None, "bridge.txt", BRIDGE)
    await house.reload()
    path = f"/channels/{herald.channel.id}/messages"
    house.env.inject_error("POST", path, status=403, code=50013)
    assert await posted(house, herald.channel) == []
    listed = seen(await herald.admin.slash(herald.channel, "posts list")).text
    assert "Discord took no message there: let me see the channel and write in it." in listed
    assert await posted(house, herald.channel) == [], "Discord is not asked again and again"
    clock.seconds += REFUSED
    assert len(await posted(house, herald.channel)) == 1
    house.write(None, "ship.txt", " date 2025-06-13 A ship arrived in Tallinn with apples.")
    await house.reload()
    house.env.inject_error("POST", path, status=429, times=None)
    assert await posted(house, herald.channel) == []
    house.env.backend.faults.clear()
    assert await posted(house, herald.channel) == [], "claimed until the lease ends"
    clock.seconds += LEASE
    assert len(await posted(house, herald.channel)) == 1


async def test_a_channel_that_is_gone_ends_its_posts(house: House) -> None:
    herald = house.herald
    await turn_on(house, "articles", channel=herald.channel)
    house.write(None, "bridge.txt", BRIDGE)
    await house.reload()
    house.env.inject_error("POST", f"/channels/{herald.channel.id}/messages", status=404, code=10003)
    assert await posted(house, herald.channel) == []
    assert await house.services.state.posts.of(herald.id) == []


async def test_a_list_names_how_many_are_not_on_it(house: House) -> None:
    herald = house.herald
    card = await turn_on(house, "articles", channel=herald.channel)
    assert "### Posts" in card.markdown
    for number in range(LISTED + 2):
        house.write(
            None, f"ship{number}.txt", f" date 2025-06-1{number % 10} Ship number {number} came in with apples."
        )
    await house.reload()
    (message,) = await posted(house, herald.channel)
    assert "2 more: see /latest." in message.text
