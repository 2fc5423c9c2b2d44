"""`/forget-me`: a member has everything removed that is kept of them."""

from __future__ import annotations

from discord import app_commands
from discord.ext import commands

from bot.chat.transport.responses import Interaction, deliver, failing
from bot.chat.views.reply import GREEN, Reply, notice
from bot.store.state import State


class PrivacyCog(commands.Cog):
    """The command that removes a member's questions, votes and remembered answers, in every server."""

    def __init__(self, state: State) -> None:
        self._state = state

    @app_commands.command(name="forget-me", description="Remove your questions from every server's list")
    async def forget_me(self, interaction: Interaction) -> None:
        """Removes what is kept of the member and says how much that was."""
        async with failing(interaction, "forget-me"):
            await deliver(interaction, lambda: self._forget(interaction.user.id), private=True)

    async def _forget(self, member: int) -> Reply:
        removed = await self._state.forget(member)
        buttons = "Buttons of your former answers are forgotten too."
        if not removed:
            return notice(f"No question of yours was kept. {buttons}")
        return notice(
            f"Removed {removed:,} question{'s' * (removed != 1)} of yours, in every server. {buttons}", color=GREEN
        )
