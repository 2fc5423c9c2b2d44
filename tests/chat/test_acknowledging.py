"""Every command, button, menu and form is acknowledged within a second while the state does not answer at all."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from itertools import count
from typing import Any

import discord
import pytest
from discord import app_commands

from bot.chat.components.persistent import FORM_WITHIN, Actions
from bot.chat.transport import responses
from bot.store.state import State
from tests.chat.world import World

WITHIN = 1.0  # seconds of the three that Discord waits
PATIENCE = 20.0  # seconds of a busy machine: the state never answers, so what waits for it is never acknowledged
FORMS = {"follow", "reword", "uploaddate"}
MENU = ("sort:newest", "anydate", "bars", "cite", "why", "picture", "watch", "discuss", "delete")
TOKEN = "a" * 16
ATTACHMENT, CHANNEL = discord.AppCommandOptionType.attachment, discord.AppCommandOptionType.channel
RESOLVED = {
    "attachments": {"8": {"id": "8", "filename": "a.txt", "size": 3, "url": "https://cdn.example/a", "proxy_url": ""}},
    "channels": {"8": {"id": "8", "type": 15, "name": "questions", "permissions": "0"}},
}
_USER = {"id": "7", "username": "edith", "discriminator": "0", "avatar": None, "global_name": None}


@pytest.fixture
async def locked_state(world: World, state: State) -> AsyncIterator[State]:
    """The one thread of the state waits for something else, as behind a server that hangs."""
    gate = threading.Event()
    state._database._thread.submit(gate.wait)
    yield state
    gate.set()


def payload(world: World, number: int, kind: int, data: dict[str, Any]) -> dict[str, Any]:
    """An interaction as Discord sends it; the card is seen by its member alone."""
    channel = {"id": str(world.channel.id), "type": 0, "guild_id": str(world.server.id), "name": "ask"}
    message = {
        "id": "99", "channel_id": channel["id"], "author": _USER, "content": "", "tts": False,
        "mention_everyone": False,
        "timestamp": "2026-01-01T00:00:00+00:00", "edited_timestamp": None, "mentions": [], "mention_roles": [],
        "attachments": [], "embeds": [], "pinned": False, "type": 0, "components": [], "flags": 64,
    }  # fmt: skip
    member: dict[str, Any] = {
        "user": _USER, "roles": [], "permissions": str(discord.Permissions.all().value), "joined_at": None,
        "deaf": False, "mute": False, "flags": 0,
    }  # fmt: skip
    return {
        "id": str(number), "application_id": "1", "type": kind, "token": f"token{number}", "version": 1, "data": data,
        "guild_id": str(world.server.id), "channel_id": channel["id"], "channel": channel, "member": member,
        "locale": "en-GB", "guild_locale": "en-GB", "entitlements": [],
        "authorizing_integration_owners": {"0": str(world.server.id)},
        "app_permissions": str(discord.Permissions.all().value), "attachment_size_limit": 10_000_000,
        **({} if kind == 2 else {"message": message}),
    }  # fmt: skip


def presses(actions: Actions) -> Iterator[tuple[str, int, dict[str, Any]]]:
    """Each action as a button, as a menu's choice and as a form that is sent."""
    for name in sorted(actions.names):
        custom_id = f"clip:{name}:{TOKEN}:1:1"
        field = {"type": 1, "components": [{"type": 4, "custom_id": "field", "value": "Who landed?"}]}
        yield name, 3, {"custom_id": custom_id, "component_type": 2}
        yield f"{name} (form)", 5, {"custom_id": custom_id, "components": [field]}
    for choice in MENU:
        data = {"custom_id": f"clip:menu:{TOKEN}:1:1", "component_type": 3, "values": [choice]}
        yield f"menu {choice}", 3, data


def commands(world: World) -> Iterator[tuple[str, int, dict[str, Any]]]:
    """Each command with the fewest options that it takes."""
    for command in world.bot.tree.walk_commands():
        if isinstance(command, app_commands.Group):
            continue
        options = [
            {"name": option.name, "type": option.type.value, "value": _value(option)}
            for option in command.parameters
            if option.required and option.type not in (ATTACHMENT, CHANNEL)
        ]
        data: dict[str, Any] = {"id": "5", "type": 1, "name": command.name, "options": options}
        for option in command.parameters:
            if option.required and option.type in (ATTACHMENT, CHANNEL):
                options.append({"name": option.name, "type": option.type.value, "value": "8"})
                data["resolved"] = RESOLVED
        parent = command.parent
        while parent is not None:
            kind = 1 if parent is command.parent else 2
            data = {**data, "name": parent.name, "options": [{**data, "type": kind}]}
            parent = parent.parent
        yield f"/{command.qualified_name}", 2, data


def _value(option: app_commands.Parameter) -> Any:
    if option.choices:
        return option.choices[0].value
    return {3: "1", 4: 1, 5: True}.get(option.type.value, "1")


def first_answers(world: World) -> dict[int, int]:
    """The kind of the first answer to each interaction by its number; 9 is a form."""
    first: dict[int, int] = {}
    for request in world.env.http_requests:
        parts = request.path.split("/")
        if "callback" in parts and request.json is not None:
            first.setdefault(int(parts[parts.index("interactions") + 1]), request.json["type"])
    return first


def test_the_longest_wait_before_an_acknowledgement_is_short() -> None:
    assert max(responses._LATE, FORM_WITHIN) <= WITHIN / 2, "seconds; the rest is for a busy machine"


async def test_every_interaction_is_acknowledged_while_the_state_hangs(world: World, locked_state: State) -> None:
    actions = next(
        listener.__self__ for listener in world.bot.extra_events["on_interaction"] if hasattr(listener, "__self__")
        and isinstance(listener.__self__, Actions)
    )  # fmt: skip
    numbers = count(1000)
    names: dict[int, str] = {}
    tasks = []
    for name, kind, data in (*presses(actions), *commands(world)):
        names[number := next(numbers)] = name
        sent: Any = payload(world, number, kind, data)
        interaction: Any = discord.Interaction(data=sent, state=world.bot._connection)
        work = world.bot.tree._call(interaction) if kind == 2 else actions.dispatch(interaction)
        tasks.append(asyncio.create_task(work))
    first: dict[int, int] = {}
    with suppress(TimeoutError):
        async with asyncio.timeout(PATIENCE):
            while len(first) < len(names):
                await asyncio.sleep(0.05)
                first = first_answers(world)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    assert len(names) > 60
    assert [name for number, name in names.items() if number not in first] == []
    assert {name for number, name in names.items() if name in FORMS and first.get(number) != 9} == set()
