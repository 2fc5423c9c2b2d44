"""Sends the commands to Discord when they have changed: it allows few such calls a day."""

from __future__ import annotations

import hashlib
import json
import logging
from typing import Any

import discord
from discord import app_commands

from bot.errors import ClippingsError
from bot.store.state import REFUSED_COMMANDS, State

log = logging.getLogger(__name__)

_BAD_REQUEST = 400
SYNC_LEASE = 60.0  # seconds after which a process that died while syncing no longer holds up the others


class RefusedCommandsError(ClippingsError):
    """Discord refuses some of the commands; the log says why."""

    def __init__(self, names: str) -> None:
        super().__init__(f"Discord refuses these commands: {names}; the log says why")


async def sync_commands(tree: app_commands.CommandTree[Any], state: State) -> bool:
    """Sends the commands to Discord if they differ from those last sent, or if Discord has lost some of them.

    Returns:
        Whether they were sent.
    """
    current = await _hash(tree)
    fact = f"tree:{tree.client.application_id}"
    if current == await state.fact(fact) and await _known(tree):
        return False
    async with state.leases.held(fact, seconds=SYNC_LEASE):
        if current == await state.fact(fact) and await _known(tree):
            return False  # another process has just sent them
        return await _send(tree, state, fact, current)


async def _send(tree: app_commands.CommandTree[Any], state: State, fact: str, current: str) -> bool:
    try:
        sent = await tree.sync()
    except discord.HTTPException as error:
        if error.status != _BAD_REQUEST:
            answer = (error.status, error.code)
            log.warning("the commands could not be sent, Discord answered %s (%s); those it knows stay", *answer)
            return False
        return await _send_each(tree, state)
    await state.set_fact(fact, current)
    await state.set_fact(REFUSED_COMMANDS, "")
    log.info("commands sent to Discord: %d", len(sent))
    return True


async def _send_each(tree: app_commands.CommandTree[Any], state: State) -> bool:
    """Sends the commands one by one, because Discord refuses all of them for one that is wrong; returns False.

    The hash is not remembered, so the next start tries all of them again. Which were refused is, for /ready and
    `doctor`.
    """
    http, application = tree.client.http, tree.client.application_id
    refused = []
    for command in tree.get_commands():
        payload: Any = (
            await command.get_translated_payload(tree, tree.translator) if tree.translator else command.to_dict(tree)
        )
        try:
            await http.upsert_global_command(application, payload)
        except discord.HTTPException as error:
            refused.append(command.name)
            log.error("Discord refuses the command /%s: %s", command.name, " ".join(str(error).split()))
    await state.set_fact(REFUSED_COMMANDS, ", ".join(refused))
    return False


async def check_commands(state: State) -> None:
    """Raises RefusedCommandsError when Discord refused a command the last time they were sent."""
    if refused := await state.fact(REFUSED_COMMANDS):
        raise RefusedCommandsError(refused)


async def _hash(tree: app_commands.CommandTree[Any]) -> str:
    """A hash of the commands as sent to Discord, translations included."""
    translator = tree.translator
    commands = tree.get_commands()
    current = [
        await command.get_translated_payload(tree, translator) if translator else command.to_dict(tree)
        for command in commands
    ]
    current.sort(key=lambda command: (command["type"], command["name"]))
    return hashlib.sha256(json.dumps(current, sort_keys=True).encode()).hexdigest()


async def _known(tree: app_commands.CommandTree[Any]) -> bool:
    """Whether Discord still has every command: asking is cheap, sending is not."""
    try:
        there = {(command.type, command.name) for command in await tree.fetch_commands()}
    except discord.HTTPException:
        return True
    return all((_kind(command), command.name) in there for command in tree.get_commands())


def _kind(
    command: app_commands.Command[Any, ..., Any] | app_commands.Group | app_commands.ContextMenu,
) -> discord.AppCommandType:
    return command.type if isinstance(command, app_commands.ContextMenu) else discord.AppCommandType.chat_input
