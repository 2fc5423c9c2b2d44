"""`/corpus`: the group whose parts are the files beside this one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import app_commands
from discord.ext import commands

from bot.chat.admin.corpus.remove_restore import Changing
from bot.chat.admin.corpus.status import Overview
from bot.chat.admin.corpus.upload import Adding
from bot.chat.admin.insights.commands import Unanswered
from bot.chat.admin.services import open_office

if TYPE_CHECKING:
    from bot.chat.bot import ClippingsBot


@app_commands.default_permissions(manage_guild=True)
@app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
@app_commands.allowed_installs(guilds=True, users=False)
class CorpusCog(
    Overview,
    Adding,
    Changing,
    Unanswered,
    commands.GroupCog,
    group_name="corpus",
    group_description="The archive: for members who may manage this server",
):
    """Hidden from others by Discord, and checked in every command by itself."""

    def __init__(self, bot: ClippingsBot) -> None:
        self.bot = bot

    async def cog_unload(self) -> None:
        """Stops the reload under way when the bot leaves."""
        await open_office(self.bot).reloads.close()
