"""What makes a change of a folder survive a power cut; see fsync(2): a file's own fsync does not bring its name."""

from __future__ import annotations

import os
from pathlib import Path


def sync_folder(folder: Path) -> None:
    """Brings the names in `folder` (files made, renamed or removed there) to the disk. Raises OSError."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
