"""Answering an interaction: acknowledge within Discord's three seconds, work, then put the reply in place."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from enum import Enum, auto
from io import BytesIO
from typing import Any, TypeAlias

import discord
from discord import ui

from bot.chat.transport.reply import Reply, notice
from bot.chat.transport.retry import with_retries
from bot.chat.transport.turns import TURNS
from bot.language.interface import in_public

Interaction: TypeAlias = discord.Interaction[Any]
Make = Callable[[], Awaitable[Reply]]

NO_MENTIONS = discord.AllowedMentions.none()
_ACKNOWLEDGED = 40060  # Discord's code for an interaction that has its first answer already
_SERVER_ERROR = 500  # and above: Discord may have done what it was asked
_REPEATED_AFTER = 0.9  # seconds; a 40060 that comes sooner answers another process with the same token
_GIVEN = "acknowledged"  # a name in `Interaction.extras`


class _Given(Enum):
    """How an interaction was acknowledged, and what has become of that."""

    CARD = auto()  # without "thinking": the card that was pressed may change, or something follows below it
    PRIVATE = auto()  # the person alone sees "thinking"
    PUBLIC = auto()  # everybody does
    SHOWN = auto()  # the reply stands in place of "thinking"


async def tell(interaction: Interaction, reply: Reply) -> None:
    """Sends `reply` to the person alone, beside whatever was or will be answered.

    Discord shows the first message after a public "thinking" in its place, in public, and takes none once that is
    deleted (discord-api-docs #3087): so it is replaced, and deleted afterwards.
    """
    if not is_acknowledged(interaction):
        try:
            await interaction.response.send_message(
                view=reply.view, files=list(reply.files), ephemeral=True, allowed_mentions=NO_MENTIONS
            )
            return
        except discord.HTTPException as error:
            if error.code != _ACKNOWLEDGED:
                raise
    thought_aloud = interaction.extras.get(_GIVEN) is _Given.PUBLIC
    if thought_aloud:
        await put_in_place(interaction, notice("…"))
    try:
        await _send(interaction, reply.view, list(reply.files), private=True)
    finally:
        if thought_aloud:
            with suppress(discord.NotFound):
                await interaction.delete_original_response()


async def deliver(interaction: Interaction, make: Make, *, private: bool) -> discord.Message:
    """Acknowledges with "thinking", makes the reply, and puts it in that place.

    A press that was acknowledged without "thinking" gets the reply as a message of its own: so who sees it may depend
    on what had to be looked up first.
    """
    await acknowledge(interaction, private=private, thinking=True)
    with in_public(not private):
        reply = await make()
        if interaction.extras.get(_GIVEN) is not _Given.CARD:
            return await put_in_place(interaction, reply)
        attached = _copies(reply)
        # Not idempotent: what Discord got although the connection broke is shown twice, which is better than never.
        return await with_retries(lambda: _send(interaction, reply.view, attached(), private=private))


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
    if is_acknowledged(interaction):
        return
    started, attempts = 0.0, 0

    async def attempt() -> None:
        nonlocal started, attempts
        attempts += 1
        try:
            async with TURNS.turn():
                started = time.monotonic()
                await interaction.response.defer(ephemeral=private, thinking=thinking)
        except discord.HTTPException as error:
            # discord.py repeats a request that met a 5xx after a second, and Discord knows the interaction by then.
            repeated = attempts > 1 or time.monotonic() - started > _REPEATED_AFTER
            if not (error.status >= _SERVER_ERROR or (error.code == _ACKNOWLEDGED and repeated)):
                raise

    await with_retries(attempt)
    interaction.extras[_GIVEN] = (_Given.PRIVATE if private else _Given.PUBLIC) if thinking else _Given.CARD


def is_acknowledged(interaction: Interaction) -> bool:
    """Whether the interaction has had its first answer from here, also if Discord's reply to that was lost."""
    return interaction.response.is_done() or bool(interaction.extras.get(_GIVEN))


async def put_in_place(interaction: Interaction, reply: Reply) -> discord.InteractionMessage:
    """Shows the reply where the acknowledgement stands."""
    attached = _copies(reply)

    async def attempt() -> discord.InteractionMessage:
        return await interaction.edit_original_response(
            view=reply.view, attachments=attached(), allowed_mentions=NO_MENTIONS
        )

    shown = await with_retries(attempt)
    interaction.extras[_GIVEN] = _Given.SHOWN
    return shown


async def _send(
    interaction: Interaction, view: ui.LayoutView, files: list[discord.File], *, private: bool
) -> discord.Message:
    """Sends a further message."""
    return await interaction.followup.send(
        view=view, files=files, ephemeral=private, allowed_mentions=NO_MENTIONS, wait=True
    )


def _copies(reply: Reply) -> Callable[[], list[discord.File]]:
    """The files of the reply anew for each attempt to send them."""
    files = [(file.fp.read(), file.filename, file.description) for file in reply.files]
    return lambda: [discord.File(BytesIO(content), name, description=about) for content, name, about in files]
