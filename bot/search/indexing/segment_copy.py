"""What a new segment takes over from older ones without reading a word again."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from bot.search.indexing.external_sort import BUCKET, Run
from bot.search.indexing.inverter import Vocabulary
from bot.search.indexing.segment_writer import Assembly
from bot.search.storage.array_file import write_columns
from bot.search.storage.segment import Part


def absorb(assembly: Assembly, part: Part, rows: NDArray[np.int64]) -> None:
    """Adds the given rows of a part to a new segment; `rows` ascend. Raises DamagedIndexError."""
    segment = part.segment
    assembly.rows.take(part, rows)
    for row in rows.tolist():
        assembly.records.append(segment.records.heading_bytes(row), segment.records.text_bytes(row))
    kept = np.zeros(part.rows, np.bool_)
    kept[rows] = True
    held = kept[segment.article]
    number = np.cumsum(held, dtype=np.int32) - np.int32(1)
    passages = {
        "passages": np.diff(segment.first)[rows].astype(np.int32),
        "start": segment.start[held],
        "end": segment.end[held],
        "length": segment.length[held],
    }
    frequencies = part.df if kept[part.alive].all() else frequencies_without(part, ~kept)
    place = len(assembly.vocabularies)
    used = np.flatnonzero(frequencies)
    local = np.full(len(segment.terms), -1, np.int32)
    local[used] = np.arange(len(used), dtype=np.int32)
    terms = [segment.terms[term] for term in used.tolist()]
    words = {
        word.decode("utf-8", "surrogatepass"): (count, int(local[term]) if term >= 0 else -1)
        for word, count, term in zip(
            segment.words.all(), segment.word_count.tolist(), segment.word_term.tolist(), strict=True
        )
        if term < 0 or local[term] >= 0
    }
    assembly.vocabularies.append(Vocabulary(terms, words))
    total = int(segment.posting[-1])
    for first in range(0, max(total, 1), BUCKET):
        last = min(first + BUCKET, total)
        mine = held[segment.passage[first:last]]
        owner = np.searchsorted(segment.posting, np.arange(first, last), "right") - 1
        columns = {
            "term": local[owner[mine]],
            "passage": number[segment.passage[first:last][mine]],
            "count": segment.count[first:last][mine].astype(np.int32),
        }
        path = assembly.folder / f"run-{segment.name}-{first}"
        write_columns(path, columns if first else passages | columns, durable=False)
        assembly.runs.append(Run(path, place, further=first > 0))


def frequencies_without(part: Part, gone: NDArray[np.bool_]) -> NDArray[np.int64]:
    """In how many passages each of the part's terms stands, the rows marked in `gone` left out."""
    segment = part.segment
    lost = gone[segment.article]
    frequencies = np.diff(segment.posting)
    for first in range(0, int(segment.posting[-1]), BUCKET):
        places = first + np.flatnonzero(lost[segment.passage[first : first + BUCKET]])
        terms = np.searchsorted(segment.posting, places, "right") - 1
        frequencies -= np.bincount(terms, minlength=len(frequencies))
    return frequencies
