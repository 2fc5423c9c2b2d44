"""Who asks, from which server, and whether the answer is for their eyes only."""

from __future__ import annotations

from typing import Any

import discord

from bot.chat.questions.desk import Asker
from bot.store.servers import ServerSettings


def server_of(interaction: discord.Interaction[Any]) -> int | None:
    """The server whose own articles may be shown here; None in direct messages.

    Somebody who brings the bot along (installed for themselves) into a server that does not have it sees the shared
    articles only.
    """
    if interaction.is_user_integration() and not interaction.is_guild_integration():
        return None
    return interaction.guild_id


def asker_of(interaction: discord.Interaction[Any]) -> Asker:
    """The person behind a command or a press."""
    return Asker(interaction.user.id, server_of(interaction), interaction.channel_id)


def asker_by_message(message: discord.Message) -> Asker:
    """The person behind a message."""
    server = message.guild.id if message.guild else None
    return Asker(message.author.id, server, message.channel.id)


def kept_private(interaction: discord.Interaction[Any], settings: ServerSettings, wish: bool | None) -> bool:
    """Whether an answer here is seen by the asker alone: where the server wants no answers, always."""
    if interaction.guild_id is None:
        return bool(wish)
    if not settings.answers_in(interaction.channel_id, parent_of(interaction.channel)):
        return True
    return settings.private if wish is None else wish


def parent_of(channel: object) -> int | None:
    """The channel that a thread belongs to."""
    return channel.parent_id if isinstance(channel, discord.Thread) else None
