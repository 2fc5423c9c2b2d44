"""The corpus that is live now: its generation, reloads with progress, the swap, status."""

from bot.library.engines import index_folder
from bot.library.library import Library
from bot.library.reports import Counts, Figures, Reload, Running, Status
from bot.library.tally import BOUNDS, Tally
from bot.library.watch import watch

__all__ = [
    "BOUNDS",
    "Counts",
    "Figures",
    "Library",
    "Reload",
    "Running",
    "Status",
    "Tally",
    "index_folder",
    "watch",
]
