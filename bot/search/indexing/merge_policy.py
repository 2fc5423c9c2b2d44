"""A generation's parts: which older segments stay as they are, and which go into the new one.

As in a log-structured merge tree: a small reload writes a small segment and shares the large ones by hard link;
segments that are not much larger than what is new are written together with it, so that there are never many.
"""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.search.bm25.segmented import average_idf
from bot.search.embedded.index import Generation
from bot.search.indexing.segment_copy import absorb, frequencies_without
from bot.search.indexing.segment_writer import Assembly
from bot.search.storage.array_file import write_columns
from bot.search.storage.segment import Part, Segment

_PARTS_MOST = 4  # every part costs each question some 50 microseconds
_LARGER = 4  # a part is taken into the new one unless it is so many times larger
_GONE_MOST = 0.25  # share of a part that may be gone before it is written anew
_DRIFT_MOST = 0.02  # how far the average length may move before stored gains are computed anew


@dataclass(frozen=True, eq=False)
class Kept:
    """What is kept of an older part: rows of its segment, ascending; how many passages they have, how long in all."""

    part: Part
    rows: NDArray[np.int64]
    passages: int
    length: int


def compose(
    assembly: Assembly, base: Generation | None, kept: NDArray[np.int64], *, k1: float, b: float
) -> dict[str, object]:
    """Writes the new segment, shares the old ones that stay, and returns the generation's facts."""
    older = _kept(base, kept) if base else []
    staying = _staying(older, *assembly.gather())
    for one in older:
        if one not in staying and len(one.rows):
            absorb(assembly, one.part, one.rows)
    passages, length = assembly.gather()
    passages += sum(one.passages for one in staying)
    length += sum(one.length for one in staying)
    if len(assembly.rows):
        assembly.write(k1, b, length / max(passages, 1))
    else:
        assembly.abandon()
    parts = _shared(base, staying, assembly.folder) if base else []
    if len(assembly.rows):
        parts.append(Part(Segment(assembly.folder, assembly.name), 0, 0, np.empty(0, np.int32), None))
    return {
        "segments": [part.segment.name for part in parts],
        "articles": sum(int(part.alive.sum()) for part in parts),
        "passages": passages,
        "length": length,
        "average_idf": average_idf(passages, _frequencies(parts)),
    }


def _kept(base: Generation, kept: NDArray[np.int64]) -> list[Kept]:
    found = []
    for part in base.parts:
        rows = kept[(kept >= part.row) & (kept < part.row + part.rows)] - part.row
        held = np.zeros(part.rows, np.bool_)
        held[rows] = True
        held &= part.alive
        inside = held[part.segment.article]
        length = int(part.segment.length[inside].sum(dtype=np.int64))
        found.append(Kept(part, np.flatnonzero(held), int(inside.sum()), length))
    return found


def _staying(older: list[Kept], new_passages: int, new_length: int) -> list[Kept]:
    """The parts that are much larger than all that is new, mostly still there, and few."""
    passages = new_passages + sum(one.passages for one in older)
    average = (new_length + sum(one.length for one in older)) / max(passages, 1)
    staying: list[Kept] = []
    pending = new_passages
    for one in sorted(older, key=lambda one: one.passages):
        wasted = one.passages < (1 - _GONE_MOST) * one.part.passages
        drifted = abs(average / (one.part.segment.average or 1.0) - 1) > _DRIFT_MOST
        if wasted or drifted or one.passages < _LARGER * pending:
            pending += one.passages
        else:
            staying.append(one)
    return staying[::-1][: _PARTS_MOST - 1]


def _shared(base: Generation, staying: list[Kept], folder: Path) -> list[Part]:
    """Brings the files of older segments into the new folder, and notes which of their rows are gone."""
    parts = []
    removed: dict[str, NDArray[np.int64]] = {}
    for one in staying:
        segment = one.part.segment
        for name in Segment.files(segment.name):
            _link(base.folder / name, folder / name)
        gone = np.ones(one.part.rows, np.bool_)
        gone[one.rows] = False
        frequencies = None
        if gone.any():
            frequencies = one.part.df if gone.sum() == len(one.part.gone) else frequencies_without(one.part, gone)
            removed |= {f"{segment.name}.rows": np.flatnonzero(gone), f"{segment.name}.df": frequencies}
        parts.append(Part(segment, 0, 0, np.flatnonzero(gone).astype(np.int32), frequencies))
    if removed:
        write_columns(folder / "removed.columns", removed)
    return parts


def _link(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except OSError:  # a file system without hard links
        shutil.copy2(source, target)


def _frequencies(parts: list[Part]) -> NDArray[np.int64]:
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
