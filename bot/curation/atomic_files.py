"""Atomic file changes: after a crash at any moment, a file is complete under its name or not there at all."""

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
def disk_errors_explained() -> Iterator[None]:
    """Turns an OSError inside into a DataError with a sentence for a person.

    Raises:
        DataError: a file could not be written or read.
    """
    try:
        yield
    except OSError as error:
        raise DataError(f"The files could not be changed: {error.strerror or type(error).__name__}.") from error


def write_atomically(path: Path, content: bytes) -> None:
    """Writes `content` to a temporary file beside `path`, flushes it to the disk, and renames it to `path`."""
    part = path.with_name(f".{path.name}.part")
    with part.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
    sync_folder(path.parent)


def copy_to_disk(source: Path, part: Path) -> None:
    """Copies `source` to the temporary file `part` and flushes it to the disk; the caller renames it."""
    with source.open("rb") as original, part.open("wb") as copy:
        shutil.copyfileobj(original, copy, 1 << 20)
        copy.flush()
        os.fsync(copy.fileno())


def move(source: Path, target: Path) -> None:
    """Moves a file, also to another file system; at every moment it is complete in at least one of the two places."""
    try:
        source.rename(target)
    except OSError:  # another file system
        part = target.with_name(f".clippings-{secrets.token_hex(6)}.part")
        copy_to_disk(source, part)
        part.replace(target)
        sync_folder(target.parent)
        try:
            source.unlink()
        except OSError:  # still where it was: then it must not be here as well
            target.unlink()
            raise
    sync_folder(target.parent)
    sync_folder(source.parent)


def make_folder(path: Path, *, mode: int = 0o777) -> None:
    """Makes a folder and its missing parents, with `mode` but for the umask; they are on the disk when this returns."""
    missing = [folder for folder in (path, *path.parents) if not folder.exists()]
    for folder in reversed(missing):
        folder.mkdir(exist_ok=True, mode=mode)
        sync_folder(folder.parent)
