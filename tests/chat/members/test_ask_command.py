"""Asking by command, as a member does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import simcord

from bot.chat.bot import ClippingsBot
from bot.chat.questions.rate_limit import RateLimit
from tests.chat.archive import ARTICLES, OTHER_SERVER
from tests.chat.world import World, seen

HERON = "Where did the Heron probe land?"


async def test_a_member_asks_and_reads_quote_title_date_and_source(world: World) -> None:
    card = seen(await world.member.slash(world.channel, "ask", question=HERON))
    assert HERON in card.text
    assert "The Heron probe landed on Titan" in card.quotes[0].text
    assert card.quotes[0].text in ARTICLES[0].text
    assert "4 March 2019 · The Orbit Herald\nHeron probe lands on Titan" in card.text
    assert not card.private


async def test_every_command_is_acknowledged_before_anything_else(world: World) -> None:
    await world.member.slash(world.channel, "ask", question=HERON)
    first = world.sent("POST", "/callback")[0]
    assert first["type"] == 5  # "thinking", which is also what shows that work is under way


async def test_nothing_that_is_sent_may_mention_anybody(world: World) -> None:
    await world.member.slash(world.channel, "ask", question=f"@everyone {world.admin.mention} Heron probe")
    assert world.sent("PATCH", "/@original")[-1]["allowed_mentions"] == {"parse": []}
    assert not any(message.mentions or message.mention_everyone for message in world.answers())


async def test_the_words_of_matches_are_bold(world: World) -> None:
    card = seen(await world.member.slash(world.channel, "ask", question="How high are the waves on the lake?"))
    quote = card.quotes[0]
    bold = "".join(char if place in quote.bold else " " for place, char in enumerate(quote.text)).split()
    assert {"Waves", "high", "lake"} <= set(bold)
    assert "cross" not in bold


async def test_dates_in_the_options_narrow_the_search(world: World) -> None:
    card = seen(
        await world.member.slash(world.channel, "ask", question="Heron probe Titan", since="2020", until="May 2020")
    )
    assert "2 May 2020" in card.text
    assert "March 2019" not in card.text
    assert "1 January to 31 May 2020" in card.text


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"since": "bananas"}, "I cannot read since “bananas” as a date"),
        ({"until": "5 o'clock"}, "I cannot read until"),
        ({"since": "2021", "until": "2019"}, "since is after until"),
        ({"question": " \n "}, "Ask me something"),
    ],
)
async def test_a_wrong_option_is_told_in_private(world: World, options: dict[str, str], sentence: str) -> None:
    card = seen(await world.member.slash(world.channel, "ask", **{"question": HERON, **options}))
    assert sentence in card.text
    assert card.private


async def test_source_and_order(world: World) -> None:
    card = seen(
        await world.member.slash(
            world.channel, "ask", question="Heron probe Titan", source="The Orbit Herald", sort="newest"
        )
    )
    assert card.text.index("28 October 2019") < card.text.index("4 March 2019")
    assert "Evening Ledger" not in card.text
    assert "newest first" in card.text
    choices = await world.member.autocomplete(world.channel, "ask", "source", "led", question="x")
    assert [choice["value"] for choice in choices] == ["Evening Ledger"]


async def test_a_private_answer_is_for_the_asker_alone(world: World) -> None:
    card = seen(await world.member.slash(world.channel, "ask", question=HERON, private=True))
    assert card.private
    assert "Share" in card.buttons


async def test_a_server_may_want_private_answers_and_fewer_excerpts(world: World) -> None:
    await world.services.state.servers.change(world.server.id, private=True, excerpts=1)
    card = seen(await world.member.slash(world.channel, "ask", question=HERON))
    assert card.private
    assert len(card.quotes) == 1


async def test_where_a_server_wants_no_answers_they_are_private(world: World) -> None:
    elsewhere = world.server.create_text_channel("archive")
    await world.services.state.servers.change(world.server.id, channels=(elsewhere.id,))
    assert seen(await world.member.slash(world.channel, "ask", question=HERON, private=False)).private
    assert not seen(await world.member.slash(elsewhere, "ask", question=HERON)).private


async def test_find_sources_takes_a_message_as_the_question_and_answers_in_private(world: World) -> None:
    message = await world.other.send(world.channel, "Didn't that Heron probe fall silent at some point?")
    card = seen(await world.member.context_menu(world.channel, "Find sources", message))
    assert card.private
    assert any("stopped answering" in quote.text or "fell silent" in quote.text for quote in card.quotes)


async def test_find_sources_of_an_empty_message_says_so(world: World) -> None:
    message = await world.other.send(world.channel, "", attachments=[("cat.png", b"x")])
    assert "Ask me something" in seen(await world.member.context_menu(world.channel, "Find sources", message)).text


async def test_commands_work_in_a_direct_message_on_the_shared_articles_only(world: World) -> None:
    await world.member.send_dm("hello")
    card = seen(await world.member.user.slash("ask", question="elderberry wine Heron party"))
    assert "elderberry" not in " ".join(quote.text for quote in card.quotes)


async def test_a_server_never_sees_what_belongs_to_another(world: World) -> None:
    for question in ("elderberry wine", "the other room's Heron party", "closed doors toasted bottles"):
        card = seen(await world.member.slash(world.channel, "ask", question=question))
        assert "elderberry" not in " ".join(quote.text for quote in card.quotes)
        assert "Private Circular" not in card.text
    stranger = world.env.create_guild("The other room", id=OTHER_SERVER)
    theirs = stranger.create_text_channel("ask")
    member = stranger.add_member(world.env.create_user("vintner"))
    card = seen(await member.slash(theirs, "ask", question="elderberry wine"))
    assert "elderberry wine" in card.quotes[0].text


async def test_help_says_what_can_be_asked_and_what_is_kept(world: World) -> None:
    card = seen(await world.member.slash(world.channel, "help"))
    assert card.private
    for word in ("/ask", "/article", "/latest", "/timeline", "/on-this-day", "Find sources"):
        assert word in card.text
    assert "8 articles, from 4 March 2019 to 20 August 2022" in card.text
    assert "nothing else of it is kept" in card.text
    await world.services.state.servers.change(world.server.id, keep_questions=True)
    assert "without names for 90 days" in seen(await world.member.slash(world.channel, "help")).text


async def test_commands_can_be_used_everywhere_and_speak_other_languages(world: World) -> None:
    told: list[dict[str, Any]] = world.sent("PUT", "/commands")[0]
    commands = {command["name"]: command for command in told}
    for name in ("ask", "article", "latest", "timeline", "on-this-day", "help", "Find sources"):
        assert commands[name]["contexts"] == [0, 1, 2]
        assert commands[name]["integration_types"] == [0, 1]
    assert commands["ask"]["description_localizations"]["de"].startswith("Eine Frage")
    assert commands["Find sources"]["name_localizations"]["fr"] == "Trouver des sources"


async def test_every_word_of_the_askers_commands_is_said_in_all_languages(world: World) -> None:
    told: list[dict[str, Any]] = world.sent("PUT", "/commands")[0]
    languages = {"de", "fr", "es-ES", "es-419"}
    for command in told:
        if not command.get("default_member_permissions"):  # an admin's
            options = command.get("options") or []
            choices = [choice for option in options for choice in option.get("choices") or []]
            for part in (command, *options, *choices):
                said = part.get("description_localizations") or part.get("name_localizations") or {}
                assert languages <= said.keys(), (command["name"], part["name"])


class Clock:
    """A clock that the test moves."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


