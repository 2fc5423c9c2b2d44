"""The corpus that is live now: its generation, reloads with progress, the swap, status."""

from bot.library.library import Library, index_folder
from bot.library.reports import Counts, Reload, Running, Status
from bot.library.watch import watch

__all__ = ["Counts", "Library", "Reload", "Running", "Status", "index_folder", "watch"]
