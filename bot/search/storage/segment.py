"""A segment: articles, their passages and the postings over them, in two immutable files.

A generation is one large segment and, after small reloads, a few small ones. Rows are in the order of (server, date,
key) and passages in the order of rows, so that what one reader may see, and a range of dates, is a range of passages.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.errors import DamagedIndexError
from bot.search.storage.array_file import read_arrays
from bot.search.storage.documents import DocumentReader
from bot.search.storage.string_table import StringTable
from bot.search.storage.vectors import VectorReader


class Segment:
    """The columns of a segment, mapped. Every number here counts within the segment."""

    def __init__(self, folder: Path, name: str) -> None:
        """Raises DamagedIndexError."""
        self.folder, self.name = folder, name
        columns = read_arrays(folder / f"{name}.columns")
        try:
            # by article
            self.date: NDArray[np.int32] = columns["date"]
            self.server: NDArray[np.int64] = columns["server"]
            self.source: NDArray[np.int32] = columns["source"]
            self.key: NDArray[np.uint64] = columns["key"]
            self.first: NDArray[np.int32] = columns["first"]  # passages of row r: first[r] to first[r + 1]
            self.titles = StringTable(columns, "title")  # each word after a blank, and a line's end: for autocomplete
            # by passage
            self.article: NDArray[np.int32] = columns["article"]
            self.start: NDArray[np.int32] = columns["start"]
            self.end: NDArray[np.int32] = columns["end"]
            self.length: NDArray[np.int32] = columns["length"]
            # by term, ascending
            self.terms = StringTable(columns, "term")
            self.posting: NDArray[np.int64] = columns["posting"]  # postings of term t: posting[t] to posting[t + 1]
            # by posting
            self.passage: NDArray[np.int32] = columns["passage"]
            self.count: NDArray[Any] = columns["count"]
            self.impact: NDArray[np.uint8] = columns["impact"]  # its gain in `impact_step`s, rounded up
            # by surface word, ascending
            self.words = StringTable(columns, "word")
            self.word_count: NDArray[np.int64] = columns["word_count"]
            self.word_term: NDArray[np.int32] = columns["word_term"]
            self.word_letters: NDArray[np.uint64] = columns["word_letters"]
            self.word_size: NDArray[np.int32] = columns["word_size"]
            self.vectors = VectorReader(columns)
            facts = json.loads(columns["facts"].tobytes())
            self.impact_step: float = facts["step"]
            self.average: float = facts["average"]  # passage length that `code` was computed with
            self.sources: list[str] = facts["sources"]
        except (KeyError, ValueError) as error:
            raise DamagedIndexError(f"The index is damaged: {name}.columns does not hold what it should.") from error
        self.documents = DocumentReader(folder / f"{name}.texts", columns)

    @staticmethod
    def files(name: str) -> tuple[str, str]:
        """The names of a segment's files."""
        return f"{name}.columns", f"{name}.texts"


class SegmentView:
    """A segment's place in a generation: which numbers its rows and passages have there, and which are deleted."""

    def __init__(
        self, segment: Segment, row: int, passage: int, deleted: NDArray[np.int32], df: NDArray[Any] | None
    ) -> None:
        """`deleted` are rows of the segment that the generation has no more; `df` its terms' frequencies then."""
        self.segment = segment
        self.row = row
        self.passage = passage
        self.deleted = deleted
        self.df: NDArray[Any] = np.diff(segment.posting) if df is None else df
        self.live = np.ones(len(segment.date), np.bool_)
        self.live[deleted] = False
        self.deleted_passages = np.flatnonzero(~self.live[segment.article]) if len(deleted) else np.empty(0, np.int64)

    @property
    def rows(self) -> int:
        """Rows of the segment, deleted ones included."""
        return len(self.segment.date)

    @property
    def passages(self) -> int:
        """Passages of the segment, deleted ones included."""
        return len(self.segment.article)
