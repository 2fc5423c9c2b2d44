"""Who may do what: checked in code for every command, button, menu, modal and autocomplete, whatever Discord hides."""

from __future__ import annotations

import asyncio
import logging

import discord

from bot.chat.transport.requester import server_of
from bot.chat.transport.responses import Interaction
from bot.chat.transport.retry import BROKEN
from bot.errors import ClippingsError

log = logging.getLogger(__name__)

OWNER_TIMEOUT = 1.5  # seconds for Discord to name the owner: an acknowledgement is due after three


class RefusedError(ClippingsError):
    """The person may not do this; the sentence says who may."""


class UnknownOwnerError(ClippingsError):
    """Discord does not answer who owns the bot, so nobody can be treated as its owner."""

    def __init__(self) -> None:
        super().__init__("Discord does not say just now who owns this bot. Please try again in a minute.")


class Permissions:
    """Decides who may change the shared part of the corpus.

    `owners` are Discord user ids (OWNER_IDS) that count as owners besides the application's owner and team;
    `home_servers` are servers whose admins may change the shared part as well (HOME_SERVERS).
    """

    def __init__(self, owners: frozenset[int], home_servers: frozenset[int]) -> None:
        self.owners = owners
        self.home_servers = home_servers

    async def is_owner(self, interaction: Interaction) -> bool:
        """Whether the person owns the bot: listed in OWNER_IDS, or the application's owner, or in its team.

        Of a team, admins and developers count. Discord is asked once per process.

        Raises:
            UnknownOwnerError: Discord does not answer within `OWNER_TIMEOUT`; a warning is logged.
        """
        if interaction.user.id in self.owners:
            return True
        try:
            async with asyncio.timeout(OWNER_TIMEOUT):  # discord.py alone would retry for half a minute
                return bool(await interaction.client.is_owner(interaction.user))
        except (discord.HTTPException, TimeoutError, *BROKEN) as error:
            status = error.status if isinstance(error, discord.HTTPException) else type(error).__name__
            log.warning("Discord did not say who owns the bot: %s", status)
            raise UnknownOwnerError from None

    async def may_change_shared(self, interaction: Interaction) -> bool:
        """Whether the person may add to and remove from the part of the corpus that every server reads.

        Raises:
            UnknownOwnerError: as `is_owner`.
        """
        if not is_admin(interaction):
            return False
        return interaction.guild_id in self.home_servers or await self.is_owner(interaction)

    async def shared_server(self, interaction: Interaction, action: str) -> int:
        """The server of an admin who may change the shared part. Raises RefusedError, UnknownOwnerError."""
        server = admin_server(interaction, action)
        if not await self.may_change_shared(interaction):
            raise refused(interaction, action, "The shared part of the archive is changed by the bot's owners only.")
        return server

    async def reload_server(self, interaction: Interaction, action: str) -> int:
        """The server of an admin who may reload: any, unless HOME_SERVERS is set. Raises as `shared_server`."""
        server = admin_server(interaction, action)
        if self.home_servers and not await self.may_change_shared(interaction):
            raise refused(interaction, action, "Here the bot's owners reload the archive.")
        return server


def is_admin(interaction: Interaction) -> bool:
    """Whether the person has Manage Server in a server that the bot itself has joined."""
    permissions = interaction.permissions
    return server_of(interaction) is not None and (permissions.manage_guild or permissions.administrator)


def admin_server(interaction: Interaction, action: str) -> int:
    """The id of the server whose admin the person is.

    Raises:
        RefusedError: the person is no admin, or this is a direct message; the refusal is logged.
    """
    server = server_of(interaction)
    if server is not None and is_admin(interaction):
        return server
    if server is None:
        raise refused(interaction, action, "This works in a server only, for members who may manage it.")
    raise refused(interaction, action, "This is for members who may manage this server.")


def refused(interaction: Interaction, action: str, sentence: str) -> RefusedError:
    """The error to raise, after a log line with ids, never names."""
    log.info("refused: %s, user %d, server %s", action, interaction.user.id, interaction.guild_id)
    return RefusedError(sentence)
