"""Backups of everything that cannot be made again, each in one file; they can be taken while the bot runs."""

from bot.backup.restoring import Restored, restore
from bot.backup.taking import back_up

__all__ = ["Restored", "back_up", "restore"]
