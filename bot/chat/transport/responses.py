"""Answering an interaction: acknowledge within Discord's three seconds, work, then put the reply in place."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from io import BytesIO
from typing import Any, TypeAlias

import discord

from bot.chat.transport.reply import Reply
from bot.chat.transport.retry import BROKEN, with_retries
from bot.chat.transport.turns import TURNS
from bot.language.interface import in_public

Interaction: TypeAlias = discord.Interaction[Any]
Make = Callable[[], Awaitable[Reply]]

NO_MENTIONS = discord.AllowedMentions.none()
_ACKNOWLEDGED = 40060  # Discord's code for an interaction that has its first answer already
_SERVER_ERROR = 500  # and above: Discord may have done what it was asked
_REPEATED_AFTER = 0.9  # seconds; a 40060 that comes sooner answers another process with the same token
_LATE = 0.5  # seconds of the three that Discord waits
_LOCK, _GIVEN = "acknowledging", "acknowledged"  # names in `Interaction.extras`
_log = logging.getLogger(__name__)


async def tell(interaction: Interaction, reply: Reply) -> None:
    """Sends `reply` to the person alone, beside whatever was or will be answered."""
    if not is_acknowledged(interaction):
        try:
            await interaction.response.send_message(
                view=reply.view, files=list(reply.files), ephemeral=True, allowed_mentions=NO_MENTIONS
            )
            return
        except discord.HTTPException as error:
            if error.code != _ACKNOWLEDGED:
                raise
    await interaction.followup.send(
        view=reply.view, files=list(reply.files), ephemeral=True, allowed_mentions=NO_MENTIONS
    )


async def deliver(interaction: Interaction, make: Make, *, private: bool) -> discord.InteractionMessage:
    """Acknowledges with "thinking", makes the reply, and puts it in that place."""
    await acknowledge(interaction, private=private, thinking=True)
    with in_public(not private):
        return await put_in_place(interaction, await make())


async def replace_card(interaction: Interaction, make: Make) -> discord.InteractionMessage:
    """Acknowledges, then replaces the card on which a button was pressed."""
    await acknowledge(interaction)
    with in_public(interaction.message is not None and not interaction.message.flags.ephemeral):
        return await put_in_place(interaction, await make())


async def acknowledge(interaction: Interaction, *, private: bool = False, thinking: bool = False) -> None:
    """Tells Discord that an answer will come; with `thinking`, people see that the bot works.

    Does nothing where that has been told. An acknowledgement counts as given if only Discord's answer to it was lost:
    the work goes on, and if Discord did not get it after all, showing the reply fails.
    """
    lock: asyncio.Lock = interaction.extras.setdefault(_LOCK, asyncio.Lock())
    async with lock:
        if is_acknowledged(interaction):
            return
        started = time.monotonic()
        attempts = 0

        async def attempt() -> None:
            nonlocal attempts
            attempts += 1
            try:
                async with TURNS.turn():
                    await interaction.response.defer(ephemeral=private, thinking=thinking)
            except discord.HTTPException as error:
                # discord.py repeats a request that met a 5xx after a second, and Discord knows the interaction by then.
                repeated = attempts > 1 or time.monotonic() - started > _REPEATED_AFTER
                if not (error.status >= _SERVER_ERROR or (error.code == _ACKNOWLEDGED and repeated)):
                    raise

        await with_retries(attempt)
        interaction.extras[_GIVEN] = True


def is_acknowledged(interaction: Interaction) -> bool:
    """Whether the interaction has had its first answer from here, also if Discord's reply to that was lost."""
    return interaction.response.is_done() or bool(interaction.extras.get(_GIVEN))


async def acknowledge_in_time(interaction: Interaction) -> None:
    """Acknowledges, to the person alone, what nobody has answered after half a second.

    Run beside the work: a database that hangs must not let Discord say that the bot did not respond.
    """
    if interaction.type is discord.InteractionType.autocomplete:
        return
    await asyncio.sleep(_LATE)
    try:
        await acknowledge(interaction, private=True, thinking=True)
    except (discord.HTTPException, discord.InteractionResponded, *BROKEN) as error:
        _log.debug("a late acknowledgement was not taken: %s", type(error).__name__)


async def put_in_place(interaction: Interaction, reply: Reply) -> discord.InteractionMessage:
    """Shows the reply where the acknowledgement stands."""
    files = [(file.fp.read(), file.filename, file.description) for file in reply.files]

    async def attempt() -> discord.InteractionMessage:
        attached = [discord.File(BytesIO(content), name, description=about) for content, name, about in files]
        return await interaction.edit_original_response(
            view=reply.view, attachments=attached, allowed_mentions=NO_MENTIONS
        )

    return await with_retries(attempt)
