"""/help: what one can do and what is remembered, to the member alone."""

from __future__ import annotations

from discord import app_commands
from discord.ext import commands

from bot.chat.questions.desk import Desk
from bot.chat.transport.reply import Reply
from bot.chat.transport.requester import requester_of
from bot.chat.transport.responses import Interaction, deliver
from bot.chat.views.help import help_card
from bot.library import Library


class HelpCommand(commands.Cog):
    """/help."""

    def __init__(self, library: Library, desk: Desk) -> None:
        self._library = library
        self._desk = desk

    @app_commands.command(description="What you can ask, and what is remembered")
    async def help(self, interaction: Interaction) -> None:
        """Shows the help."""
        requester = requester_of(interaction)
        settings = self._desk.remembered_settings(requester)

        async def make() -> Reply:
            return help_card(await self._library.use(lambda index: index.span(requester.server)), settings)

        await deliver(interaction, make, private=True)
