"""The articles themselves: headings as they are, texts in compressed blocks, each checked when it is read.

A block holds some articles' texts one behind the other, compressed with Zstandard: small enough to be read for one
article, large enough to compress well (measured on news: 41 % at 32 kB, 43 % at 8 kB, 40 % at 128 kB).
"""

from __future__ import annotations

import json
import os
import sys
import threading
import weakref
import zlib
from array import array
from collections import OrderedDict
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from bot.errors import DamagedIndexError
from bot.model import Article, Heading
from bot.search.headings import article_from, heading_from, stored_heading

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

_BLOCK = 32_768  # bytes of text after which a block is full
_LEVEL = 3  # of 22: the next ones take thrice the time and save a twentieth
_KEPT = 48  # blocks kept unpacked: an answer, its buttons and the next question read the same ones


class DocumentWriter:
    """Appends articles to a file and notes where each one is."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file: BinaryIO = path.open("wb")
        self._pending: list[bytes] = []
        self._pending_size = 0
        self._block_at, self._block_size, self._block_sum = array("q"), array("q"), array("L")
        self._heading_at, self._heading_size, self._heading_sum = array("q"), array("q"), array("L")
        self._text_block, self._text_at, self._text_size = array("q"), array("q"), array("q")

    def __len__(self) -> int:
        return len(self._heading_at)

    def add(self, article: Article) -> None:
        """Appends an article."""
        heading = stored_heading(article)
        self.append(json.dumps(heading).encode(), article.text.encode("utf-8", "surrogatepass"))

    def append(self, heading: bytes, text: bytes) -> None:
        """Appends a heading and a text as a `DocumentReader` gives them."""
        self._heading_at.append(self._file.tell())
        self._heading_size.append(len(heading))
        self._heading_sum.append(zlib.crc32(heading))
        self._file.write(heading)
        self._text_block.append(len(self._block_at))
        self._text_at.append(self._pending_size)
        self._text_size.append(len(text))
        self._pending.append(text)
        self._pending_size += len(text)
        if self._pending_size >= _BLOCK:
            self._end_block()

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Where the articles are, in the order in which they were added; complete when the writer is closed."""
        return {
            "heading_at": np.array(self._heading_at, np.int64),
            "heading_size": np.array(self._heading_size, np.int32),
            "heading_sum": np.array(self._heading_sum, np.uint32),
            "text_block": np.array(self._text_block, np.int32),
            "text_at": np.array(self._text_at, np.int32),
            "text_size": np.array(self._text_size, np.int32),
        }

    def blocks(self) -> dict[str, NDArray[Any]]:
        """Where the blocks of texts are; complete when the writer is closed."""
        return {
            "block_at": np.array(self._block_at, np.int64),
            "block_size": np.array(self._block_size, np.int32),
            "block_sum": np.array(self._block_sum, np.uint32),
        }

    def close(self, *, durable: bool) -> None:
        """With `durable`, everything is on the disk when this returns."""
        if self._file.closed:
            return
        if durable:
            self._end_block()
            self._file.flush()
            os.fsync(self._file.fileno())
        self._file.close()

    def _end_block(self) -> None:
        if not self._pending:
            return
        packed = zstd.compress(b"".join(self._pending), level=_LEVEL)
        self._block_at.append(self._file.tell())
        self._block_size.append(len(packed))
        self._block_sum.append(zlib.crc32(packed))
        self._file.write(packed)
        self._pending, self._pending_size = [], 0


class DocumentReader:
    """Reads articles by their row. Reading, not mapping: texts would fill the process's memory over time."""

    def __init__(self, path: Path, columns: Mapping[str, NDArray[Any]]) -> None:
        """`columns` are those of `DocumentWriter`, by row and by block. Raises DamagedIndexError."""
        self._path = path
        self._columns = columns
        self._unpacked: OrderedDict[int, bytes] = OrderedDict()
        self._turn = threading.Lock()
        try:
            self._file = os.open(path, os.O_RDONLY)
        except OSError as error:
            raise DamagedIndexError(f"The index is damaged: {path.name} cannot be read.") from error
        self._closed = weakref.finalize(self, os.close, self._file)

    def heading_bytes(self, row: int) -> bytes:
        """A heading as it stands in the file, checked. Raises DamagedIndexError."""
        return self._read("heading", row)

    def text_bytes(self, row: int) -> bytes:
        """A text in UTF-8, checked. Raises DamagedIndexError."""
        at, size = int(self._columns["text_at"][row]), int(self._columns["text_size"][row])
        return self._block(int(self._columns["text_block"][row]))[at : at + size] if size else b""

    def heading(self, row: int, number: int) -> Heading:
        """The heading of `row`, which is called `number` outside."""
        return heading_from(json.loads(self.heading_bytes(row)), number)

    def article(self, row: int) -> Article:
        """The article, text included."""
        stored = json.loads(self.heading_bytes(row))
        return article_from(stored, self.text_bytes(row).decode("utf-8", "surrogatepass"))

    def close(self) -> None:
        """Gives the file back; nothing can be read afterwards."""
        self._closed()

    def _block(self, number: int) -> bytes:
        with self._turn:
            found = self._unpacked.get(number)
            if found is not None:
                self._unpacked.move_to_end(number)
                return found
        found = zstd.decompress(self._read("block", number))
        with self._turn:
            self._unpacked[number] = found
            if len(self._unpacked) > _KEPT:
                self._unpacked.popitem(last=False)
        return found

    def _read(self, what: str, number: int) -> bytes:
        at = int(self._columns[f"{what}_at"][number])
        content = os.pread(self._file, int(self._columns[f"{what}_size"][number]), at)
        if zlib.crc32(content) != self._columns[f"{what}_sum"][number]:
            raise DamagedIndexError(f"The index is damaged: the {what} at byte {at} of {self._path.name} has changed.")
        return content
