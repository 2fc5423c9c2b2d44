"""What Discord says about the application, asked over REST without going online: for `doctor --online`."""

from __future__ import annotations

import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, NamedTuple

import aiohttp
import discord

from bot.chat.admin.membership import missing_permissions
from bot.chat.setup import create_bot
from bot.library import Library
from bot.store.state import State

_PRIVILEGED = {
    "gateway_presence": "Presence",
    "gateway_guild_members": "Server Members",
    "gateway_message_content": "Message Content",
}
_MENUS = (discord.AppCommandType.message, discord.AppCommandType.user)
_SERVERS = 200  # at a time, Discord's most
_NAMED = 5  # servers with missing permissions that are named


class Looked(NamedTuple):
    """One thing that Discord was asked: in order or not, and in one line what was found and what to do."""

    name: str
    good: bool
    line: str


async def look_online(token: str, *, shards: int | None) -> list[Looked]:
    """Asks Discord for token, intents, commands, shards and the permissions in each server. Never raises."""
    try:
        async with _logged_in(token) as client:
            found = [Looked("Discord", good=True, line=f"the token is that of {client.user}")]
            found.append(_intents(client))
            found.append(await _commands(client))
            found.append(await _shards(client, shards))
            found.append(await _permissions(client))
            return found
    except discord.LoginFailure:
        line = "Discord refuses the token. Copy it again from the developer portal: Bot, then Reset Token."
    except (OSError, aiohttp.ClientError, TimeoutError) as error:
        line = f"Discord cannot be reached: {error or type(error).__name__}. Check the network."
    except discord.HTTPException as error:
        line = f"Discord answered {error.status} ({error.code}). Try again in a few minutes."
    return [Looked("Discord", good=False, line=line)]


@asynccontextmanager
async def _logged_in(token: str) -> AsyncIterator[discord.Client]:
    client = discord.Client(intents=discord.Intents.none())
    try:
        await client.login(token)
        yield client
    finally:
        await client.close()


def _intents(client: discord.Client) -> Looked:
    flags = client.application_flags
    on = [name for flag, name in _PRIVILEGED.items() if getattr(flags, flag) or getattr(flags, f"{flag}_limited")]
    if on:
        line = f"{', '.join(on)} may be turned off in the developer portal (Bot): the bot needs none, and asks for none"
        return Looked("intents", good=True, line=line)
    return Looked("intents", good=True, line="no privileged intent is on, as it should be")


async def _commands(client: discord.Client) -> Looked:
    assert client.application_id is not None
    there = {command["name"] for command in await client.http.get_global_commands(client.application_id)}
    ours = await _our_commands()
    if missing := sorted(ours - there):
        line = f"Discord lacks {_listed(missing)}: they are sent at the next start of `run`"
        return Looked("commands", good=False, line=line)
    if others := sorted(there - ours):
        line = f"Discord also shows {_listed(others)}, of another version: they go at the next start of `run`"
        return Looked("commands", good=False, line=line)
    return Looked("commands", good=True, line=f"Discord has all {len(ours)}")


async def _our_commands() -> set[str]:
    """The names of this version's commands, from a bot over an empty archive that never connects."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "corpus").mkdir()
        library, state = Library(folder / "corpus", folder / "data"), await State.open(folder / "data")
        bot = create_bot(library, state)
        try:
            await bot.install()
            return {command.name for command in bot.tree.get_commands()} | {
                menu.name for kind in _MENUS for menu in bot.tree.get_commands(type=kind)
            }
        finally:
            for cog in tuple(bot.cogs):
                await bot.remove_cog(cog)
            await library.close()
            await state.close()


async def _shards(client: discord.Client, configured: int | None) -> Looked:
    advised, _, limit = await _gateway(client)
    line = f"Discord advises {advised}; {limit['remaining']:,} of {limit['total']:,} starts are left today"
    if configured is not None and configured < advised:
        return Looked("shards", good=False, line=f"{line}; SHARD_COUNT={configured} is too few: raise it")
    return Looked("shards", good=True, line=line if configured is None else f"{line}; SHARD_COUNT={configured}")


async def _gateway(client: discord.Client) -> tuple[int, str, dict[str, Any]]:
    told = await client.http.request(discord.http.Route("GET", "/gateway/bot"))
    return told["shards"], told["url"], told["session_start_limit"]


async def _permissions(client: discord.Client) -> Looked:
    count, lacking = 0, []
    async for guild in _guilds(client):
        count += 1
        missing = missing_permissions(discord.Permissions(int(guild["permissions"])))
        if missing:
            lacking.append(f"server {guild['id']} ({', '.join(missing)})")
    if lacking:
        more = f" and {len(lacking) - _NAMED} more" if len(lacking) > _NAMED else ""
        line = f"missing in {'; '.join(lacking[:_NAMED])}{more}: Server Settings > Roles > the bot's role"
        return Looked("servers", good=False, line=line)
    return Looked("servers", good=True, line=f"{count:,}, with every permission that the bot needs")


async def _guilds(client: discord.Client) -> AsyncIterator[dict[str, Any]]:
    after: int | None = None
    while True:
        page: list[Any] = await client.http.get_guilds(_SERVERS, after=after)
        for guild in page:
            yield guild
        if len(page) < _SERVERS:
            return
        after = int(page[-1]["id"])


def _listed(names: list[str]) -> str:
    return ", ".join(f"/{name}" for name in names)
