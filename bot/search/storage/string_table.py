"""Lists of strings as two arrays, read one at a time: half a million words need no Python objects to be looked up."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray


def encoded(text: str) -> bytes:
    """UTF-8 that also carries the lone surrogates that a broken file may hold."""
    return text.encode("utf-8", "surrogatepass")


def pack(name: str, strings: Iterable[bytes]) -> dict[str, NDArray[Any]]:
    """The columns of a list of strings."""
    parts = list(strings)
    at = np.zeros(len(parts) + 1, np.int64)
    np.cumsum(np.fromiter(map(len, parts), np.int64, len(parts)), out=at[1:])
    return {f"{name}_text": np.frombuffer(b"".join(parts), np.uint8), f"{name}_at": at}


def pack_sorted(name: str, strings: list[bytes]) -> dict[str, NDArray[Any]]:
    """As `pack` for ascending strings, with what `StringTable.find` needs."""
    columns = pack(name, strings)
    text, at = columns[f"{name}_text"], columns[f"{name}_at"]
    prefix = np.zeros(len(strings), np.uint64)
    for byte in range(8):
        place = at[:-1] + byte
        inside = np.flatnonzero(place < at[1:])
        prefix[inside] |= text[place[inside]].astype(np.uint64) << np.uint64(56 - 8 * byte)
    return columns | {f"{name}_prefix": prefix}


class StringTable:
    """A packed list, mapped."""

    def __init__(self, columns: Mapping[str, NDArray[Any]], name: str) -> None:
        self.text: NDArray[np.uint8] = columns[f"{name}_text"]
        self.at: NDArray[np.int64] = columns[f"{name}_at"]
        self._prefix: NDArray[np.uint64] | None = columns.get(f"{name}_prefix")

    def __len__(self) -> int:
        return len(self.at) - 1

    def __getitem__(self, number: int) -> str:
        return self.raw(number).decode("utf-8", "surrogatepass")

    def raw(self, number: int) -> bytes:
        """One string as UTF-8."""
        return self.text[self.at[number] : self.at[number + 1]].tobytes()

    def many(self, numbers: NDArray[np.integer]) -> list[str]:
        """Several strings."""
        view = self.text.data
        ends = zip(self.at[numbers].tolist(), self.at[numbers + 1].tolist(), strict=True)
        return [str(view[start:end], "utf-8", "surrogatepass") for start, end in ends]

    def border(self, numbers: NDArray[np.int64], part: str) -> NDArray[np.bool_]:
        """Which of several strings, none shorter than `part`, begin or end with it."""
        wanted = np.frombuffer(encoded(part), np.uint8)
        first, last = self.at[numbers], self.at[numbers + 1] - len(wanted)
        begins, ends = np.ones(len(numbers), np.bool_), np.ones(len(numbers), np.bool_)
        for place, byte in enumerate(wanted.tolist()):
            begins &= self.text[first + place] == byte
            ends &= self.text[last + place] == byte
        return begins | ends

    def all(self) -> list[bytes]:
        """Every string as UTF-8."""
        text = self.text.tobytes()
        return [text[start:end] for start, end in pairwise(self.at.tolist())]

    def places(self, others: StringTable) -> list[int]:
        """For each of other sorted strings its number here, or -1."""
        if self._prefix is None or others._prefix is None:
            raise TypeError("these strings are not sorted")
        low = np.searchsorted(self._prefix, others._prefix).tolist()
        high = np.searchsorted(self._prefix, others._prefix, "right").tolist()
        found = []
        for text, first, last in zip(others.all(), low, high, strict=True):
            place = bisect_left(_Raw(self), text, first, last) if first < last else last
            found.append(place if place < last and self.raw(place) == text else -1)
        return found

    def find(self, text: str) -> int | None:
        """The number of a string of a sorted list."""
        if self._prefix is None:
            raise TypeError("these strings are not sorted")
        wanted = encoded(text)
        start = np.uint64(int.from_bytes(wanted[:8].ljust(8, b"\0"), "big"))
        low = int(np.searchsorted(self._prefix, start))
        high = int(np.searchsorted(self._prefix, start, "right"))
        place = bisect_left(_Raw(self), wanted, low, high)
        return place if place < high and self.raw(place) == wanted else None


class _Raw(Sequence[bytes]):
    """The strings as bytes, for `bisect`."""

    def __init__(self, table: StringTable) -> None:
        self._table = table

    def __len__(self) -> int:
        return len(self._table)

    def __getitem__(self, number: Any) -> Any:
        return self._table.raw(number)
