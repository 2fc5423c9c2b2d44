"""The runs of a build into one list of postings by term, a bucket of terms at a time so that memory stays bounded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.errors import DataError
from bot.search.parameters import COUNT_BITS
from bot.search.storage.array_file import read_arrays

BUCKET = 500_000  # postings put in order at a time: 30 MB with all that is made of them
_PASSAGE_BITS, _COUNT_BITS = 28, COUNT_BITS  # a posting is one number: 24 bits of term, then these
_TERM_SHIFT = np.uint64(_PASSAGE_BITS + _COUNT_BITS)


@dataclass(frozen=True)
class Run:
    """A run file, whose terms are those of `vocabulary`. A `further` one goes on with the passages before it."""

    path: Path
    vocabulary: int
    further: bool = False


@dataclass(frozen=True)
class Sorted:
    """Runs whose postings have their final numbers and order."""

    paths: list[Path]
    frequencies: NDArray[np.int64]
    """In how many passages each term stands."""
    most: int
    """The largest count of a term in a passage."""


def sort_runs(runs: Sequence[Run], terms: list[NDArray[np.uint64]], passages: NDArray[np.int64], size: int) -> Sorted:
    """Renumbers and sorts each run file in place.

    `terms` are the final numbers of each vocabulary's terms, `size` how many there are in all; `passages` are the final
    numbers of passages in the order of the runs. Raises DataError when there are too many of either.
    """
    if size >> (64 - int(_TERM_SHIFT)) or len(passages) >> _PASSAGE_BITS:
        raise DataError("The corpus is too large for this index: 16 million words or 268 million passages at most.")
    frequencies = np.zeros(size, np.int64)
    first, count, most = 0, 0, 0
    for run in runs:
        columns = read_arrays(run.path)
        if not run.further:
            first, count = first + count, len(columns["start"])
        keys = terms[run.vocabulary][columns["term"]]
        frequencies += np.bincount(keys.astype(np.int64), minlength=size)
        keys <<= _TERM_SHIFT
        keys |= passages[first : first + count][columns["passage"]].astype(np.uint64) << np.uint64(_COUNT_BITS)
        keys |= columns["count"].astype(np.uint64)
        keys.sort()
        most = max(most, int(columns["count"].max(initial=0)))
        run.path.unlink()
        keys.tofile(run.path)
    return Sorted([run.path for run in runs], frequencies, most)


def merged(runs: Sorted, posting: NDArray[np.int64]) -> Iterator[tuple[int, NDArray[np.int32], NDArray[np.uint16]]]:
    """All postings in order, as (place of the first, passages, counts), and removes the run files.

    `posting` holds where each term's postings begin.
    """
    marks = _marks(posting)
    edges = [_edges(path, marks) for path in runs.paths]
    for bucket, mark in enumerate(marks[:-1]):
        pieces = [
            np.fromfile(path, np.uint64, edge[bucket + 1] - edge[bucket], offset=edge[bucket] * 8)
            for path, edge in zip(runs.paths, edges, strict=True)
        ]
        keys = np.concatenate(pieces)
        keys.sort()
        passages = (keys >> np.uint64(_COUNT_BITS)) & np.uint64((1 << _PASSAGE_BITS) - 1)
        counts = keys & np.uint64((1 << _COUNT_BITS) - 1)
        yield int(posting[mark]), passages.astype(np.int32), counts.astype(np.uint16)
    for path in runs.paths:
        path.unlink()


def _marks(posting: NDArray[np.int64]) -> list[int]:
    """Terms at which buckets begin and end: as many postings as fit in one, or one term."""
    marks = [0]
    while marks[-1] < len(posting) - 1:
        fits = int(np.searchsorted(posting, posting[marks[-1]] + BUCKET, "right")) - 1
        marks.append(max(fits, marks[-1] + 1))
    return marks


def _edges(path: Path, marks: list[int]) -> list[int]:
    """Where the buckets begin and end in a sorted run."""
    if not path.stat().st_size:
        return [0] * len(marks)
    keys = np.memmap(path, np.uint64, "r")
    last = np.searchsorted(keys, np.array(marks[1:], np.uint64) << _TERM_SHIFT)
    return [0, *last.tolist()]


def renumbered(sizes: NDArray[np.integer], order: NDArray[np.integer]) -> NDArray[np.int64]:
    """Final numbers of passages, given how many each article has and the articles' final order."""
    came = np.cumsum(sizes) - sizes
    begins = np.empty(len(order), np.int64)
    begins[order] = np.cumsum(sizes[order]) - sizes[order]
    return np.repeat(begins - came, sizes) + np.arange(int(sizes.sum()))
