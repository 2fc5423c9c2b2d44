"""What a new segment takes over from older ones without reading a word again."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from bot.search.indexing.external_sort import BUCKET, Run
from bot.search.indexing.piece_table import Vocabulary
from bot.search.indexing.positions import VectorRun
from bot.search.indexing.segment_writer import SegmentWriter
from bot.search.indexing.vector_writer import VectorFile
from bot.search.storage.array_file import write_arrays
from bot.search.storage.segment import SegmentView
from bot.search.storage.vectors import VectorReader, gathered

_ROWS = 5_000  # articles whose term vectors are copied at a time: some 20 MB


def copy_rows(writer: SegmentWriter, part: SegmentView, rows: NDArray[np.int64]) -> None:
    """Adds the given rows of a part to a new segment; `rows` ascend. Raises DamagedIndexError."""
    segment = part.segment
    writer.rows.take(part, rows)
    for row in rows.tolist():
        writer.documents.append(segment.documents.heading_bytes(row), segment.documents.text_bytes(row))
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
    frequencies = part.df if kept[part.live].all() else frequencies_without(part, ~kept)
    place = len(writer.vocabularies)
    used = np.flatnonzero(frequencies)
    local = np.full(len(segment.terms), -1, np.int32)
    local[used] = np.arange(len(used), dtype=np.int32)
    terms = [segment.terms[term] for term in used.tolist()]
    stays = (segment.word_term < 0) | (np.append(local, 0)[segment.word_term] >= 0)
    words = {
        word.decode("utf-8", "surrogatepass"): (count, int(local[term]) if term >= 0 else -1)
        for word, count, term, kept_word in zip(
            segment.words.all(), segment.word_count.tolist(), segment.word_term.tolist(), stays.tolist(), strict=True
        )
        if kept_word
    }
    writer.vocabularies.append(Vocabulary(terms, words))
    word_number = np.cumsum(stays, dtype=np.int32) - np.int32(1)
    for first in range(0, len(rows), _ROWS):
        path = writer.folder / f"vectors-{segment.name}-{first}"
        vectors = _vectors(segment.vectors, rows[first : first + _ROWS], word_number)
        write_arrays(path, vectors.arrays(), durable=False)
        writer.vectors.append(VectorFile(path, place))
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
        path = writer.folder / f"run-{segment.name}-{first}"
        write_arrays(path, columns if first else passages | columns, durable=False)
        writer.runs.append(Run(path, place, further=first > 0))


def _vectors(vectors: VectorReader, rows: NDArray[np.int64], number: NDArray[np.int32]) -> VectorRun:
    """The term vectors of rows as a run of their own; `number` are the new numbers of the segment's words."""
    words, spans = vectors.tokens[rows], vectors.sentences[rows]
    first = vectors.token_at[rows]
    last = first + words
    rank = gathered(vectors.rank, first, last).astype(np.int32)
    vectors.high_rank.put(rank, first, last)
    begin = vectors.sentence_at[rows]
    end = begin + spans
    return VectorRun(
        words,
        spans,
        number[vectors.form_word[rank]],
        gathered(vectors.gap, first, last),
        vectors.wide_gap.within(first, last),
        vectors.odd_size.within(first, last),
        vectors.rare_flags.within(first, last),
        gathered(vectors.sentence_gap, begin, end),
        vectors.wide_sentence_gap.within(begin, end),
        gathered(vectors.sentence_size, begin, end),
        vectors.wide_sentence_size.within(begin, end),
    )


def frequencies_without(part: SegmentView, deleted: NDArray[np.bool_]) -> NDArray[np.int64]:
    """In how many passages each of the part's terms stands, the rows marked in `deleted` left out."""
    segment = part.segment
    lost = deleted[segment.article]
    frequencies = np.diff(segment.posting)
    for first in range(0, int(segment.posting[-1]), BUCKET):
        places = first + np.flatnonzero(lost[segment.passage[first : first + BUCKET]])
        terms = np.searchsorted(segment.posting, places, "right") - 1
        frequencies -= np.bincount(terms, minlength=len(frequencies))
    return frequencies
