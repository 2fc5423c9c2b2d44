"""Discord refuses the whole set for one command that is wrong: the others are sent one by one, and it is said which."""

from __future__ import annotations

import logging

import pytest

from bot.chat.command_sync import RefusedCommandsError, check_commands, sync_commands
from tests.chat.world import World


async def test_where_the_whole_set_is_refused_each_command_is_sent_alone_and_the_wrong_ones_are_named(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    state = world.services.state
    await state.set_fact(f"tree:{world.bot.application_id}", "of an older version")
    world.env.inject_error("PUT", "/applications/*/commands", status=400, code=50035)
    many = len(world.bot.tree.get_commands())  # SimCord takes no single command, so each is refused here
    world.env.inject_error("POST", "/applications/*/commands", status=400, code=50035, times=many)
    before = len(world.env.http_requests)
    assert not await sync_commands(world.bot.tree, state)
    sent = [entry for entry in world.env.http_requests[before:] if entry.method == "POST"]
    assert len(sent) == many
    first = world.bot.tree.get_commands()[0].name
    assert f"Discord refuses the command /{first}" in caplog.text
    with pytest.raises(RefusedCommandsError, match=f"Discord refuses these commands: {first}, "):
        await check_commands(state)
    assert await sync_commands(world.bot.tree, state), "the next start tries again"
    await check_commands(state)


async def test_a_discord_that_is_away_is_not_asked_for_each_command(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    state = world.services.state
    await state.set_fact(f"tree:{world.bot.application_id}", "of an older version")
    world.env.inject_error("PUT", "/applications/*/commands", status=403, code=50001)
    before = len(world.env.http_requests)
    with caplog.at_level(logging.WARNING):
        assert not await sync_commands(world.bot.tree, state)
    assert [entry.method for entry in world.env.http_requests[before:] if entry.method == "POST"] == []
    assert "those it knows stay" in caplog.text
