"""The segments of a generation, opened, with their places in it."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from bot.errors import DamagedIndexError
from bot.search.storage import generations as folders
from bot.search.storage.array_file import read_arrays
from bot.search.storage.segment import Segment, SegmentView


def open_segments(folder: Path, manifest: folders.Manifest) -> list[SegmentView]:
    """The segments of a generation, with their places in it. Raises DamagedIndexError."""
    try:
        names: list[str] = manifest.facts["segments"]
        deleted = read_arrays(folder / "deleted.columns") if "deleted.columns" in manifest.files else {}
        parts: list[SegmentView] = []
        row = passage = 0
        for name in names:
            rows = deleted.get(f"{name}.rows", np.empty(0, np.int32))
            parts.append(SegmentView(Segment(folder, name), row, passage, rows, deleted.get(f"{name}.df")))
            row, passage = row + parts[-1].rows, passage + parts[-1].passages
        return parts
    except (KeyError, IndexError, TypeError, ValueError) as error:
        raise DamagedIndexError(f"The index {folder.name} is damaged: its parts do not fit together.") from error
