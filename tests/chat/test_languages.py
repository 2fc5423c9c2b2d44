"""Members are answered in their own language, channels in the server's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bot.language.interface import CATALOGS, LANGUAGES, catalog, language, translated
from tests.chat.world import World, seen

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
    assert "3 Artikel von" in private.text or "Artikel von" in private.text
    await world.services.state.servers.change(world.server.id, language="de")
    in_discord(locale="en-GB")
    public = seen(await world.member.slash(world.channel, "ask", question=HERON))
    assert "Nachfragen" in public.buttons
    assert seen(await world.member.slash(world.channel, "ask", question=HERON, private=True)).buttons[0] != ""
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
