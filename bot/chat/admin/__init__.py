"""The admin's side of the bot: the corpus while it runs, a server's settings, what readers could not find."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.chat.admin.corpus.group import CorpusCog
from bot.chat.admin.insights.commands import Readers
from bot.chat.admin.maintenance import Upkeep
from bot.chat.admin.settings_command import SettingsCog

if TYPE_CHECKING:
    from bot.chat.bot import ClippingsBot

__all__ = ["add_admin"]


async def add_admin(bot: ClippingsBot, *, auto_reload: bool = False) -> None:
    """Gives the bot its admin commands; call it before the commands are sent to Discord.

    Args:
        bot: with its library and state open.
        auto_reload: whether to watch the corpus folder (`AUTO_RELOAD`).
    """
    for cog in (CorpusCog(bot), SettingsCog(bot), Readers(bot), Upkeep(bot, auto_reload=auto_reload)):
        await bot.add_cog(cog)
