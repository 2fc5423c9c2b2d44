"""Who may do what: checked in code for every command, button, menu, modal and autocomplete, whatever Discord hid."""

from __future__ import annotations

import asyncio
import logging

import discord

from bot.chat.transport.requester import server_of
from bot.chat.transport.responses import Interaction
from bot.chat.transport.retry import BROKEN
from bot.errors import ClippingsError

log = logging.getLogger(__name__)

PATIENCE = 1.5  # seconds for Discord to say whose the bot is, of the three until an acknowledgement is due


class RefusedError(ClippingsError):
    """A person asked for something that is not theirs to do; the sentence says whose it is."""


class UnknownOwnerError(ClippingsError):
    """Discord does not say just now whose the bot is, so nobody can be taken for its owner."""

    def __init__(self) -> None:
        super().__init__("Discord does not say just now who owns this bot. Please try again in a minute.")


def is_admin(interaction: Interaction) -> bool:
    """Whether this came from a member with Manage Server, in a server that the bot itself is in."""
    permissions = interaction.permissions
    return server_of(interaction) is not None and (permissions.manage_guild or permissions.administrator)


async def is_owner(interaction: Interaction) -> bool:
    """Whether the person owns the bot: named in OWNER_IDS, or the application's owner, or of its team.

    Of a team, its admins and developers count. Discord is asked once; a change counts after the next start.

    Raises:
        UnknownOwnerError: Discord had no answer, which the log was told.
    """
    bot = interaction.client
    if interaction.user.id in bot.owners:
        return True
    try:
        async with asyncio.timeout(PATIENCE):  # discord.py by itself would ask for half a minute
            return await bot.is_owner(interaction.user)
    except (discord.HTTPException, TimeoutError, *BROKEN) as error:
        reason = (
            f"Discord answered {error.status}" if isinstance(error, discord.HTTPException) else type(error).__name__
        )
        log.warning("whose the bot is could not be asked: %s", reason)
        raise UnknownOwnerError from None


async def may_change_shared(interaction: Interaction) -> bool:
    """Whether the person may add to and remove from the part of the corpus that every server reads.

    Raises:
        UnknownOwnerError: as `is_owner`.
    """
    if not is_admin(interaction):
        return False
    return interaction.guild_id in interaction.client.home_servers or await is_owner(interaction)


def admins_server(interaction: Interaction, doing: str) -> int:
    """The server whose admin this is.

    Raises:
        RefusedError: for everybody else, after a line in the log.
    """
    server = server_of(interaction)
    if server is not None and is_admin(interaction):
        return server
    if server is None:
        raise refused(interaction, doing, "This works in a server only, for members who may manage it.")
    raise refused(interaction, doing, "This is for members who may manage this server.")


async def shared_changer(interaction: Interaction, doing: str) -> int:
    """The server of an admin who may change the shared part. Raises RefusedError, UnknownOwnerError."""
    server = admins_server(interaction, doing)
    if not await may_change_shared(interaction):
        raise refused(interaction, doing, "The shared part of the archive is changed by the bot's owners only.")
    return server


async def reloader(interaction: Interaction, doing: str) -> int:
    """The server of an admin who may reload: any, unless the bot has home servers. As `shared_changer`."""
    server = admins_server(interaction, doing)
    if interaction.client.home_servers and not await may_change_shared(interaction):
        raise refused(interaction, doing, "Here the bot's owners reload the archive.")
    return server


def refused(interaction: Interaction, doing: str, sentence: str) -> RefusedError:
    """The error to raise, after a line in the log: ids, never a name."""
    log.info("refused: %s, user %d, server %s", doing, interaction.user.id, interaction.guild_id)
    return RefusedError(sentence)
