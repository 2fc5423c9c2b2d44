"""The file that an import writes, `<name>.jsonl.gz`: merged with what was there by ids, replaced by a rename.

Memory holds two small numbers for each record (a digest of its id, one of its content), never a text.
"""

from __future__ import annotations

import gzip
import json
import os
import secrets
import shutil
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import IO, Any, Self, cast

from bot.durability import sync_folder
from bot.errors import CorpusError, DataError
from bot.model import Article

_LEVEL = 5  # of gzip; 6 takes a third longer for 1 % less
_LONGEST_LINE = 64_000_000


@dataclass(frozen=True, slots=True)
class Merge:
    """What an import changes in its file."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    kept: int = 0
    removed: int = 0

    @property
    def changes(self) -> bool:
        """Whether the file would be another one."""
        return bool(self.added or self.changed or self.removed)


class RecordFile:
    """Writes records to a temporary file beside `path`; `replace` makes it the corpus's, `close` drops it."""

    def __init__(self, path: Path) -> None:
        """Raises DataError where the folder cannot be written."""
        self.path = path
        self._part = path.with_name(f".clippings-{secrets.token_hex(6)}.part")
        self._records: dict[bytes, bytes] = {}
        self._superseded: dict[bytes, int] = {}
        self._unchanged: set[bytes] = set()
        self._former: frozenset[bytes] | None = None
        self._lines = 0
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._raw = self._part.open("wb")
        except OSError as error:
            raise DataError(f"{path.parent} cannot be written: {error.strerror}.") from None
        self._file: IO[bytes] = cast(IO[bytes], gzip.GzipFile("", "wb", _LEVEL, self._raw, mtime=0))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __contains__(self, ident: str) -> bool:
        return _digest(ident.encode("utf-8", "surrogatepass")) in self._records

    def __len__(self) -> int:
        return len(self._records)

    def holds(self, ident: str) -> bool:
        """Whether the former file has a record with this id. Raises CorpusError where it cannot be read."""
        if self._former is None:
            self._former = frozenset(_digest(_id_of(line, self.path).encode()) for line in _lines(self.path))
        return _digest(ident.encode("utf-8", "surrogatepass")) in self._former

    def keep(self, ident: str) -> None:
        """Takes over the former file's record with this id as it is."""
        self._unchanged.add(_digest(ident.encode("utf-8", "surrogatepass")))

    def add(self, article: Article) -> None:
        """Appends a record; one with the same id that was added before is superseded."""
        line = json.dumps(record_of(article), ensure_ascii=False).encode("utf-8", "replace") + b"\n"
        ident = _digest(article.id.encode("utf-8", "surrogatepass"))
        if ident in self._records:
            self._superseded[ident] = self._lines
        self._records[ident] = _digest(line)
        self._lines += 1
        self._file.write(line)

    def merge(self, *, prune: bool) -> Merge:
        """Takes over the former file's records that did not come again, unless `prune`; what changes by all that.

        Raises:
            CorpusError: the former file cannot be read, so that nothing is sure about what would be lost.
        """
        if self._superseded:
            self._drop_superseded()
        added, changed, unchanged, left = len(self._records), 0, 0, 0
        for line in _lines(self.path):
            ident = _digest(_id_of(line, self.path).encode("utf-8", "surrogatepass"))
            if ident in self._records:
                added -= 1
                same = self._records[ident] == _digest(line)
                unchanged, changed = unchanged + same, changed + (not same)
                continue
            same = ident in self._unchanged
            unchanged, left = unchanged + same, left + (not same)
            if same or not prune:
                self._file.write(line)
        return Merge(added, changed, unchanged, 0 if prune else left, left if prune else 0)

    def replace(self) -> int:
        """Makes this the corpus's file; its size. After a crash at any moment, one of the two is there, whole."""
        try:
            self._file.close()
            self._raw.flush()
            os.fsync(self._raw.fileno())
            self._raw.close()
            size = self._part.stat().st_size
            self._part.replace(self.path)
            sync_folder(self.path.parent)
        except OSError as error:
            raise DataError(f"{self.path} cannot be written: {error.strerror}.") from None
        return size

    def size(self) -> int:
        """Bytes on the disk so far."""
        self._file.flush()
        return self._raw.tell()

    def close(self) -> None:
        """Deletes the temporary file, if it has not replaced the old one."""
        self._file.close()
        self._raw.close()
        self._part.unlink(missing_ok=True)

    def _drop_superseded(self) -> None:
        """Writes the lines again without those whose id came again later."""
        self._file.close()
        self._raw.close()
        former = self._part.with_suffix(".former.part")
        self._part.rename(former)
        self._raw = self._part.open("wb")
        self._file = cast(IO[bytes], gzip.GzipFile("", "wb", _LEVEL, self._raw, mtime=0))
        try:
            for number, line in enumerate(_lines(former)):
                ident = _digest(_id_of(line, former).encode("utf-8", "surrogatepass"))
                if self._superseded.get(ident, number) == number:
                    self._file.write(line)
        finally:
            former.unlink()


def record_of(article: Article) -> dict[str, Any]:
    """An article as a record of JSON lines that the corpus reads back as the same article."""
    record = {
        "id": article.id,
        "title": article.title,
        "date": article.date.isoformat() if article.date else "",
        "source": article.source,
        "url": article.url,
        **article.details(),
        "text": article.text,
    }
    return {name: value for name, value in record.items() if value}


def _lines(path: Path) -> Iterator[bytes]:
    try:
        with gzip.open(path) as file:
            while line := file.readline(_LONGEST_LINE):
                if line.strip():
                    yield line if line.endswith(b"\n") else line + b"\n"
    except FileNotFoundError:
        return
    except (OSError, EOFError, zlib.error) as error:
        raise CorpusError(f"{path.name} is there already but cannot be read; move it away first.") from error


def _id_of(line: bytes, path: Path) -> str:
    try:
        return str(json.loads(line)["id"])
    except (ValueError, KeyError, TypeError):
        raise CorpusError(
            f"{path.name} is there already and was not made by an import: choose another --into."
        ) from None


def _digest(data: bytes) -> bytes:
    return blake2b(data, digest_size=12).digest()


def free_space(path: Path) -> int:
    """Bytes free where `path` is to be written."""
    folder = next(parent for parent in (path, *path.parents) if parent.is_dir())
    return shutil.disk_usage(folder).free
