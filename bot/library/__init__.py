"""The library: the generation that answers questions now, reloads that replace it, its status.

A name is imported when it is first used: the process of a build, which is in this package too, needs none of them, and
importing them would be a tenth of the time until an added file can be quoted.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
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
_MODULES = {
    "building.reports": ("Counts", "Reload"),
    "counters": ("LATENCY_BOUNDS", "Counters"),
    "engine_factory": ("index_folder",),
    "folder_watch": ("watch",),
    "generations.tombstones": ("Takedown",),
    "library": ("Library",),
    "reload_run": ("ReloadRun",),
    "status": ("Status", "Totals"),
}
_MODULE_OF = {name: module for module, names in _MODULES.items() for name in names}


def __getattr__(name: str) -> object:
    if name not in _MODULE_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULE_OF[name]}"), name)
