"""Apps > Add to archive: an admin puts a message's files, or its text, into the archive with the message's date."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.chat.admin.corpus.receiving import MOST_FILES, GivenFile, WrittenFile, receive
from bot.chat.admin.permissions import admin_server
from bot.chat.admin.services import AdminServices
from bot.chat.transport.responses import Interaction, deliver
from bot.errors import CorpusError


class MessageCommand(commands.Cog):
    """The entry in the Apps menu of a message."""

    def __init__(self, tree: app_commands.CommandTree[Any], services: AdminServices) -> None:
        self._tree = tree
        self._services = services
        self._command = app_commands.ContextMenu(
            name="Add to archive",
            callback=self.add_to_archive,
            allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=False, private_channel=False),
            allowed_installs=app_commands.AppInstallationType(guild=True, user=False),
        )
        self._command.default_permissions = discord.Permissions(manage_guild=True)

    async def cog_load(self) -> None:
        """Adds the message command, which discord.py does not find by itself."""
        self._tree.add_command(self._command)

    async def cog_unload(self) -> None:
        """Removes it."""
        self._tree.remove_command(self._command.name, type=self._command.type)

    async def add_to_archive(self, interaction: Interaction, message: discord.Message) -> None:
        """Shows what would be added; files that state no date get the message's."""
        server = admin_server(interaction, "add to archive")
        self._services.upload_pace.take(server)
        day = message.created_at.date()
        files: list[GivenFile] = [*message.attachments[:MOST_FILES]]
        if not files:
            if not message.content.strip():
                raise CorpusError("This message has neither text nor files.")
            files = [_written(message, min(day, self._services.today()))]
        await deliver(interaction, lambda: receive(self._services, server, files, shared=False, day=day), private=True)


def _written(message: discord.Message, day: date) -> WrittenFile:
    """The text of a message as an article with the day on which it was written, and a link to it."""
    head = f"---\ndate: {day.isoformat()}\nurl: {json.dumps(message.jump_url)}\n---\n"
    return WrittenFile(f"message-{day}-{message.id}.md", (head + message.content).encode("utf-8", "replace"))
