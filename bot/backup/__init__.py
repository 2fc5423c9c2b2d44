"""A backup of everything that cannot be made again, in one file: taken while the bot runs, checked, put back."""

from bot.backup.restoring import Restored, restore
from bot.backup.taking import back_up

__all__ = ["Restored", "back_up", "restore"]
