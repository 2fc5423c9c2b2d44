"""Every command, button, menu, form and entry of the Apps menu is acknowledged before anything is awaited.

The state, the library, the disk and Discord's word on who owns the bot never come: what waits for one of them before
its acknowledgement is never acknowledged.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from itertools import count
from typing import Any

import discord
import pytest
from discord import app_commands

from bot.chat.components.persistent import Actions
from bot.library import Library
from bot.store.state import State
from tests.chat.world import World

PATIENCE = 20.0  # seconds of a busy machine
FORMS = {"follow", "reword", "uploaddate"}
REFUSED = 4
AT_ONCE = {
    "bar (form)", "followup", "menu", "menu (form)", "reworded", "unclip (form)",
    "/on-this-day with all", "/settings channels", "/settings log with all",
}  # fmt: skip
MENU = ("sort:newest", "anydate", "bars", "cite", "why", "picture", "watch", "discuss", "clip",
        "export", "delete")  # fmt: skip
TOKEN = "a" * 16
PARTS = {
    "context": f"{TOKEN}:{TOKEN}:v1:1-5", "others": f"{TOKEN}:{TOKEN}:v1:1-5", "quote": f"{TOKEN}:v1:1-5",
    "post": f"{TOKEN}:1", "turn": f"{TOKEN}:1", "corpuslog": "7", "uploadfiles": "0",
}  # fmt: skip
CHOSEN = {"bar": "2020", "unclip": "1"}
ATTACHMENT, CHANNEL = discord.AppCommandOptionType.attachment, discord.AppCommandOptionType.channel
RESOLVED = {
    "attachments": {"8": {"id": "8", "filename": "a.txt", "size": 3, "url": "https://cdn.example/a", "proxy_url": ""}},
    "channels": {"8": {"id": "8", "type": 15, "name": "questions", "permissions": "0"}},
}
AnyCommand = app_commands.Command[Any, ..., Any]
_USER = {"id": "7", "username": "edith", "discriminator": "0", "avatar": None, "global_name": None}


@pytest.fixture
async def hanging(
    world: World, state: State, library: Library, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[threading.Event]:
    """All threads of the state and the library wait for something else, as behind a server or a disk that hangs."""
    gate = threading.Event()
    for threads in (state._database._thread, library._answering._pool, library._looking._pool):
        for _ in range(threads._max_workers):
            threads.submit(gate.wait)
    disk = ThreadPoolExecutor(1)
    disk.submit(gate.wait)
    asyncio.get_running_loop().set_default_executor(disk)
    monkeypatch.setattr(world.bot, "is_owner", lambda _user: asyncio.Event().wait())
    yield gate
    gate.set()


def payload(world: World, number: int, kind: int, data: dict[str, Any], *, private: bool) -> dict[str, Any]:
    """An interaction as Discord sends it; with `private` the card is seen by its member alone."""
    channel = {"id": str(world.channel.id), "type": 0, "guild_id": str(world.server.id), "name": "ask"}
    message = {
        "id": "99", "channel_id": channel["id"], "author": _USER, "content": "", "tts": False,
        "mention_everyone": False,
        "timestamp": "2026-01-01T00:00:00+00:00", "edited_timestamp": None, "mentions": [], "mention_roles": [],
        "attachments": [], "embeds": [], "pinned": False, "type": 0, "components": [], "flags": 64 * private,
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
    """Each action as a button, as a choice of its menu and as a form that is sent."""
    for name in sorted(actions.names):
        custom_id = f"clip:{name}:{PARTS.get(name, f'{TOKEN}:1:1')}"
        field = {"type": 1, "components": [{"type": 4, "custom_id": "field", "value": "Who landed?"}]}
        values = {"values": [CHOSEN[name]]} if name in CHOSEN else {}
        yield name, 3, {"custom_id": custom_id, "component_type": 3 if values else 2, **values}
        yield f"{name} (form)", 5, {"custom_id": custom_id, "components": [field]}
    for choice in MENU:
        data = {"custom_id": f"clip:menu:{TOKEN}:1:1", "component_type": 3, "values": [choice]}
        yield f"menu {choice}", 3, data


def commands(world: World) -> Iterator[tuple[str, int, dict[str, Any]]]:
    """Each command with the fewest options that it takes, and with all; each entry of the Apps menu of a message."""
    for command in world.bot.tree.walk_commands():
        if not isinstance(command, app_commands.Group):
            yield (
                f"/{command.qualified_name}",
                2,
                _command(command, [one for one in command.parameters if one.required]),
            )
            yield f"/{command.qualified_name} with all", 2, _command(command, command.parameters)
    for entry in world.bot.tree.get_commands(type=discord.AppCommandType.message):
        message = payload(world, 0, 3, {}, private=False)["message"] | {"content": "Where did the probe land?"}
        resolved = {"messages": {message["id"]: message}}
        data = {"id": "6", "type": 3, "name": entry.name, "target_id": message["id"], "resolved": resolved}
        yield f"Apps > {entry.name}", 2, data


def _command(command: AnyCommand, given: Sequence[app_commands.Parameter]) -> dict[str, Any]:
    """What Discord sends of a command with these options."""
    options: list[dict[str, Any]] = []
    data: dict[str, Any] = {"id": "5", "type": 1, "name": command.name, "options": options}
    for option in given:
        resolved = option.type in (ATTACHMENT, CHANNEL)
        options.append(
            {"name": option.display_name, "type": option.type.value, "value": "8" if resolved else _value(option)}
        )
        if resolved:
            data["resolved"] = RESOLVED
    parent = command.parent
    while parent is not None:
        kind = 1 if parent is command.parent else 2
        data = {**data, "name": parent.name, "options": [{**data, "type": kind}]}
        parent = parent.parent
    return data


def _value(option: app_commands.Parameter) -> Any:
    if option.choices:
        return option.choices[0].value
    return {3: "2020", 4: 1, 5: True}.get(option.type.value, "1")


def first_answers(world: World) -> dict[int, int]:
    """The kind of the first answer to each interaction by its number; 9 is a form."""
    first: dict[int, int] = {}
    for request in world.env.http_requests:
        parts = request.path.split("/")
        if "callback" in parts and request.json is not None:
            first.setdefault(int(parts[parts.index("interactions") + 1]), request.json["type"])
    return first


@pytest.mark.usefixtures("hanging")
@pytest.mark.parametrize("private", [True, False])
async def test_every_interaction_is_acknowledged_before_anything_is_awaited(world: World, private: bool) -> None:
    actions = next(
        listener.__self__ for listener in world.bot.extra_events["on_interaction"] if hasattr(listener, "__self__")
        and isinstance(listener.__self__, Actions)
    )  # fmt: skip
    numbers = count(1000)
    names: dict[int, str] = {}
    tasks = []
    for name, kind, data in (*presses(actions), *commands(world)):
        names[number := next(numbers)] = name
        sent: Any = payload(world, number, kind, data, private=private)
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
    assert len(names) > 120
    refused = {name for number, name in names.items() if first.get(number) == REFUSED}
    assert refused == AT_ONCE, "only what is wrong as far as memory knows is refused without an acknowledgement"
    assert [name for number, name in names.items() if number not in first] == []
    assert {name for number, name in names.items() if name in FORMS and first.get(number) != 9} == set()