async def test_a_member_who_asks_too_fast_is_told_how_long_to_wait(make_bot: Callable[..., ClippingsBot]) -> None:
    clock = Clock()
    async with simcord.run(make_bot(limit=RateLimit(questions=2, seconds=10), clock=clock)) as env:
        world = World(env)
        for _ in range(2):
            await world.member.slash(world.channel, "ask", question=HERON)
        refused = seen(await world.member.slash(world.channel, "ask", question=HERON))
        assert "Please wait 10 seconds." in refused.text
        assert refused.private
        await world.member.send(world.channel, f"{world.me} {HERON}")
        assert "Please wait 10 seconds." in seen(list(world.answers())[-1]).text, "however one asks"
        assert seen(await world.other.slash(world.channel, "ask", question=HERON)).quotes
        clock.seconds += 9.5
        assert "Please wait 1 second." in seen(await world.member.slash(world.channel, "ask", question=HERON)).text
        clock.seconds += 1
        assert seen(await world.member.slash(world.channel, "ask", question=HERON)).quotes
        clock.seconds -= 500  # the clock was set back: nobody waits for it to catch up
        assert seen(await world.member.slash(world.channel, "ask", question=HERON)).quotes


async def test_when_too_many_wait_the_next_is_told_so(make_bot: Callable[..., ClippingsBot]) -> None:
    async with simcord.run(make_bot(limit=RateLimit(queue=0))) as env:
        world = World(env)
        card = seen(await world.member.slash(world.channel, "ask", question=HERON))
        assert "try again in a minute" in card.text
        assert card.private


async def test_what_the_asker_wrote_is_not_live_either(world: World) -> None:
    hostile = "Heron <@123> [x](https://evil.example) ||a|| # b"
    card = seen(await world.member.slash(world.channel, "ask", question=hostile))
    assert card.texts[0].text.startswith(hostile)
    assert set(card.texts[0].live) <= {"heading", "subtext"}  # ours


async def test_a_member_who_looks_things_up_all_the_time_is_told_to_wait(make_bot: Callable[..., ClippingsBot]) -> None:
    async with simcord.run(make_bot(limit=RateLimit(questions=1))) as env:
        world = World(env)
        for _ in range(10):
            assert "That is a lot at once." not in seen(await world.member.slash(world.channel, "latest")).text
        refused = seen(await world.member.slash(world.channel, "latest"))
        assert refused.text.startswith("That is a lot at once. Please wait ")
        assert refused.private
        assert "That is a lot" not in seen(await world.other.slash(world.channel, "latest")).text
