"""A generation's files: arrays, texts and a manifest in one folder that is complete or is not there."""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.errors import DamagedIndexError

FORMAT = 1  # raise it when the files change their meaning: older generations are then rebuilt
MANIFEST = "manifest.json"
_NAME = re.compile(r"g(\d{6,})-[0-9a-f]{6}")


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation says of itself, and the size and checksum of each of its other files."""

    analyzer: str
    language: str
    facts: dict[str, Any]
    files: dict[str, tuple[int, str]]


def generations(root: Path) -> list[Path]:
    """The finished generations in `root`, newest first."""
    if not root.is_dir():
        return []
    found = [(int(match[1]), path) for path in root.iterdir() if (match := _NAME.fullmatch(path.name))]
    return [path for _, path in sorted(found, reverse=True)]


def begin(root: Path) -> Path:
    """A new temporary folder in `root` to write a generation to."""
    root.mkdir(parents=True, exist_ok=True)
    folder = root / f".building-{os.getpid()}-{secrets.token_hex(4)}"
    folder.mkdir()
    return folder


def finish(folder: Path, manifest: Manifest) -> Path:
    """Writes the manifest, brings everything to the disk and gives the folder its final name, which it returns."""
    record = {
        "format": FORMAT,
        "analyzer": manifest.analyzer,
        "language": manifest.language,
        "facts": manifest.facts,
        "files": manifest.files,
    }
    body = json.dumps(record, indent=1, sort_keys=True)
    write(folder, MANIFEST, json.dumps({"checksum": checksum(body.encode()), "body": body}).encode())
    _flush(folder)
    number = max([int(path.name[1:].partition("-")[0]) for path in generations(folder.parent)], default=0) + 1
    final = folder.parent / f"g{number:06d}-{secrets.token_hex(3)}"
    folder.rename(final)
    _flush(folder.parent)
    return final


def read_manifest(folder: Path) -> Manifest:
    """Raises DamagedIndexError when it is missing, torn or of another version."""
    try:
        outer = json.loads((folder / MANIFEST).read_bytes())
        body = outer["body"]
        if checksum(body.encode()) != outer["checksum"]:
            raise DamagedIndexError(f"The index {folder.name} is damaged: its manifest does not match its checksum.")
        record = json.loads(body)
        if record["format"] != FORMAT:
            raise DamagedIndexError(
                f"The index {folder.name} has format {record['format']}; this version writes {FORMAT}."
            )
        files = {name: (int(size), str(check)) for name, (size, check) in record["files"].items()}
        return Manifest(record["analyzer"], record["language"], record["facts"], files)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise DamagedIndexError(f"The index {folder.name} is damaged: its manifest cannot be read.") from error


def write(folder: Path, name: str, content: bytes) -> tuple[int, str]:
    """Writes one file through to the disk; returns its size and checksum."""
    with (folder / name).open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return len(content), checksum(content)


def write_arrays(folder: Path, arrays: Mapping[str, NDArray[Any]]) -> dict[str, tuple[int, str]]:
    """Writes each array as `name.npy`; returns sizes and checksums by file name."""
    written = {}
    for name, array in arrays.items():
        path = folder / f"{name}.npy"
        with path.open("wb") as file:
            np.save(file, np.ascontiguousarray(array), allow_pickle=False)
            file.flush()
            os.fsync(file.fileno())
        written[path.name] = (path.stat().st_size, checksum(path.read_bytes()))
    return written


def mapped(folder: Path, name: str) -> NDArray[Any]:
    """The array `name`, mapped and not loaded. Raises DamagedIndexError."""
    path = folder / f"{name}.npy"
    try:
        return np.asarray(np.load(path, mmap_mode="r", allow_pickle=False))
    except (OSError, ValueError, EOFError) as error:
        raise DamagedIndexError(f"The index {folder.name} is damaged: {path.name} cannot be read.") from error


def check_sizes(folder: Path, manifest: Manifest) -> None:
    """Raises DamagedIndexError when a file is missing or shorter or longer than it was written."""
    for name, (size, _) in manifest.files.items():
        try:
            found = (folder / name).stat().st_size
        except OSError as error:
            raise DamagedIndexError(f"The index {folder.name} is damaged: {name} is missing.") from error
        if found != size:
            raise DamagedIndexError(f"The index {folder.name} is damaged: {name} has {found} bytes instead of {size}.")


def verify(folder: Path) -> None:
    """Reads every byte of a generation against its checksums. Raises DamagedIndexError naming the first bad file."""
    manifest = read_manifest(folder)
    check_sizes(folder, manifest)
    for name, (_, expected) in manifest.files.items():
        if checksum((folder / name).read_bytes()) != expected:
            raise DamagedIndexError(f"The index {folder.name} is damaged: {name} does not match its checksum.")


def remove(folder: Path) -> None:
    """Removes a generation or an abandoned temporary folder; the manifest first: a half-removed one is none."""
    (folder / MANIFEST).unlink(missing_ok=True)
    shutil.rmtree(folder, ignore_errors=True)


def sweep(root: Path, keep: int = 1) -> list[Path]:
    """Removes all but the newest `keep` generations and what killed builds left behind. Returns what it removed.

    Open generations go on answering: on POSIX a mapped file outlives its name. Call it with no build running here.
    """
    left = list(root.glob(".building-*")) if root.is_dir() else []
    gone = [*generations(root)[max(keep, 0) :], *left]
    for folder in gone:
        remove(folder)
    return gone


def checksum(content: bytes | memoryview) -> str:
    """16 bytes of blake2b as hex digits."""
    return blake2b(content, digest_size=16).hexdigest()


def _flush(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
