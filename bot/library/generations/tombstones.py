"""Articles that were taken down after their generation was built: left out of whatever is read, until the next reload.

The name is that of log-structured stores (LSM trees): a deletion is a mark that hides what older files still hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bot.library.building.file_manifest import read_manifest
from bot.model import Article, DateRange, Heading, Passage, Span
from bot.search import Edition, Index, Matches, Query, Words
from bot.search.analysis.analyzer import Analyzer
from bot.search.term_vectors import TermVectors


class Takedown(NamedTuple):
    """A file that was removed from the corpus: whose it was, its path there, and when (nanoseconds since 1970)."""

    server: int | None
    path: str
    at_ns: int


def hidden_rows(edition: Edition, takedowns: Iterable[Takedown]) -> frozenset[int]:
    """The rows of articles in files that were removed after the generation's files had been listed."""
    removed = {(takedown.server, takedown.path): takedown.at_ns for takedown in takedowns}
    manifest = read_manifest(edition) if removed else None
    if manifest is None:
        return frozenset()
    keys = [
        key
        for entry in manifest.entries
        if removed.get((entry.server, entry.path), 0) > manifest.scanned_ns
        for key in entry.keys()  # noqa: SIM118 - not a mapping's
    ]
    rows = edition.keys() if keys else {}
    return frozenset(rows[key] for key in keys if key in rows)


class TombstonedIndex:
    """Implements `Index`: `index` without the articles of `hidden` rows.

    They are not counted; frequencies and words, which scores are made of, have them until the next reload.
    """

    def __init__(self, index: Index, hidden: frozenset[int]) -> None:
        self._index = index
        self._hidden = hidden
        self._spans: dict[int | None, Span] = {}
        self.name: str = index.name
        self.analyzer: Analyzer = index.analyzer

    def rank(self, query: Query) -> list[Passage]:
        """See `Index.rank`: asks for more until enough of what may be seen is there."""
        limit = query.limit
        while True:
            found = self._index.rank(replace(query, limit=limit))
            kept = [passage for passage in found if passage.article not in self._hidden]
            if len(kept) >= query.limit or len(found) < limit:
                return kept[: max(query.limit, 0)]
            limit *= 2

    def article(self, row: int) -> Article:
        """See `Index.article`."""
        return self._index.article(row)

    def heading(self, row: int) -> Heading:
        """See `Index.heading`."""
        return self._index.heading(row)

    def dates(self, rows: Sequence[int]) -> list[date | None]:
        """See `Index.dates`."""
        return self._index.dates(rows)

    def passages_of(self, row: int) -> int:
        """See `Index.passages_of`."""
        return self._index.passages_of(row)

    def find(self, key: str, server: int | None) -> int | None:
        """See `Index.find`."""
        row = self._index.find(key, server)
        return None if row in self._hidden else row

    def frequency(self, term: str, server: int | None = None) -> int:
        """See `Index.frequency`."""
        return self._index.frequency(term, server)

    def idf(self, term: str, server: int | None = None) -> float:
        """See `Index.idf`."""
        return self._index.idf(term, server)

    def term_vectors(self, rows: Sequence[int]) -> TermVectors:
        """See `Index.term_vectors`."""
        return self._index.term_vectors(rows)

    def term_ids(self, terms: Sequence[str]) -> NDArray[np.int32]:
        """See `Index.term_ids`."""
        return self._index.term_ids(terms)

    def idfs(self, ids: NDArray[np.int32], server: int | None = None) -> NDArray[np.float64]:
        """See `Index.idfs`."""
        return self._index.idfs(ids, server)

    def words(self) -> Words:
        """See `Index.words`."""
        return self._index.words()

    def span(self, server: int | None) -> Span:
        """See `Index.span`."""
        if server not in self._spans:
            self._spans[server] = self._counted(server)
        return self._spans[server]

    def _counted(self, server: int | None) -> Span:
        whole = self._index.span(server)
        gone = [heading for row in self._hidden if (heading := self._index.heading(row)).server in (None, server)]
        articles = whole.articles - len(gone)
        undated = whole.undated - sum(heading.date is None for heading in gone)
        passages = whole.passages - sum(self._index.passages_of(heading.row) for heading in gone)
        if articles == undated:
            return Span(articles, passages, undated)
        oldest, newest = (self.headings(server, newest=newest, limit=1)[0].date for newest in (False, True))
        return Span(articles, passages, undated, DateRange(oldest, newest))

    def headings(
        self,
        server: int | None,
        *,
        source: str = "",
        dates: DateRange | None = None,
        newest: bool = True,
        limit: int = 25,
        offset: int = 0,
    ) -> list[Heading]:
        """See `Index.headings`."""
        enough = limit + offset + len(self._hidden)
        found = self._index.headings(server, source=source, dates=dates, newest=newest, limit=enough)
        return self._seen(found)[offset : offset + limit]

    def sources(self, server: int | None) -> list[str]:
        """See `Index.sources`."""
        return self._index.sources(server)

    def matching(
        self,
        terms: Sequence[str],
        server: int | None,
        *,
        dates: DateRange | None = None,
        source: str = "",
        every: bool = False,
    ) -> Matches:
        """See `Index.matching`."""
        found = self._index.matching(terms, server, dates=dates, source=source, every=every)
        kept = ~np.isin(found.rows, list(self._hidden))
        return Matches(found.rows[kept], found.scores[kept])

    def titles(self, text: str, server: int | None, limit: int = 25) -> list[Heading]:
        """See `Index.titles`."""
        return self._seen(self._index.titles(text, server, limit + len(self._hidden)))[:limit]

    def _seen(self, headings: list[Heading]) -> list[Heading]:
        return [heading for heading in headings if heading.row not in self._hidden]
