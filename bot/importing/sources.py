"""The sources of an import (one file, a folder, a zip or a tar), each as files that can be opened by name.

Nothing is unpacked under the name it has inside an archive, so no such name leads outside (path traversal). What is
unpacked is counted against a limit (zip bombs), and a packed file is read as a stream.
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
import tempfile
import zipfile
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO, Any, cast

from bot.articles.display_names import shown
from bot.articles.drafts import UnreadableError
from bot.articles.limits import MEGABYTE
from bot.importing.streams import CountedFile, OnBytes, UnpackedFile, explained, from_seven_zip

MAX_MEMBERS = 1_000_000
MAX_UNPACKED_MB = 50_000  # of one archive; a real one may be as large as the disk it came from
_IN_MEMORY = 32 * MEGABYTE
_CHUNK = 1 << 20
_PACKED: dict[str, Callable[..., Any]] = {".gz": gzip.open, ".bz2": bz2.open, ".xz": lzma.open}


class Source(ABC):
    """Files by name. `title` is what a person calls the whole; `size` is its bytes as they lie on the disk."""

    def __init__(self, title: str, size: int, on_bytes: OnBytes) -> None:
        self.title = title
        self.size = size
        self._on_bytes = on_bytes

    @abstractmethod
    def names(self) -> list[str]:
        """The names of its files, sorted; folders are separated by slashes."""

    @abstractmethod
    def open(self, name: str) -> IO[bytes]:
        """Opens a file for reading, at its start. Raises UnreadableError."""

    def head(self, name: str, size: int = 65_536) -> bytes:
        """The first bytes of a file, unpacked. Raises UnreadableError."""
        with self.open(name) as stream, explained():
            return stream.read(size)

    def close(self) -> None:  # noqa: B027 - most hold nothing open
        """Closes what is held open."""


class FileSource(Source):
    """One file, unpacked as it is read when it is .gz, .bz2, .xz or .7z."""

    def __init__(self, path: Path, on_bytes: OnBytes) -> None:
        super().__init__(shown(path.name), path.stat().st_size, on_bytes)
        self._path = path
        self._suffix = path.suffix.lower()

    def names(self) -> list[str]:
        """See `Source.names`: the file's own name, without the ending that tells how it is packed."""
        packed = self._suffix in _PACKED or self._suffix == ".7z"
        return [shown(self._path.stem if packed else self._path.name)]

    def open(self, name: str) -> IO[bytes]:
        """See `Source.open`."""
        del name  # there is only one
        if self._suffix == ".7z":
            return from_seven_zip(self._path)
        try:
            raw = CountedFile(self._path, self._on_bytes)
        except OSError as error:
            raise UnreadableError(f"It cannot be read: {error.strerror}.") from None
        unpack = _PACKED.get(self._suffix)
        return io.BufferedReader(UnpackedFile(unpack(raw, "rb"), raw) if unpack else raw, _CHUNK)


class FolderSource(Source):
    """A folder with its folders. Links are not followed, names that begin with a dot are passed over."""

    def __init__(self, path: Path, on_bytes: OnBytes) -> None:
        self._files = {
            shown(file.relative_to(path).as_posix()): file
            for file in sorted(path.rglob("*"))
            if not any(part.startswith(".") for part in file.relative_to(path).parts)
            and file.is_file()
            and not file.is_symlink()
        }
        super().__init__(shown(path.name), sum(file.stat().st_size for file in self._files.values()), on_bytes)

    def names(self) -> list[str]:
        """See `Source.names`."""
        return list(self._files)

    def open(self, name: str) -> IO[bytes]:
        """See `Source.open`."""
        try:
            return io.BufferedReader(CountedFile(self._files[name], self._on_bytes), _CHUNK)
        except OSError as error:
            raise UnreadableError(f"It cannot be read: {error.strerror}.") from None


