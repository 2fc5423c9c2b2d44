"""Indexes of archives that are configured no more: moving CORPUS makes a new index, and the old one is nobody's."""

from __future__ import annotations

import shutil
import time
from contextlib import suppress
from pathlib import Path

from bot.errors import ClippingsError
from bot.library.building.lock import index_lock

UNUSED_DAYS = 30
_DAY = 86_400
_MARK = "used"  # an empty file: its time is when a bot last answered from this index


def unused_indexes(root: Path) -> dict[Path, float]:
    """The folders beside the index `root`, and the days since each was last used or built."""
    found = {}
    with suppress(FileNotFoundError):
        for folder in root.parent.iterdir():
            if folder != root and folder.is_dir():
                found[folder] = (time.time() - _last_used(folder)) / _DAY
    return found


def remove_unused_indexes(root: Path) -> list[str]:
    """Notes that the index `root` is used, and deletes those beside it that nobody has used for `UNUSED_DAYS`.

    An index is derived: where one is wanted again, it is built again. Returns the names of those deleted.
    """
    with suppress(OSError):
        (root / _MARK).touch()
    removed = []
    for folder, days in unused_indexes(root).items():
        if days > UNUSED_DAYS:
            with suppress(ClippingsError), index_lock(folder):  # nobody builds it just now
                shutil.rmtree(folder, ignore_errors=True)
                removed.append(folder.name)
    return removed


def _last_used(folder: Path) -> float:
    times = [folder.stat().st_mtime]
    with suppress(OSError):
        times.append((folder / _MARK).stat().st_mtime)
    return max(times)
