"""Watches, as a member meets them: asked for, told once a day, stopped; never what a member may not read."""

from __future__ import annotations

from datetime import date

from bot.chat.alerts.watch_view import watch_message
from bot.model import Article, Excerpt
from bot.store.alerts.watches import QUIET, Watch
from tests.chat.admin.house import House, Server
from tests.chat.alerts.conftest import watches_of
from tests.chat.world import Seen, seen
from tests.store.conftest import Clock

BRIDGE = " date 2025-06-14 The Halden bridge opens on Saturday with a brass band."
QUESTION = "When does the Halden bridge open?"


async def told(house: House) -> list[Seen]:
    """The messages of watches that the bot has sent."""
    await watches_of(house).match_new_articles()
    await watches_of(house).send_due()
    return [
        Seen((entry.json or {})["components"])
        for entry in house.env.http_requests
        if entry.method == "POST" and entry.path.endswith("/messages") and "New on" in str(entry.json)
    ]


async def arrives(house: House, server: Server | None, name: str, text: str) -> None:
    house.write(server, name, text)
    await house.reload()


async def test_watches_are_off_until_an_admin_turns_them_on(house: House) -> None:
    herald = house.herald
    card = seen(await herald.member.slash(herald.channel, "watch topic", question=QUESTION))
    assert "Watches are off here." in card.text
    settings = seen(await herald.admin.slash(herald.channel, "settings members", watches=True))
    assert "Members may: watch questions" in settings.text
    card = seen(await herald.member.slash(herald.channel, "watch topic", question=QUESTION))
    assert card.private
    assert "Watching “When does the Halden bridge open?”" in card.text
    assert "I send its words by direct message, at most once a day." in card.text
    listed = seen(await herald.member.slash(herald.channel, "watch list")).text
    assert listed.startswith("Your watches here")
    assert QUESTION in listed


async def test_a_watch_without_words_or_where_no_answers_are_wanted_is_refused(watching: House) -> None:
    herald = watching.herald
    refused = seen(await herald.member.slash(herald.channel, "watch topic", question="and the of"))
    assert "There is no word in this to look for." in refused.text
    await watching.services.state.servers.change(herald.id, channels=(herald.channel.id + 1,))
    refused = seen(await herald.member.slash(herald.channel, "watch topic", question=QUESTION, where="this channel"))
    assert "Here the server wants no answers; choose to be told by direct message." in refused.text


async def test_more_than_three_new_articles_are_counted() -> None:
    article = Article("b", "The bridge", "The Halden bridge opens.", "b.txt", date(2025, 6, 14))
    watch = Watch("w", 1, 2, None, QUESTION, paused=False, sent=0)
    made = watch_message(watch, [Excerpt(article, 0, 24, 1.0)] * 5)
    assert "2 more new articles: ask again to see them." in Seen(made.view.to_components()).text  # type: ignore[no-untyped-call]


async def test_a_new_article_that_answers_is_told_with_its_words_and_date(watching: House) -> None:
    herald = watching.herald
    await herald.member.slash(herald.channel, "watch topic", question=QUESTION)
    await arrives(watching, None, "ship.txt", " date 2025-06-13 A ship arrived in Tallinn with apples.")
    assert await told(watching) == []
    await arrives(watching, None, "bridge.txt", BRIDGE)
    (message,) = await told(watching)
    assert "The Halden bridge opens on Saturday with a brass band." in message.text
    assert "14 June 2025" in message.text
    assert message.buttons == ["Stop"]
    await watching.reload()
    assert len(await told(watching)) == 1, "an article is told once"


async def test_at_most_one_message_a_day_and_the_rest_the_next_day(watching: House, clock: Clock) -> None:
    herald = watching.herald
    await herald.member.slash(herald.channel, "watch topic", question=QUESTION)
    await arrives(watching, None, "bridge.txt", BRIDGE)
    assert len(await told(watching)) == 1
    again = " date 2025-06-15 After the storm the Halden bridge will open on Monday instead, the mayor said."
    await arrives(watching, None, "bridge2.txt", again)
    assert len(await told(watching)) == 1
    clock.seconds += QUIET
    messages = await told(watching)
    assert len(messages) == 2
    assert "on Monday instead" in messages[1].text


