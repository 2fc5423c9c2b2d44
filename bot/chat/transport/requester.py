"""Who asks, from which server, and whether the answer is for them alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import discord

from bot.store.servers import ServerSettings


@dataclass(frozen=True, slots=True)
class Requester:
    """The person who asks or presses, and where: `server` and `channel` are Discord's ids, `server` None in private.

    `server` decides which articles may be shown.
    """

    member: int
    server: int | None
    channel: int | None


def server_of(interaction: discord.Interaction[Any]) -> int | None:
    """The server whose own articles may be shown here; None in direct messages.

    A member who installed the bot for themselves and uses it in a server that does not have it sees only the shared
    articles. So does whoever presses a button on that member's answer: Discord says of each interaction which
    installation it goes through, and only the server's own counts.
    """
    return interaction.guild_id if interaction.is_guild_integration() else None


def requester_of(interaction: discord.Interaction[Any]) -> Requester:
    """The person behind a command or a press."""
    return Requester(interaction.user.id, server_of(interaction), interaction.channel_id)


def requester_of_message(message: discord.Message) -> Requester:
    """The person behind a message."""
    server = message.guild.id if message.guild else None
    return Requester(message.author.id, server, message.channel.id)


def is_private(interaction: discord.Interaction[Any], settings: ServerSettings, wish: bool | None) -> bool:
    """Whether the answer is shown to the requester alone: always, in channels where the server wants no answers.

    `wish` is what the requester chose; None takes the server's setting.
    """
    if interaction.guild_id is None:
        return bool(wish)
    if not settings.answers_in(interaction.channel_id, parent_of(interaction.channel)):
        return True
    return settings.private if wish is None else wish


def parent_of(channel: object) -> int | None:
    """The channel that a thread belongs to."""
    return channel.parent_id if isinstance(channel, discord.Thread) else None
