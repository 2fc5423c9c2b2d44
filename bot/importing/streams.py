"""The byte streams of an import's sources: they count what is read, unpack it, and explain what is damaged."""

from __future__ import annotations

import io
import lzma
import shutil
import subprocess
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, BinaryIO, cast

from bot.articles.drafts import UnreadableError
from bot.articles.limits import MEGABYTE

_SEVEN_ZIP = ("7zz", "7z", "7za", "bsdtar")
_CHUNK = 1 << 20
LARGEST_ENTRY = 40 * MEGABYTE  # the longest text at four bytes a character
_DAMAGED = (EOFError, OSError, zlib.error, lzma.LZMAError, zipfile.BadZipFile, tarfile.TarError, RuntimeError)

OnBytes = Callable[[int], None]


@contextmanager
def explained() -> Iterator[None]:
    """Turns what a damaged archive raises into an UnreadableError."""
    try:
        yield
    except _DAMAGED as error:
        words = str(error) if isinstance(error, RuntimeError) else ""
        secret = "password" in words or "encrypted" in words
        raise UnreadableError("It is encrypted." if secret else "It is damaged or cut off.") from None


class CountedFile(io.FileIO):
    """A file that counts the bytes read from it, so that the progress of a packed file can be shown."""

    def __init__(self, path: Path, on_bytes: OnBytes) -> None:
        super().__init__(path, "rb")
        self._on_bytes = on_bytes

    def readinto(self, buffer: Any) -> int | None:
        """See `io.RawIOBase.readinto`."""
        count = super().readinto(buffer)
        self._on_bytes(count or 0)
        return count


class Entrywise:
    """A stream of entries, none of which may be larger than `LARGEST_ENTRY`: it is told when one has ended."""

    def __init__(self, stream: IO[bytes], dropped: bytes = b"") -> None:
        """`dropped` are bytes that are left out."""
        self._stream, self._dropped = stream, dropped
        self._size = 0

    def entry_ended(self) -> None:
        """What is read from now on is another entry."""
        self._size = 0

    def read(self, size: int = -1, /) -> bytes:
        """See `io.RawIOBase.read`. Raises UnreadableError."""
        while chunk := self._stream.read(size):
            self._size += len(chunk)
            if self._size > LARGEST_ENTRY:
                raise UnreadableError(
                    f"One of its entries is larger than {LARGEST_ENTRY // MEGABYTE} MB; what stands before was read."
                )
            if clean := chunk.translate(None, self._dropped) if self._dropped else chunk:
                return clean
        return b""


class UnpackedFile(io.RawIOBase):
    """A packed file as it is unpacked; closing it closes the file, which `gzip` and `bz2` leave open."""

    def __init__(self, stream: IO[bytes], raw: io.FileIO) -> None:
        self._stream = stream
        self._raw = raw

    def readable(self) -> bool:
        """See `io.RawIOBase.readable`."""
        return True

    def seekable(self) -> bool:
        """See `io.RawIOBase.seekable`."""
        return True

    def readinto(self, buffer: Any) -> int:
        """See `io.RawIOBase.readinto`."""
        chunk = self._stream.read(len(buffer))
        buffer[: len(chunk)] = chunk
        return len(chunk)

    def seek(self, offset: int, whence: int = 0, /) -> int:
        """See `io.RawIOBase.seek`; going back means unpacking from the start again."""
        return self._stream.seek(offset, whence)

    def close(self) -> None:
        """See `io.RawIOBase.close`."""
        if not self.closed:
            self._stream.close()
            self._raw.close()
        super().close()


def from_seven_zip(path: Path) -> BinaryIO:
    """What `7z` writes of the only file in an archive. Raises UnreadableError where no such program is installed."""
    program = next((found for name in _SEVEN_ZIP if (found := shutil.which(name))), None)
    if program is None:
        raise UnreadableError("Reading .7z needs the program 7z (package 7zip or p7zip-full), or unpack it yourself.")
    words = ["-xOf", str(path)] if program.endswith("bsdtar") else ["x", "-so", "--", str(path)]
    process = subprocess.Popen(  # noqa: S603 - a program of the system, with a path as its only word
        [program, *words], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL
    )
    return cast(BinaryIO, _ProcessOutput(process))


class _ProcessOutput(io.BufferedReader):
    """The output of a program, which ends with it; a program that failed is an error at the end of its output."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        super().__init__(cast(io.RawIOBase, process.stdout), _CHUNK)
        self._process = process

    def read(self, size: int | None = -1, /) -> bytes:
        """See `io.BufferedReader.read`."""
        found = super().read(size)
        if not found and size and self._process.wait():
            raise OSError("the program that unpacks it failed")
        return found

    def close(self) -> None:
        """Ends the program as well."""
        super().close()
        if self._process.poll() is None:
            self._process.terminate()
        self._process.wait()
