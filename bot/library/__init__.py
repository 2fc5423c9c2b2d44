"""The corpus that is live now: its generation, reloads with progress, the swap, status."""

from bot.library.counters import BOUNDS, Tally
from bot.library.engine_factory import index_folder
from bot.library.folder_watch import watch
from bot.library.library import Library
from bot.library.status import Counts, Figures, Reload, Running, Status

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
