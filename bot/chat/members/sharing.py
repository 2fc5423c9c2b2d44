"""Whether a member may show a private card to the channel."""

from __future__ import annotations

import discord

from bot.chat.transport.requester import parent_of
from bot.chat.transport.responses import Interaction
from bot.errors import ClippingsError
from bot.store.servers import ServerSettings


class NotYoursError(ClippingsError):
    """A button that is not for this member, or not in this channel."""


def require_sharing(interaction: Interaction, settings: ServerSettings) -> None:
    """Raises NotYoursError where the server wants no answers, or the member may not write."""
    here = settings.answers_in(interaction.channel_id, parent_of(interaction.channel))
    if not here or not _may_write(interaction):
        raise NotYoursError("Answers cannot be shared in this channel.")


def _may_write(interaction: Interaction) -> bool:
    thread = isinstance(interaction.channel, discord.Thread)
    permissions = interaction.permissions
    return permissions.send_messages_in_threads if thread else permissions.send_messages
