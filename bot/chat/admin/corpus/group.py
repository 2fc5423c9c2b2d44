"""`/corpus`: the command group. Its commands and buttons are in the files beside this one."""

from __future__ import annotations

from discord import app_commands
from discord.ext import commands

from bot.chat.admin.corpus.remove_restore import RemoveRestoreCommands
from bot.chat.admin.corpus.status import StatusCommands
from bot.chat.admin.corpus.upload import UploadCommand
from bot.chat.admin.insights.commands import UnansweredCommand
from bot.chat.admin.services import AdminServices


@app_commands.default_permissions(manage_guild=True)
@app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
@app_commands.allowed_installs(guilds=True, users=False)
class CorpusCog(
    StatusCommands,
    UploadCommand,
    RemoveRestoreCommands,
    UnansweredCommand,
    commands.GroupCog,
    group_name="corpus",
    group_description="The archive: for members who may manage this server",
):
    """Discord hides the group from other members, and every command checks the permission itself."""

    def __init__(self, services: AdminServices) -> None:
        self.services = services

    @commands.Cog.listener()
    async def on_leaving(self) -> None:
        """Stops the running reload: its progress is shown in an answer, which the bot waits for."""
        await self.services.reloads.close()

    async def cog_unload(self) -> None:
        """Stops the running reload when the bot shuts down."""
        await self.services.reloads.close()
