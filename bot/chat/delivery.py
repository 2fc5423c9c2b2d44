"""How a reply reaches the person: acknowledged at once, then worked out, then shown; and what if that fails."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, TypeAlias

import discord

from bot.chat.notices import Reply, explained
from bot.request import request

if TYPE_CHECKING:
    from bot.chat.client import ClippingsBot

Interaction: TypeAlias = "discord.Interaction[ClippingsBot]"

log = logging.getLogger(__name__)

NOBODY = discord.AllowedMentions.none()


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


async def tell(interaction: Interaction, reply: Reply) -> None:
    """Sends `reply` to the person alone, beside whatever was or will be answered."""
    if interaction.response.is_done():
        await interaction.followup.send(
            view=reply.view, files=list(reply.files), ephemeral=True, allowed_mentions=NOBODY
        )
    else:
        await interaction.response.send_message(
            view=reply.view, files=list(reply.files), ephemeral=True, allowed_mentions=NOBODY
        )


async def deliver(
    interaction: Interaction, make: Callable[[], Awaitable[Reply]], *, private: bool
) -> discord.InteractionMessage:
    """Acknowledges, which shows that work is under way, then makes the reply and puts it in that place."""
    await interaction.response.defer(ephemeral=private, thinking=True)
    reply = await make()
    return await interaction.edit_original_response(
        view=reply.view, attachments=list(reply.files), allowed_mentions=NOBODY
    )


async def replace_card(interaction: Interaction, make: Callable[[], Awaitable[Reply]]) -> discord.InteractionMessage:
    """Acknowledges, then puts the reply in place of the card on which a button was pressed."""
    await interaction.response.defer()
    reply = await make()
    return await interaction.edit_original_response(
        view=reply.view, attachments=list(reply.files), allowed_mentions=NOBODY
    )
