"""Presses reach their handler by the name in the custom id, whatever the bot remembers of the message."""

from __future__ import annotations

import logging
from typing import Any

import pytest
import simcord

from bot.chat.components.custom_ids import custom_id, read_custom_id
from bot.chat.components.persistent import Actions, Press, menu
from bot.chat.transport.inflight import Inflight
from bot.chat.transport.languages import Languages
from bot.store.state import State
from tests.chat.world import World, seen, shown

HERON = "Where did the Heron probe land?"


async def nothing(press: Press) -> None:
    del press


def test_a_name_that_is_given_twice_is_an_error(state: State) -> None:
    with pytest.raises(ValueError, match="two handlers for the action 'more'"):
        Actions(Inflight(), Languages(state.servers), [{"more": nothing}, {"why": nothing, "more": nothing}])


def test_custom_ids_of_this_version_and_of_older_menus_are_read() -> None:
    assert read_custom_id(custom_id("more", "a", 7)) == ("more", ("a", "7"))
    assert read_custom_id("clip:corpuscancel") == ("corpuscancel", ())
    assert read_custom_id("clip|bar:abc") == ("bar", ("abc",))
    for other in ("", "clip", "clip:", "other:more:a", "clip:More:a", "clip-more"):
        assert read_custom_id(other) is None


def test_a_menu_holds_its_action_and_its_options() -> None:
    assert menu("Choose", custom_id("bar", "x"), []).custom_id == "clip:bar:x"


async def test_discord_py_keeps_nothing_of_a_message_and_its_buttons_work(world: World) -> None:
    result = await world.member.slash(world.channel, "ask", question=HERON)
    store = world.bot._connection._view_store
    assert not store._views
    assert not store._synced_message_views
    await world.member.click(shown(result), label="Helpful")
    assert not store._modals


async def test_an_autocomplete_that_fails_offers_no_choices_and_is_logged_without_what_was_typed(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    await world.services.library.close()
    with caplog.at_level(logging.WARNING):
        assert await world.member.autocomplete(world.channel, "article", "title", "secret words") == []
    assert "the autocomplete of /article failed" in caplog.text
    assert "secret words" not in caplog.text


async def test_a_command_that_this_version_does_not_have_gets_a_sentence(
    simcord_env: simcord.Env, world: World
) -> None:
    tree: Any = world.bot.tree
    removed = tree.remove_command("latest")
    card = seen(await world.member.slash(world.channel, "latest"))
    assert card.text == "I do not have this command any more. Restart Discord to see those that I have."
    assert simcord_env.errors, "discord.py's own CommandNotFound, acknowledged here"
    tree.add_command(removed)
