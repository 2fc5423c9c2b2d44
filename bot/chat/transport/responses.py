"""Answering an interaction: acknowledge within Discord's three seconds, work, then put the reply in place."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from io import BytesIO
from typing import Any, TypeAlias

import discord

from bot.chat.transport.reply import Reply
from bot.chat.transport.retry import with_retries

Interaction: TypeAlias = discord.Interaction[Any]
Make = Callable[[], Awaitable[Reply]]

NO_MENTIONS = discord.AllowedMentions.none()
_ACKNOWLEDGED = 40060  # Discord's code for an interaction that has its first answer already


async def tell(interaction: Interaction, reply: Reply) -> None:
    """Sends `reply` to the person alone, beside whatever was or will be answered."""
    if not interaction.response.is_done():
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
    return await put_in_place(interaction, await make())


async def replace_card(interaction: Interaction, make: Make) -> discord.InteractionMessage:
    """Acknowledges, then replaces the card on which a button was pressed."""
    await acknowledge(interaction)
    return await put_in_place(interaction, await make())


async def acknowledge(interaction: Interaction, *, private: bool = False, thinking: bool = False) -> None:
    """Tells Discord that an answer will come; with `thinking`, people see that the bot works."""
    attempts = 0

    async def attempt() -> None:
        nonlocal attempts
        attempts += 1
        try:
            await interaction.response.defer(ephemeral=private, thinking=thinking)
        except discord.HTTPException as error:
            if attempts == 1 or error.code != _ACKNOWLEDGED:  # else the first attempt arrived; only its reply was lost
                raise

    await with_retries(attempt)


async def put_in_place(interaction: Interaction, reply: Reply) -> discord.InteractionMessage:
    """Shows the reply where the acknowledgement stands."""
    files = [(file.fp.read(), file.filename, file.description) for file in reply.files]

    async def attempt() -> discord.InteractionMessage:
        attached = [discord.File(BytesIO(content), name, description=about) for content, name, about in files]
        return await interaction.edit_original_response(
            view=reply.view, attachments=attached, allowed_mentions=NO_MENTIONS
        )

    return await with_retries(attempt)
