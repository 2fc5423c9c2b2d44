"""Many arrays in one file: written piece by piece, then mapped. Plain bytes under a JSON directory, never pickle."""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np
from numpy.typing import DTypeLike, NDArray

from bot.errors import DamagedIndexError

_MAGIC = b"CLIPCOL1"
_ALIGNED = 64
_BLOCK = 1 << 20
Place = tuple[str, int, int]  # dtype, offset in the file, number of elements


class ArrayFileWriter:
    """Writes arrays to one file. `close` makes it complete; without it the file cannot be opened."""

    def __init__(self, path: Path, *, durable: bool = True) -> None:
        """A file that is not `durable` is not forced to the disk when it is closed."""
        self._file = path.open("wb")
        self._durable = durable
        self._end = _ALIGNED
        self._places: dict[str, Place] = {}

    def add(self, name: str, array: NDArray[Any]) -> None:
        """Writes a whole array."""
        self.reserve(name, array.dtype, array.size)
        self.put(name, 0, array)

    def reserve(self, name: str, dtype: DTypeLike, count: int) -> None:
        """Makes room for an array of `count` elements, to be filled with `put`."""
        kind = np.dtype(dtype).newbyteorder("<")
        self._places[name] = (kind.str, self._end, count)
        size = kind.itemsize * count
        self._end += -(-size // _ALIGNED) * _ALIGNED

    def put(self, name: str, position: int, array: NDArray[Any]) -> None:
        """Writes `array` as the elements of `name` from `position` on."""
        kind, offset, count = self._places[name]
        if position + array.size > count:
            raise ValueError(f"{name} has room for {count} elements only")
        content = np.ascontiguousarray(array, np.dtype(kind))
        self._file.seek(offset + position * content.itemsize)
        self._file.write(content.data)

    def close(self) -> None:
        """Writes the directory and brings everything to the disk."""
        directory = json.dumps(self._places).encode()
        with self._file as file:
            file.seek(self._end)
            file.write(directory)
            file.seek(0)
            file.write(_MAGIC + self._end.to_bytes(8, "little") + len(directory).to_bytes(8, "little"))
            file.flush()
            if self._durable:
                os.fsync(file.fileno())

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self.close()
        else:
            self._file.close()


def write_arrays(path: Path, arrays: Mapping[str, NDArray[Any]], *, durable: bool = True) -> None:
    """Writes all of `arrays` to one file."""
    with ArrayFileWriter(path, durable=durable) as writer:
        for name, array in arrays.items():
            writer.add(name, array)


def read_arrays(path: Path) -> dict[str, NDArray[Any]]:
    """The arrays of a file by name, mapped and not loaded. Raises DamagedIndexError."""
    try:
        raw = np.asarray(np.memmap(path, np.uint8, "r"))
        head = raw[:24].tobytes()
        start, size = int.from_bytes(head[8:16], "little"), int.from_bytes(head[16:24], "little")
        if head[:8] != _MAGIC or start + size != len(raw):
            raise ValueError("no directory")
        places: dict[str, Place] = json.loads(raw[start:].tobytes())
        return {name: _view(raw, *place) for name, place in places.items()}
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise DamagedIndexError(f"The index is damaged: {path.name} cannot be read.") from error


def checksum(path: Path) -> str:
    """The file's CRC-32 as 8 hex digits (about 3 GB/s), read in blocks so that nothing of it stays in memory."""
    value = 0
    block = bytearray(_BLOCK)
    view = memoryview(block)
    with path.open("rb", buffering=0) as file:
        while size := file.readinto(block):
            value = zlib.crc32(view[:size], value)
    return f"{value:08x}"


def _view(raw: NDArray[np.uint8], kind: str, offset: int, count: int) -> NDArray[Any]:
    dtype = np.dtype(kind)
    if dtype.hasobject or offset % _ALIGNED or offset + count * dtype.itemsize > len(raw):
        raise ValueError("a column beyond the file")
    return raw[offset : offset + count * dtype.itemsize].view(dtype)
