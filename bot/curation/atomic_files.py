"""Writing so that a crash at any moment leaves the whole file or none under its name."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.durability import sync_folder
from bot.errors import DataError


@contextmanager
def told() -> Iterator[None]:
    """Says in a sentence what the disk says in a number.

    Raises:
        DataError: something could not be written or read.
    """
    try:
        yield
    except OSError as error:
        raise DataError(f"The files could not be changed: {error.strerror or type(error).__name__}.") from error


def write_whole(path: Path, content: bytes) -> None:
    """Writes `content` under a temporary name beside `path`, brings it to the disk, and renames it."""
    part = path.with_name(f".{path.name}.part")
    with part.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
    sync_folder(path.parent)


def copy_whole(source: Path, part: Path) -> None:
    """Copies `source` to `part` and brings it to the disk; the caller renames it."""
    with source.open("rb") as original, part.open("wb") as copy:
        shutil.copyfileobj(original, copy, 1 << 20)
        copy.flush()
        os.fsync(copy.fileno())


def move(source: Path, target: Path) -> None:
    """Moves a file, across file systems too: at every moment it is whole at one place at least."""
    try:
        source.rename(target)
    except OSError:  # another file system
        part = target.with_name(f".clippings-{secrets.token_hex(6)}.part")
        copy_whole(source, part)
        part.replace(target)
        sync_folder(target.parent)
        source.unlink()
    sync_folder(target.parent)
    sync_folder(source.parent)


def make_folder(path: Path) -> None:
    """Makes a folder and those above it, on the disk before this returns."""
    missing = [folder for folder in (path, *path.parents) if not folder.exists()]
    for folder in reversed(missing):
        folder.mkdir(exist_ok=True)
        sync_folder(folder.parent)
