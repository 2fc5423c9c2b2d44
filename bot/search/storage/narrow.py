"""Small numbers in narrow arrays: what does not fit is marked there and stands in a short list of exceptions.

As in patched coding (Zukowski and others, "Super-scalar RAM-CPU cache compression", 2006), but plain enough to be read
with a slice and one `searchsorted`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Exceptions = tuple[NDArray[np.int64], NDArray[np.int32]]  # places, ascending, and the values there


def narrowed(values: NDArray[np.integer], most: int) -> tuple[NDArray[np.integer], Exceptions]:
    """The values with `most` in the place of those that are not below it, and these exceptions."""
    places = np.flatnonzero(values >= most)
    return np.minimum(values, most), (places, values[places].astype(np.int32))


def moved(exceptions: Sequence[Exceptions], lengths: Sequence[int]) -> Exceptions:
    """The exceptions of arrays that are put one behind the other."""
    starts = np.cumsum([0, *lengths])
    places = [np.empty(0, np.int64), *(at + start for (at, _), start in zip(exceptions, starts, strict=False))]
    values = [np.empty(0, np.int32), *(value for _, value in exceptions)]
    return np.concatenate(places), np.concatenate(values)


def exception_columns(name: str, exceptions: Exceptions) -> dict[str, NDArray[Any]]:
    """For a file."""
    return {f"{name}_at": exceptions[0], f"{name}_value": exceptions[1]}


class ExceptionList:
    """Exceptions of a mapped array."""

    def __init__(self, columns: Mapping[str, NDArray[Any]], name: str) -> None:
        self._at: NDArray[np.int64] = columns[f"{name}_at"]
        self._value: NDArray[np.int32] = columns[f"{name}_value"]

    def put(self, target: NDArray[np.integer], first: NDArray[np.int64], last: NDArray[np.int64]) -> None:
        """Writes the exceptions of the slices `first` to `last` into `target`, where these stand one after another."""
        low, high = np.searchsorted(self._at, first), np.searchsorted(self._at, last)
        start = np.cumsum(last - first) - (last - first)
        for at, end, base in zip(low.tolist(), high.tolist(), (start - first).tolist(), strict=True):
            if at < end:
                target[self._at[at:end] + base] = self._value[at:end]

    def within(self, first: NDArray[np.int64], last: NDArray[np.int64]) -> Exceptions:
        """The exceptions of these slices, when they stand one behind another."""
        low, high = np.searchsorted(self._at, first), np.searchsorted(self._at, last)
        held = [(self._at[a:b] - start, self._value[a:b]) for a, b, start in zip(low, high, first, strict=True)]
        return moved(held, (last - first).tolist())
