"""Generations as folders: complete under their final name, or not there. The manifest names and checks every file."""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
import time
import zlib
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from bot.durability import sync_folder
from bot.errors import DamagedIndexError
from bot.search.storage.array_file import checksum

FORMAT = 5  # raise it when the files change their meaning: older generations are then rebuilt
MANIFEST = "manifest.json"
_NAME = re.compile(r"g(\d{6,})-[0-9a-f]{6}")
_TEMPORARY = ".building-"

_sound: set[tuple[int, int, int, int]] = set()
"""Files that this process has checked or written: device, inode, size, time. A segment that the next generation shares
by hard link is not read again."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation says of itself, and the size and checksum of each of its other files.

    `parameters` are those of `IndexParameters.version`.
    """

    language: str
    parameters: dict[str, Any]
    facts: dict[str, Any]
    files: dict[str, tuple[int, str]]


def generations(root: Path) -> list[Path]:
    """The finished generations in `root`, newest first."""
    if not root.is_dir():
        return []
    found = [(int(match[1]), path.name, path) for path in root.iterdir() if (match := _NAME.fullmatch(path.name))]
    return [path for _, _, path in sorted(found, reverse=True)]


def begin(root: Path) -> Path:
    """A new temporary folder in `root` to write a generation to."""
    root.mkdir(parents=True, exist_ok=True)
    folder = root / f"{_TEMPORARY}{os.getpid()}-{secrets.token_hex(4)}"
    folder.mkdir()
    return folder


def finish(folder: Path, manifest: Manifest) -> Path:
    """Writes the manifest, brings the folder to the disk and gives it its final name, which it returns."""
    record = {
        "format": FORMAT,
        "language": manifest.language,
        "parameters": manifest.parameters,
        "facts": manifest.facts,
        "files": manifest.files,
    }
    body = json.dumps(record, indent=1, sort_keys=True)
    write(folder / MANIFEST, json.dumps({"crc32": _crc(body), "body": body}).encode())
    sync_folder(folder)
    last = generations(folder.parent)[:1]
    number = int(last[0].name[1:].partition("-")[0]) + 1 if last else 1
    final = folder.parent / f"g{number:06d}-{secrets.token_hex(3)}"
    folder.rename(final)
    sync_folder(folder.parent)
    return final


def write(path: Path, content: bytes) -> None:
    """Writes one file through to the disk."""
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def listed(path: Path) -> tuple[int, str]:
    """Size and checksum of a file just written, for the manifest."""
    _sound.add(_identity(path))
    return path.stat().st_size, checksum(path)


def read_manifest(folder: Path) -> Manifest:
    """Raises DamagedIndexError when it is missing, torn or of another format."""
    try:
        outer = json.loads((folder / MANIFEST).read_bytes())
        if _crc(outer["body"]) != outer["crc32"]:
            raise DamagedIndexError(f"The index {folder.name} is damaged: its manifest does not match its checksum.")
        record = json.loads(outer["body"])
        if record["format"] != FORMAT:
            found = record["format"]
            raise DamagedIndexError(f"The index {folder.name} has format {found}; this version reads {FORMAT}.")
        files = {name: (int(size), str(check)) for name, (size, check) in record["files"].items()}
        return Manifest(record["language"], record["parameters"], record["facts"], files)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise DamagedIndexError(f"The index {folder.name} is damaged: its manifest cannot be read.") from error


def check(folder: Path, manifest: Manifest, *, texts: bool = False) -> None:
    """Holds every file against its size, and all but the texts against their checksums (with `texts`: those too).

    A text is checked whenever it is read, by a checksum of its own. Raises DamagedIndexError naming the first bad file.
    """
    for name, (size, expected) in manifest.files.items():
        path = folder / name
        try:
            found = path.stat().st_size
            if found != size:
                raise DamagedIndexError(f"The index {folder.name} is damaged: {name} has {found} bytes, not {size}.")
            if (texts or not name.endswith(".texts")) and (texts or _identity(path) not in _sound):
                if checksum(path) != expected:
                    raise DamagedIndexError(f"The index {folder.name} is damaged: {name} does not match its checksum.")
                _sound.add(_identity(path))
        except OSError as error:
            raise DamagedIndexError(f"The index {folder.name} is damaged: {name} cannot be read.") from error


def verify(folder: Path) -> None:
    """Reads every byte of a generation against its checksums. Raises DamagedIndexError naming the first bad file."""
    check(folder, read_manifest(folder), texts=True)


def forget_checked() -> None:
    """Lets every file be checked again when it is next opened."""
    _sound.clear()


def remove(folder: Path) -> None:
    """Removes a generation or an abandoned temporary folder; the manifest first: a half-removed one is none."""
    (folder / MANIFEST).unlink(missing_ok=True)
    shutil.rmtree(folder, ignore_errors=True)


def sweep(root: Path, keep: int = 1, *, grace: float = 0.0) -> list[Path]:
    """Removes all but the newest `keep` generations and what killed builds left behind. Returns what it removed.

    On this machine open generations go on answering: a mapped file outlives its name. On a network file system it does
    not, and reading it ends the process (SIGBUS): a generation that others may have open stays until its successor is
    `grace` seconds old. The caller holds the index's lock, so that any temporary folder is abandoned; whether
    the process that wrote it still runs could not be seen across machines and containers.
    """
    if not root.is_dir():
        return []
    found = generations(root)
    gone = [
        old
        for number, (newer, old) in enumerate(pairwise(found), start=1)
        if number >= max(keep, 0) and time.time() - _written(newer) >= grace
    ]
    gone += [*(found[:1] if keep <= 0 else []), *root.glob(f"{_TEMPORARY}*")]
    for folder in gone:
        remove(folder)
    return gone


def _written(folder: Path) -> float:
    """When the generation was finished; long ago where that is unknown."""
    try:
        return (folder / MANIFEST).stat().st_mtime
    except OSError:
        return 0.0


def _identity(path: Path) -> tuple[int, int, int, int]:
    stat = path.stat()
    return stat.st_dev, stat.st_ino, stat.st_size, stat.st_mtime_ns


def _crc(text: str) -> str:
    return f"{zlib.crc32(text.encode('utf-8', 'surrogatepass')):08x}"