class ArchiveSource(Source):
    """A zip or a tar, packed or not. A member is copied to a nameless temporary file, so that it can be sought."""

    def __init__(self, path: Path, on_bytes: OnBytes, max_unpacked_mb: float = MAX_UNPACKED_MB) -> None:
        """Raises UnreadableError when the archive is damaged."""
        super().__init__(shown(path.name), path.stat().st_size, on_bytes)
        self._left = int(max_unpacked_mb * MEGABYTE)
        self._limit_mb = max_unpacked_mb
        self._sizes: dict[str, int] = {}
        self._members: dict[str, zipfile.ZipInfo | tarfile.TarInfo] = {}
        self._archive: zipfile.ZipFile | tarfile.TarFile
        with explained():
            if zipfile.is_zipfile(path):
                self._archive = zipfile.ZipFile(path)
                for packed in self._archive.infolist():
                    self._note(packed.filename, packed, packed.compress_size)
            else:
                self._archive = tarfile.open(path)  # noqa: SIM115 - closed by close()
                for member in self._archive:
                    if member.isfile():
                        self._note(member.name, member, member.size)

    def _note(self, name: str, member: zipfile.ZipInfo | tarfile.TarInfo, size: int) -> None:
        if len(self._members) == MAX_MEMBERS:
            raise UnreadableError(f"It holds more than {MAX_MEMBERS:,} files.")
        if not name.endswith("/") and not _is_hidden(name):
            self._members[shown(name)] = member
            self._sizes[shown(name)] = size

    def names(self) -> list[str]:
        """See `Source.names`."""
        return sorted(self._members)

    def open(self, name: str) -> IO[bytes]:
        """See `Source.open`."""
        copy = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - handed out
        with explained(), self._member(name) as member:
            while chunk := member.read(_CHUNK):
                self._left -= len(chunk)
                if self._left < 0:
                    copy.close()
                    raise UnreadableError(f"The archive unpacks to more than {self._limit_mb:,.0f} MB.")
                copy.write(chunk)
        self._on_bytes(self._sizes.get(name, 0))
        copy.seek(0)
        return cast(IO[bytes], copy)

    def head(self, name: str, size: int = 65_536) -> bytes:
        """See `Source.head`; only these bytes are unpacked."""
        with explained(), self._member(name) as member:
            return member.read(size)

    def close(self) -> None:
        """See `Source.close`."""
        self._archive.close()

    def _member(self, name: str) -> IO[bytes]:
        member = self._members[name]
        if isinstance(self._archive, zipfile.ZipFile):
            return self._archive.open(cast(zipfile.ZipInfo, member))
        opened = self._archive.extractfile(cast(tarfile.TarInfo, member))
        return opened if opened else io.BytesIO()


class Subset(Source):
    """Some of the files of another source."""

    def __init__(self, whole: Source, names: Sequence[str]) -> None:
        super().__init__(whole.title, whole.size, lambda _count: None)
        self._whole, self._names = whole, list(names)

    def names(self) -> list[str]:
        """See `Source.names`."""
        return self._names

    def open(self, name: str) -> IO[bytes]:
        """See `Source.open`."""
        return self._whole.open(name)

    def head(self, name: str, size: int = 65_536) -> bytes:
        """See `Source.head`."""
        return self._whole.head(name, size)


def _is_hidden(name: str) -> bool:
    return name.startswith("__MACOSX/") or any(
        part.startswith(".") for part in name.split("/") if part not in ("", ".")
    )


def open_source(path: Path, on_bytes: OnBytes = lambda _count: None) -> Source:
    """The source at `path`.

    Raises:
        UnreadableError: there is nothing that can be read.
    """
    if path.is_dir():
        return FolderSource(path, on_bytes)
    try:
        if not path.is_file():
            raise UnreadableError("There is no such file or folder.")
        if path.suffix.lower() in (".docx", ".odt", ".epub", ".xlsx"):  # zip files that are one document
            return FileSource(path, on_bytes)
        if zipfile.is_zipfile(path) or _is_tar(path):
            return ArchiveSource(path, on_bytes)
        return FileSource(path, on_bytes)
    except OSError as error:
        raise UnreadableError(f"It cannot be read: {error.strerror}.") from None


def _is_tar(path: Path) -> bool:
    name = path.name.lower()
    return name.endswith((".tar", ".tgz", ".tbz2", ".txz")) or ".tar." in name
