"""The articles themselves: one file of headings and texts, each read by its place and checked when it is read."""

from __future__ import annotations

import json
import os
import weakref
import zlib
from array import array
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from bot.errors import DamagedIndexError
from bot.model import Article, Heading
from bot.search.headings import article_from, heading_from, stored_heading


class DocumentWriter:
    """Appends articles to a file and notes where each one is."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file: BinaryIO = path.open("wb")
        self._at, self._heading_size, self._text_size = array("q"), array("q"), array("q")
        self._heading_sum, self._text_sum = array("L"), array("L")

    def __len__(self) -> int:
        return len(self._at)

    def add(self, article: Article) -> None:
        """Appends an article."""
        self.append(json.dumps(stored_heading(article)).encode(), article.text.encode("utf-8", "surrogatepass"))

    def append(self, heading: bytes, text: bytes) -> None:
        """Appends a heading and a text as another `DocumentReader` holds them."""
        self._at.append(self._file.tell())
        self._heading_size.append(len(heading))
        self._text_size.append(len(text))
        self._heading_sum.append(zlib.crc32(heading))
        self._text_sum.append(zlib.crc32(text))
        self._file.write(heading)
        self._file.write(text)

    def text_place(self, number: int) -> tuple[int, int]:
        """Offset and size of a text; everything written so far can be read when this returns."""
        self._file.flush()
        return self._at[number] + self._heading_size[number], self._text_size[number]

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Where the articles are, in the order in which they were added."""
        return {
            "record": np.array(self._at, np.int64),
            "heading_size": np.array(self._heading_size, np.int32),
            "text_size": np.array(self._text_size, np.int32),
            "heading_sum": np.array(self._heading_sum, np.uint32),
            "text_sum": np.array(self._text_sum, np.uint32),
        }

    def close(self, *, durable: bool) -> None:
        """With `durable`, everything is on the disk when this returns."""
        if not self._file.closed:
            self._file.flush()
            if durable:
                os.fsync(self._file.fileno())
            self._file.close()


class DocumentReader:
    """Reads articles by their row. Reading, not mapping: texts would fill the process's memory over time."""

    def __init__(self, path: Path, columns: Mapping[str, NDArray[Any]]) -> None:
        """`columns` are those of `DocumentWriter.arrays`, in the order of rows. Raises DamagedIndexError."""
        self._path = path
        self._columns = columns
        try:
            self._file = os.open(path, os.O_RDONLY)
        except OSError as error:
            raise DamagedIndexError(f"The index is damaged: {path.name} cannot be read.") from error
        self._closed = weakref.finalize(self, os.close, self._file)

    def heading_bytes(self, row: int) -> bytes:
        """A heading as it stands in the file, checked. Raises DamagedIndexError."""
        return self._read(row, int(self._columns["record"][row]), "heading")

    def text_bytes(self, row: int) -> bytes:
        """A text as it stands in the file, checked. Raises DamagedIndexError."""
        return self._read(row, int(self._columns["record"][row]) + int(self._columns["heading_size"][row]), "text")

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

    def _read(self, row: int, at: int, what: str) -> bytes:
        content = os.pread(self._file, int(self._columns[f"{what}_size"][row]), at)
        if zlib.crc32(content) != self._columns[f"{what}_sum"][row]:
            raise DamagedIndexError(f"The index is damaged: the {what} at byte {at} of {self._path.name} has changed.")
        return content
