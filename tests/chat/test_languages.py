"""Members are answered in their own language, channels in the server's."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from bot.chat.questions.rate_limit import RateLimitedError
from bot.chat.text.date_options import DateOptionError
from bot.chat.text.redaction import sentence
from bot.chat.transport.languages import Languages
from bot.language.figures import say_list, say_number
from bot.language.interface import CATALOGS, LANGUAGES, catalog, language, speaking, translated
from bot.store.state import State
from tests.chat.world import World, seen

DAY = date(2019, 3, 4)
HERON = "Where did the Heron probe land?"


@pytest.fixture
def in_discord(simcord_bot: Any, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Sets the language of the members' Discord, and of the server's settings there; SimCord knows American alone."""
    spoken = {"locale": "en-US", "guild_locale": "en-US"}
    parse = simcord_bot._connection.parse_interaction_create

    def parsed(data: dict[str, Any]) -> None:
        parse({**data, **spoken})

    monkeypatch.setitem(simcord_bot._connection.parsers, "INTERACTION_CREATE", parsed)
    return lambda **given: spoken.update(given)


async def test_a_public_answer_is_in_the_servers_language_and_a_private_one_in_the_members(
    in_discord: Callable[..., None], world: World
) -> None:
    in_discord(locale="de")
    public = seen(await world.member.slash(world.channel, "ask", question=HERON))
    private = seen(await world.member.slash(world.channel, "ask", question=HERON, private=True))
    assert "Follow up" in public.buttons
    assert "Read, 4 March 2019" in public.buttons
    assert "Nachfragen" in private.buttons
    assert "Lesen, 4. März 2019" in private.buttons
    assert "Artikel von" in private.text
    await world.services.state.servers.change(world.server.id, language="de")
    in_discord(locale="en-GB")
    public = seen(await world.member.slash(world.channel, "ask", question=HERON))
    assert "Nachfragen" in public.buttons
    private = seen(await world.member.slash(world.channel, "ask", question=HERON, private=True))
    assert "Follow up" in private.buttons
    assert language() == "en", "it counts for one interaction alone"


async def test_a_press_on_a_public_answer_keeps_its_language_and_errors_are_in_the_members(
    in_discord: Callable[..., None], world: World
) -> None:
    await world.services.state.servers.change(world.server.id, language="de")
    result = await world.member.slash(world.channel, "ask", question=HERON)
    in_discord(locale="en-US")
    refused = seen(await world.member.slash(world.channel, "ask", question="  "))
    assert "Ask me something" in refused.text
    in_discord(locale="de")
    assert "Frag mich etwas" in seen(await world.member.slash(world.channel, "ask", question="  ")).text
    assert "Nachfragen" in seen(result).buttons


async def test_a_mention_is_answered_in_the_servers_language(world: World) -> None:
    await world.services.state.servers.change(world.server.id, language="de")
    await world.member.send(world.channel, f"{world.me} {HERON}")
    assert "Nachfragen" in seen(next(world.answers())).buttons


def test_a_language_that_has_no_word_for_it_says_it_in_english() -> None:
    assert {path.stem for path in CATALOGS.glob("*.po")} == LANGUAGES.keys() - {"en"}
    assert translated("no such sentence", "de") == "no such sentence"
    assert catalog("fr").ngettext("{count} x", "{count} xs", 2) == "{count} xs"


async def test_commands_describe_themselves_in_each_language_and_keep_their_names(world: World) -> None:
    (commands,) = world.sent("PUT", "/commands")
    ask = next(command for command in commands if command["name"] == "ask")
    assert ask["description_localizations"]["de"] == "Eine Frage mit datierten Zitaten aus dem Archiv beantworten"
    assert ask["description_localizations"]["pt-BR"].startswith("Responder a uma pergunta")
    assert not ask.get("name_localizations")
    message = next(command for command in commands if command["name"] == "Find sources")
    assert message["name_localizations"]["fr"] == "Trouver des sources"


async def test_an_error_is_english_in_the_log_and_translated_for_the_person() -> None:
    error = DateOptionError("Nothing lies between {first} and {last}: since is after until.", first=DAY, last=DAY)
    with speaking("de"):
        assert sentence(error) == "Zwischen 4. März 2019 und 4. März 2019 liegt nichts: since ist nach until."
    assert str(error).startswith("Nothing lies between 2019-03-04")
    waited = RateLimitedError(("{count} second", "{count} seconds"), count=1)
    assert (str(waited), sentence(waited)) == ("1 second", "1 second")


def test_a_message_to_a_member_alone_is_in_the_language_of_their_last_command(state: State) -> None:
    languages = Languages(state.servers)
    languages._remember(7, "it")
    with languages.for_member(7):
        assert (language(), say_number(1234.5, 1), say_list(["a", "b"], "or")) == ("it", "1.234,5", "a o b")
    with languages.for_member(8):
        assert language() == "en"