async def test_another_servers_article_is_told_to_nobody_else(watching: House) -> None:
    herald = watching.herald
    await herald.member.slash(herald.channel, "watch topic", question=QUESTION)
    await arrives(watching, watching.gazette, "bridge.txt", BRIDGE)
    assert await told(watching) == []
    await arrives(watching, herald, "bridge.txt", BRIDGE)
    assert len(await told(watching)) == 1


async def test_a_member_who_left_the_server_is_told_nothing(watching: House) -> None:
    herald = watching.herald
    await herald.member.slash(herald.channel, "watch topic", question=QUESTION)
    watching.env.inject_error("GET", f"/guilds/{herald.id}/members/*", status=404, code=10007)
    await arrives(watching, None, "bridge.txt", BRIDGE)
    assert await told(watching) == []
    assert await watching.services.state.watches.active() == []


async def test_a_closed_door_pauses_the_watch_and_a_broken_discord_is_tried_again(watching: House) -> None:
    herald = watching.herald
    await herald.member.slash(herald.channel, "watch topic", question=QUESTION)
    watching.env.inject_error("GET", f"/guilds/{herald.id}/members/*", status=400, code=0, times=1)
    await arrives(watching, None, "bridge.txt", BRIDGE)
    assert await told(watching) == []
    assert len(await told(watching)) == 1, "the next try works"


async def test_stop_pause_and_remove(watching: House) -> None:
    herald = watching.herald
    state = watching.services.state
    await herald.member.slash(herald.channel, "watch topic", question=QUESTION)
    (choice,) = await herald.member.autocomplete(herald.channel, "watch pause", "watch", "halden")
    assert await herald.admin.autocomplete(herald.channel, "watch pause", "watch", "") == []
    await herald.member.slash(herald.channel, "watch pause", watch=choice["value"])
    await arrives(watching, None, "bridge.txt", BRIDGE)
    assert await told(watching) == []
    stranger = seen(await herald.admin.slash(herald.channel, "watch remove", watch=choice["value"]))
    assert "no such watch" in stranger.text
    await herald.member.slash(herald.channel, "watch remove", watch=choice["value"])
    assert await state.watches.of(herald.id, herald.member.id) == []


async def test_a_watch_in_the_channel_names_its_member_there(watching: House) -> None:
    herald = watching.herald
    await herald.member.slash(herald.channel, "watch topic", question=QUESTION, where="this channel")
    await arrives(watching, None, "bridge.txt", BRIDGE)
    await told(watching)
    (message,) = [message for message in herald.channel.history() if "New on" in seen(message).text]
    assert f"<@{herald.member.id}>" in seen(message).markdown
    stopped = await herald.admin.click(message, label="Stop")
    assert "no such watch" in seen(stopped).text
    stopped = await herald.member.click(message, label="Stop")
    assert "The watch has ended." in seen(stopped).text


async def test_forget_me_ends_all_watches(watching: House) -> None:
    herald = watching.herald
    await herald.member.slash(herald.channel, "watch topic", question=QUESTION)
    await herald.member.slash(herald.channel, "forget-me")
    assert await watching.services.state.watches.active() == []


async def test_when_admins_turn_watches_off_nothing_is_reported(watching: House) -> None:
    herald = watching.herald
    await herald.member.slash(herald.channel, "watch topic", question=QUESTION)
    await herald.admin.slash(herald.channel, "settings members", watches=False)
    await arrives(watching, None, "bridge.txt", BRIDGE)
    assert await told(watching) == []


async def test_the_menu_under_an_answer_watches_its_question(watching: House) -> None:
    herald = watching.herald
    result = await herald.member.slash(herald.channel, "ask", question="Where did the Heron probe land?")
    card = seen(await herald.admin.select(result.response, ["watch"]))
    assert card.private
    (watch,) = await watching.services.state.watches.of(herald.id, herald.admin.id)
    assert watch.question == "Where did the Heron probe land?"


async def test_where_nothing_is_found_one_can_watch_for_it(watching: House) -> None:
    herald, gazette = watching.herald, watching.gazette
    result = await herald.member.slash(herald.channel, "ask", question=QUESTION)
    await herald.member.click(result.response, label="Watch")
    await arrives(watching, None, "bridge.txt", BRIDGE)
    assert len(await told(watching)) == 1
    other = await gazette.member.slash(gazette.channel, "ask", question="Who won the regatta of glass frogs?")
    assert "Watch" not in seen(other).buttons, "off there"
