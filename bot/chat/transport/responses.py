"""How a reply reaches the person: acknowledged at once, then worked out, then shown; and what if that fails."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from io import BytesIO
from typing import TYPE_CHECKING, TypeAlias

import discord

from bot.chat.transport.retry import BROKEN, persistently
from bot.chat.views.reply import Reply, explained
from bot.request import request

if TYPE_CHECKING:
    from bot.chat.bot import ClippingsBot

Interaction: TypeAlias = "discord.Interaction[ClippingsBot]"

log = logging.getLogger(__name__)

NOBODY = discord.AllowedMentions.none()
_ACKNOWLEDGED = 40060  # Discord's code for an interaction that has its first answer


@asynccontextmanager
async def failing(interaction: Interaction, doing: str) -> AsyncIterator[None]:
    """Whatever fails inside is told to the person, privately where that can still be, and to the log."""
    with request(), interaction.client.work:
        try:
            yield
        except Exception as error:  # the one place where errors of a press or a command are shown
            reply = explained(error, doing)
            if reply is not None:
                await _tell_if_possible(interaction, reply, doing)


async def _tell_if_possible(interaction: Interaction, reply: Reply, doing: str) -> None:
    try:
        await tell(interaction, reply)
    except discord.HTTPException as lost:
        log.warning("%s: the error could not be told, Discord answered %s (%s)", doing, lost.status, lost.code)
    except BROKEN:
        log.warning("%s: the error could not be told, the connection to Discord broke", doing)


async def tell(interaction: Interaction, reply: Reply) -> None:
    """Sends `reply` to the person alone, beside whatever was or will be answered."""
    if not interaction.response.is_done():
        try:
            await interaction.response.send_message(
                view=reply.view, files=list(reply.files), ephemeral=True, allowed_mentions=NOBODY
            )
            return
        except discord.HTTPException as error:
            if error.code != _ACKNOWLEDGED:
                raise
    await interaction.followup.send(view=reply.view, files=list(reply.files), ephemeral=True, allowed_mentions=NOBODY)


async def deliver(
    interaction: Interaction, make: Callable[[], Awaitable[Reply]], *, private: bool
) -> discord.InteractionMessage:
    """Acknowledges, which shows that work is under way, then makes the reply and puts it in that place."""
    await acknowledge(interaction, private=private, thinking=True)
    return await put_in_place(interaction, await make())


async def replace_card(interaction: Interaction, make: Callable[[], Awaitable[Reply]]) -> discord.InteractionMessage:
    """Acknowledges, then puts the reply in place of the card on which a button was pressed."""
    await acknowledge(interaction)
    return await put_in_place(interaction, await make())


async def acknowledge(interaction: Interaction, *, private: bool = False, thinking: bool = False) -> None:
    """Tells Discord within its three seconds that an answer will come; with `thinking`, people see so."""
    attempts = 0

    async def attempt() -> None:
        nonlocal attempts
        attempts += 1
        try:
            await interaction.response.defer(ephemeral=private, thinking=thinking)
        except discord.HTTPException as error:
            if attempts == 1 or error.code != _ACKNOWLEDGED:  # else it was heard, and only its confirmation was lost
                raise

    await persistently(attempt)


async def put_in_place(interaction: Interaction, reply: Reply) -> discord.InteractionMessage:
    """Shows the reply where the acknowledgement stands."""
    files = [(file.fp.read(), file.filename, file.description) for file in reply.files]

    async def attempt() -> discord.InteractionMessage:
        attached = [discord.File(BytesIO(content), name, description=about) for content, name, about in files]
        return await interaction.edit_original_response(view=reply.view, attachments=attached, allowed_mentions=NOBODY)

    return await persistently(attempt)
