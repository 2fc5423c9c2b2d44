"""A generation's parts: which older segments stay as they are, and which go into the new one.

As in a log-structured merge tree: a small reload writes a small segment and shares the large ones by hard link;
segments that are not much larger than what is new are written together with it, so that there are never many.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.search.bm25.idf import average_idf
from bot.search.indexing.segment_copy import copy_rows, frequencies_without
from bot.search.indexing.segment_writer import SegmentWriter
from bot.search.storage.array_file import write_arrays
from bot.search.storage.segment import Segment, SegmentView

_PARTS_MOST = 4  # every part costs each question some 50 microseconds
_LARGER = 4  # a part is taken into the new one unless it is so many times larger
_DELETED_MOST = 0.25  # share of a part that may be deleted before it is written anew
_DRIFT_MOST = 0.02  # how far the average length may move before stored gains are computed anew


@dataclass(frozen=True, eq=False)
class Remaining:
    """What is kept of an older part: rows of its segment, ascending; how many passages they have, how long in all."""

    part: SegmentView
    rows: NDArray[np.int64]
    passages: int
    length: int


def merge(
    writer: SegmentWriter, base: Sequence[SegmentView], kept: NDArray[np.int64], *, k1: float, b: float
) -> dict[str, object]:
    """Writes the new segment, shares those of `base` that stay, and returns the generation's facts."""
    older = _kept(base, kept)
    staying = _staying(older, *writer.gather())
    for one in older:
        if one not in staying and len(one.rows):
            copy_rows(writer, one.part, one.rows)
    passages, length = writer.gather()
    passages += sum(one.passages for one in staying)
    length += sum(one.length for one in staying)
    if len(writer.rows):
        writer.write(k1, b, length / max(passages, 1))
    else:
        writer.abandon()
    parts = _shared(staying, writer.folder)
    if len(writer.rows):
        parts.append(SegmentView(Segment(writer.folder, writer.name), 0, 0, np.empty(0, np.int32), None))
    return {
        "segments": [part.segment.name for part in parts],
        "articles": sum(int(part.live.sum()) for part in parts),
        "passages": passages,
        "length": length,
        "average_idf": average_idf(passages, _frequencies(parts)),
    }


def _kept(base: Sequence[SegmentView], kept: NDArray[np.int64]) -> list[Remaining]:
    found = []
    for part in base:
        rows = kept[(kept >= part.row) & (kept < part.row + part.rows)] - part.row
        held = np.zeros(part.rows, np.bool_)
        held[rows] = True
        held &= part.live
        inside = held[part.segment.article]
        length = int(part.segment.length[inside].sum(dtype=np.int64))
        found.append(Remaining(part, np.flatnonzero(held), int(inside.sum()), length))
    return found


def _staying(older: list[Remaining], new_passages: int, new_length: int) -> list[Remaining]:
    """The parts that are much larger than all that is new, mostly still there, and few."""
    passages = new_passages + sum(one.passages for one in older)
    average = (new_length + sum(one.length for one in older)) / max(passages, 1)
    staying: list[Remaining] = []
    pending = new_passages
    for one in sorted(older, key=lambda one: one.passages):
        wasted = one.passages < (1 - _DELETED_MOST) * one.part.passages
        drifted = abs(average / (one.part.segment.average or 1.0) - 1) > _DRIFT_MOST
        if wasted or drifted or one.passages < _LARGER * pending:
            pending += one.passages
        else:
            staying.append(one)
    return staying[::-1][: _PARTS_MOST - 1]


def _shared(staying: list[Remaining], folder: Path) -> list[SegmentView]:
    """Brings the files of older segments into the new folder, and notes which of their rows are deleted."""
    parts = []
    deleted: dict[str, NDArray[np.int64]] = {}
    for one in staying:
        segment = one.part.segment
        for name in Segment.files(segment.name):
            _link(segment.folder / name, folder / name)
        deleted_rows = np.ones(one.part.rows, np.bool_)
        deleted_rows[one.rows] = False
        frequencies = None
        if deleted_rows.any():
            frequencies = (
                one.part.df
                if deleted_rows.sum() == len(one.part.deleted)
                else frequencies_without(one.part, deleted_rows)
            )
            deleted |= {f"{segment.name}.rows": np.flatnonzero(deleted_rows), f"{segment.name}.df": frequencies}
        parts.append(SegmentView(segment, 0, 0, np.flatnonzero(deleted_rows).astype(np.int32), frequencies))
    if deleted:
        write_arrays(folder / "deleted.columns", deleted)
    return parts


def _link(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except OSError:  # a file system without hard links
        shutil.copy2(source, target)


def _frequencies(parts: list[SegmentView]) -> NDArray[np.int64]:
    """In how many passages of all parts each term stands, in no order."""
    if not parts:
        return np.empty(0, np.int64)
    largest = max(parts, key=lambda part: part.passages)
    total = largest.df.astype(np.int64)
    others: dict[bytes, int] = {}
    for part in parts:
        if part is largest:
            continue
        for term, frequency in zip(part.segment.terms.all(), part.df.tolist(), strict=True):
            number = largest.segment.terms.find(term.decode("utf-8", "surrogatepass"))
            if number is None:
                others[term] = others.get(term, 0) + frequency
            else:
                total[number] += frequency
    return np.concatenate([total, np.fromiter(others.values(), np.int64, len(others))])
