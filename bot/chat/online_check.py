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
from bot.language.figures import say_list, say_number
from bot.language.interface import _
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
            found = [Looked("Discord", good=True, line=_("the token is that of {name}").format(name=client.user))]
            found.append(_intents(client))
            found.append(await _commands(client))
            found.append(await _shards(client, shards))
            found.append(await _permissions(client))
            return found
    except discord.LoginFailure:
        line = _("Discord refuses the token. Copy it again from the developer portal: Bot, then Reset Token.")
    except (OSError, aiohttp.ClientError, TimeoutError) as error:
        line = _("Discord cannot be reached: {reason}. Check the network.").format(reason=error or type(error).__name__)
    except discord.HTTPException as error:
        line = _("Discord answered {status} ({code}). Try again in a few minutes.")
        line = line.format(status=error.status, code=error.code)
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
        line = _("{intents} may be turned off in the developer portal (Bot): the bot needs none, and asks for none")
        return Looked(_("intents"), good=True, line=line.format(intents=say_list(on)))
    return Looked(_("intents"), good=True, line=_("no privileged intent is on, as it should be"))


async def _commands(client: discord.Client) -> Looked:
    assert client.application_id is not None
    there = {command["name"] for command in await client.http.get_global_commands(client.application_id)}
    ours = await _our_commands()
    if missing := sorted(ours - there):
        line = _("Discord lacks {commands}: they are sent at the next start of `run`").format(commands=_listed(missing))
        return Looked(_("commands"), good=False, line=line)
    if others := sorted(there - ours):
        line = _("Discord also shows {commands}, of another version: they go at the next start of `run`")
        return Looked(_("commands"), good=False, line=line.format(commands=_listed(others)))
    return Looked(_("commands"), good=True, line=_("Discord has all {count}").format(count=len(ours)))


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
    advised, limit = await _gateway(client)
    line = _("Discord advises {count}; {left} of {all} starts are left today").format(
        count=advised, left=say_number(limit["remaining"]), all=say_number(limit["total"])
    )
    if configured is not None and configured < advised:
        few = _("{count} is too few: raise it").format(count=f"SHARD_COUNT={configured}")
        return Looked(_("shards"), good=False, line=f"{line}; {few}")
    return Looked(_("shards"), good=True, line=line if configured is None else f"{line}; SHARD_COUNT={configured}")


async def _gateway(client: discord.Client) -> tuple[int, dict[str, Any]]:
    told = await client.http.request(discord.http.Route("GET", "/gateway/bot"))
    return told["shards"], told["session_start_limit"]


async def _permissions(client: discord.Client) -> Looked:
    count, lacking = 0, []
    async for guild in _guilds(client):
        count += 1
        missing = missing_permissions(discord.Permissions(int(guild["permissions"])))
        if missing:
            server = _("server {number} ({permissions})")
            lacking.append(server.format(number=guild["id"], permissions=", ".join(missing)))
    if lacking:
        more = "; …" if len(lacking) > _NAMED else ""
        line = _("permissions are missing in {count}: {servers}. Server Settings > Roles > the bot's role")
        servers = "; ".join(lacking[:_NAMED]) + more
        return Looked(_("servers"), good=False, line=line.format(count=say_number(len(lacking)), servers=servers))
    line = _("{count}, with every permission that the bot needs").format(count=say_number(count))
    return Looked(_("servers"), good=True, line=line)


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
    return say_list([f"/{name}" for name in names])
