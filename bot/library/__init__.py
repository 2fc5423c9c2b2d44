"""The library: the generation that answers questions now, reloads that replace it, its status."""

from bot.library.building.reports import Counts, Reload
from bot.library.counters import LATENCY_BOUNDS, Counters
from bot.library.engine_factory import index_folder
from bot.library.folder_watch import watch
from bot.library.generations.tombstones import Takedown
from bot.library.library import Library
from bot.library.reload_run import ReloadRun
from bot.library.status import Status, Totals

__all__ = [
    "LATENCY_BOUNDS",
    "Counters",
    "Counts",
    "Library",
    "Reload",
    "ReloadRun",
    "Status",
    "Takedown",
    "Totals",
    "index_folder",
    "watch",
]
