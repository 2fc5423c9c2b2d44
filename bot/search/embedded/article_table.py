"""The articles of a generation as a list: who may see which, by date, by source, by title."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.model import DateRange, Heading, Span
from bot.search.analysis.analyzer import plain
from bot.search.bm25.top_k import PassageRange
from bot.search.storage.segment import SegmentView
from bot.search.storage.string_table import encoded
from bot.search.visibility import UNDATED, stored_days, visible_owners

Rows = NDArray[np.int64]


class ArticleTable:
    """Answers for one generation. Rows are the generation's."""

    def __init__(self, parts: Sequence[SegmentView]) -> None:
        self._parts = parts
        self._spans: dict[int | None, Span] = {}

    def ranges(self, server: int | None, dates: DateRange | None = None) -> list[tuple[int, int, int]]:
        """What `server` may see of each part: (part, first row, last row) of its segment, deleted ones included."""
        found = []
        for number, part in enumerate(self._parts):
            for owner in visible_owners(server):
                first, last = np.searchsorted(part.segment.server, [owner, owner + 1]).tolist()
                if dates is not None:
                    days = part.segment.date[first:last]
                    low, high = stored_days(dates)
                    from_, to = np.searchsorted(days, [low, high + 1]).tolist()
                    first, last = first + from_, first + to
                if first < last:
                    found.append((number, first, last))
        return found

    def passage_ranges(self, server: int | None, dates: DateRange | None = None) -> list[PassageRange]:
        """The same as passages."""
        return [
            PassageRange(
                number, int(self._parts[number].segment.first[first]), int(self._parts[number].segment.first[last])
            )
            for number, first, last in self.ranges(server, dates)
        ]

    def rows(self, server: int | None, dates: DateRange | None = None, source: str = "") -> Rows:
        """The rows that `server` may see, ascending."""
        found = [np.empty(0, np.int64)]
        for number, first, last in self.ranges(server, dates):
            part = self._parts[number]
            held = part.live[first:last]
            if source:
                held = held & (part.segment.source[first:last] == self._source(part, source))
            found.append(part.row + first + np.flatnonzero(held))
        return np.concatenate(found)

    def of_source(self, source: str) -> NDArray[np.bool_]:
        """Which passages are of articles of this source."""
        masks = [part.segment.source[part.segment.article] == self._source(part, source) for part in self._parts]
        return np.concatenate([np.empty(0, np.bool_), *masks])

    def dates(self, rows: Rows) -> NDArray[np.int32]:
        """Ordinals of publication dates, 0 for undated."""
        return self._gathered("date", rows, np.int32)

    def by_date(self, rows: Rows, *, newest: bool) -> Rows:
        """The rows in the order of dates, undated ones last, equal dates in a fixed order."""
        days = self.dates(rows).astype(np.int64)
        keys = self._gathered("key", rows, np.uint64)
        undated = np.int64(-1 if newest else 1) * np.int64(10**9)
        days = np.where(days == UNDATED, undated, days)
        return rows[np.lexsort((keys, -days if newest else days))]

    def find(self, key: int, server: int | None) -> int | None:
        """The row of an article that `server` may see."""
        for number, first, last in self.ranges(server):
            part = self._parts[number]
            found = np.flatnonzero((part.segment.key[first:last] == np.uint64(key)) & part.live[first:last])
            if len(found):
                return part.row + first + int(found[0])
        return None

    def span(self, server: int | None) -> Span:
        """Postings and dates of what `server` may see: asked for with every question, counted once."""
        found = self._spans.get(server)
        if found is None:
            found = self._spans[server] = self._counted(server)
        return found

    def _counted(self, server: int | None) -> Span:
        rows = self.rows(server)
        days = self.dates(rows)
        dated = days[days != UNDATED]
        passages = 0
        for number, first, last in self.ranges(server):
            part = self._parts[number]
            passages += int(np.diff(part.segment.first[first : last + 1])[part.live[first:last]].sum())
        if not len(dated):
            return Span(len(rows), passages, len(rows))
        ends = DateRange(date.fromordinal(int(dated.min())), date.fromordinal(int(dated.max())))
        return Span(len(rows), passages, len(rows) - len(dated), ends)

    def sources(self, server: int | None) -> list[str]:
        """The named sources that `server` may see, in alphabetical order."""
        found: set[str] = set()
        for number, first, last in self.ranges(server):
            part = self._parts[number]
            used = np.unique(part.segment.source[first:last][part.live[first:last]])
            found.update(part.segment.sources[source] for source in used.tolist())
        return sorted(found - {""})

    def titled(self, text: str, server: int | None) -> Rows:
        """Rows whose title holds each word of `text` as the beginning of a word, newest first."""
        words = [b" " + encoded(word) for word in plain(text).split()]
        if not words:
            return self.by_date(self.rows(server), newest=True)
        words.sort(key=len, reverse=True)
        pattern = re.compile(re.escape(words[0]))
        rows = [np.empty(0, np.int64)]
        for number, first, last in self.ranges(server):
            part = self._parts[number]
            titles = part.segment.titles
            start = int(titles.at[first])
            text_ = titles.text[start : int(titles.at[last])].tobytes()
            places = [start + match.start() for match in pattern.finditer(text_)]
            found = np.unique(np.searchsorted(titles.at, places, "right") - 1)
            rows.append(part.row + found[part.live[found]])
        ordered = self.by_date(np.concatenate(rows).astype(np.int64), newest=True)
        return np.array([row for row in ordered.tolist() if self._title_has(row, words[1:])], np.int64)

    def order(self, rows: Rows) -> list[NDArray[np.integer]]:
        """Keys for `np.lexsort`, last one first, by which equal scores are settled: as in a fresh build."""
        return [
            self._gathered("key", rows, np.uint64),
            self._gathered("date", rows, np.int32),
            self._gathered("server", rows, np.int64),
        ]

    def place(self, row: int) -> tuple[SegmentView, int]:
        """The part that holds a row, and the row's number in its segment. Raises IndexError."""
        for part in self._parts:
            if part.row <= row < part.row + part.rows:
                return part, row - part.row
        raise IndexError(f"there is no article {row} in this generation")

    def passages_of(self, row: int) -> int:
        """How many passages an article has."""
        part, own = self.place(row)
        return int(part.segment.first[own + 1] - part.segment.first[own])

    def heading(self, row: int) -> Heading:
        """What stands above an article."""
        part, own = self.place(row)
        return part.segment.documents.heading(own, row)

    def _title_has(self, row: int, words: list[bytes]) -> bool:
        part, own = self.place(row)
        title = part.segment.titles.raw(own)
        return all(word in title for word in words)

    @staticmethod
    def _source(part: SegmentView, source: str) -> int:
        return part.segment.sources.index(source) if source in part.segment.sources else -1

    def _gathered(self, column: str, rows: Rows, kind: type[np.generic]) -> NDArray[Any]:
        if len(self._parts) == 1:
            whole: NDArray[Any] = getattr(self._parts[0].segment, column)[rows]
            return whole
        result = np.zeros(len(rows), kind)
        for part in self._parts:
            here = (rows >= part.row) & (rows < part.row + part.rows)
            result[here] = getattr(part.segment, column)[rows[here] - part.row]
        return result
