"""The file of a backup: a ZIP archive with a manifest that has each member's size and SHA-256.

| member | what it is |
| --- | --- |
| `manifest.json` | the format's version, the bot's, the state's, when it was made, rows by table, the other members |
| `state.db` | the state as an SQLite file, also where it is kept in PostgreSQL |
| `state.key` | the secret that turns members into pseudonyms |
| `settings.env` | the settings that are not the defaults, without secrets |
| `servers/…` | the servers' own articles |
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO

from bot.errors import DataError
from bot.language.interface import N_

FORMAT = 1
MANIFEST = "manifest.json"
STATE, KEY, SETTINGS, SERVERS = "state.db", "state.key", "settings.env", "servers/"
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Manifest:
    """The manifest of a backup. `files` has each member's size and SHA-256; `made` is ISO 8601, UTC."""

    clippings: str
    state: int
    made: str
    rows: Mapping[str, int]
    files: Mapping[str, tuple[int, str]] = field(default_factory=dict)
    format: int = FORMAT

    @property
    def articles(self) -> int:
        """Files of the servers' own articles."""
        return sum(name.startswith(SERVERS) for name in self.files)


def write_archive(target: Path, manifest: Manifest, members: Mapping[str, Path]) -> Manifest:
    """Writes the members and the manifest, completed, to `target`."""
    files: dict[str, tuple[int, str]] = {}
    with zipfile.ZipFile(target, "x", zipfile.ZIP_DEFLATED) as archive:
        for name, path in members.items():
            try:
                with path.open("rb") as source, archive.open(name, "w", force_zip64=True) as copy:
                    files[name] = _copied(source, copy)
            except FileNotFoundError:  # an article that an admin has just removed
                if not name.startswith(SERVERS):
                    raise
        whole = Manifest(**{**asdict(manifest), "files": files})
        archive.writestr(MANIFEST, json.dumps(asdict(whole), ensure_ascii=False, indent=1))
    return whole


def read_archive(source: Path, folder: Path) -> Manifest:
    """Takes every member out into `folder`, and returns the manifest.

    Raises:
        DataError: it is no backup, of a newer format, or a member is not what the manifest says.
    """
    try:
        with zipfile.ZipFile(source) as archive:
            manifest = _manifest(archive, source)
            for name, expected in manifest.files.items():
                target = folder / name
                if not target.resolve().is_relative_to(folder.resolve()):
                    raise DataError("{file} is no backup of Clippings: it names files outside of itself.", file=source)
                target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                with archive.open(name) as member, target.open("xb") as copy:
                    if _copied(member, copy) != tuple(expected):
                        raise DataError("{file} is damaged: {name} is not as it was written.", file=source, name=name)
    except (zipfile.BadZipFile, EOFError, KeyError, NotImplementedError) as error:
        kind = type(error).__name__
        raise DataError("{file} is damaged or no backup of Clippings ({kind}).", file=source, kind=kind) from None
    except OSError as error:
        place, why = error.filename or source, error.strerror
        raise DataError("{place} cannot be used: {why}.", place=place, why=why) from None
    return manifest


def _manifest(archive: zipfile.ZipFile, source: Path) -> Manifest:
    try:
        found = json.loads(archive.read(MANIFEST))
        if found["format"] > FORMAT:
            newer = N_("{file} was written by a newer version of Clippings ({version}); install it.")
            raise DataError(newer, file=source, version=found["clippings"])
        return Manifest(**found)
    except (KeyError, TypeError, ValueError, zipfile.BadZipFile):
        sentence = N_("{file} is damaged or no backup of Clippings: its manifest cannot be read.")
        raise DataError(sentence, file=source) from None


def _copied(source: IO[bytes], target: IO[bytes]) -> tuple[int, str]:
    size, digest = 0, hashlib.sha256()
    while block := source.read(_BLOCK):
        target.write(block)
        digest.update(block)
        size += len(block)
    return size, digest.hexdigest()
