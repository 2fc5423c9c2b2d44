"""/forget-me: removes what is kept of a member, in every server."""

from __future__ import annotations

from discord import app_commands
from discord.ext import commands

from bot.chat.transport.reply import GREEN, GREY, Reply, notice
from bot.chat.transport.responses import Interaction, deliver
from bot.store.state import State


class PrivacyCommand(commands.Cog):
    """/forget-me."""

    def __init__(self, state: State) -> None:
        self._state = state

    @app_commands.command(name="forget-me", description="Remove your questions from every server's list")
    async def forget_me(self, interaction: Interaction) -> None:
        """Removes what is kept of the member."""

        async def make() -> Reply:
            return _removed(await self._state.forget(interaction.user.id))

        await deliver(interaction, make, private=True)


def _removed(questions: int) -> Reply:
    buttons = "Buttons of your former answers are forgotten too."
    if not questions:
        return notice(f"No question of yours was kept. {buttons}", color=GREY)
    plural = "s" * (questions != 1)
    return notice(f"Removed {questions:,} question{plural} of yours, in every server. {buttons}", color=GREEN)
