"""The embedded index: one finished generation, opened."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.errors import DamagedIndexError
from bot.model import Article, DateRange, Heading, Passage, Span
from bot.search.analysis.analyzer import Analyzer
from bot.search.bm25.idf import idf
from bot.search.bm25.recency import has_recency, recency_factors
from bot.search.bm25.segmented import SegmentedOkapi
from bot.search.bm25.top_k import Factors, Ranker
from bot.search.embedded.article_table import ArticleTable, Rows
from bot.search.embedded.segments import open_segments
from bot.search.embedded.term_ids import TermIds
from bot.search.embedded.vocabulary import EmbeddedVocabulary
from bot.search.parameters import IndexParameters, differences
from bot.search.protocols import Matches, Query, Words, key_number
from bot.search.storage import generations as folders
from bot.search.storage.segment import Segment, SegmentView
from bot.search.term_vectors import TermVectors
from bot.search.visibility import read_stored_day

_FREQUENCIES_MOST = 20_000  # terms by server whose frequency is remembered
_MASKS_MOST = 8  # sources whose passages are remembered: a byte a passage each


def open_index(
    folder: Path, *, analyzer: Analyzer | None = None, parameters: IndexParameters | None = None
) -> EmbeddedIndex:
    """Maps and checks a generation: every byte but the articles', which are checked one by one when they are read.

    Raises:
        DamagedIndexError: it is torn, of another format, or made with another `analyzer` or other `parameters` (where
            they are given).
    """
    manifest = folders.read_manifest(folder)
    analyzer = analyzer or Analyzer(manifest.language)
    made = manifest.parameters
    wanted = parameters.version(analyzer.version) if parameters else made | {"analyzer": analyzer.version}
    if other := differences(made, wanted):
        raise DamagedIndexError(f"The index {folder.name} was made with {other}.")
    folders.check(folder, manifest)
    return EmbeddedIndex(folder, analyzer, manifest)


class EmbeddedIndex:
    """Implements `Index`. Safe to use from many threads; `close` it when it is no longer read."""

    def __init__(self, folder: Path, analyzer: Analyzer, manifest: folders.Manifest) -> None:
        """Maps the files of `folder`, which have been checked. Raises DamagedIndexError."""
        self.folder = folder
        self.name = folder.name
        self.analyzer = analyzer
        self.manifest = manifest
        self.parts = open_segments(folder, manifest)
        self.okapi = SegmentedOkapi(self.parts, manifest.facts, manifest.parameters)
        self._ranker = Ranker(self.okapi)
        self._article_table = ArticleTable(self.parts)
        self._frequencies: dict[tuple[str, int | None], int] = {}
        self._masks: dict[str, NDArray[np.bool_]] = {}

    def rank(self, query: Query) -> list[Passage]:
        """See `Index.rank`."""
        numbers, scores, finals = self._ranker.best(
            query.terms,
            self._article_table.passage_ranges(query.server, query.dates),
            query.limit,
            self._idfs(query.terms, query.server),
            within=self._mask(query.source) if query.source else None,
            factors=self._recency(query),
            most=1 + max(query.recency, 0.0),
        )
        return self._ordered(numbers, scores, finals)[: max(query.limit, 0)]

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
        mask = self._mask(source) if source else None
        passage_ranges = self._article_table.passage_ranges(server, dates)
        numbers = self._ranker.holding(list(dict.fromkeys(terms)), passage_ranges, mask)
        for term in dict.fromkeys(terms) if every else ():
            numbers = numbers[self.okapi.counts(term, numbers) > 0]
        rows, first = np.unique(self._articles(numbers), return_index=True)
        scores = self.okapi.get_scores(terms, self._idfs(terms, server))[numbers]
        return Matches(rows, np.maximum.reduceat(scores, first) if len(first) else scores)

    def frequency(self, term: str, server: int | None = None) -> int:
        """See `Index.frequency`; where articles are deleted, their passages are counted once and remembered."""
        found = self._frequencies.get((term, server))
        if found is None:
            if len(self._frequencies) >= _FREQUENCIES_MOST:
                self._frequencies.clear()
            found = self._frequencies[term, server] = self._counted(term, server)
        return found

    def _counted(self, term: str, server: int | None) -> int:
        slices = self.okapi.known(term).slices
        total = 0
        for number, first, last in self._article_table.passage_ranges(server):
            part, (start, stop) = self.parts[number], slices[number]
            passages = part.segment.passage[start:stop]
            low, high = passages.searchsorted(np.array([first, last], np.int32)).tolist()
            held = passages[low:high]
            total += int(part.live[part.segment.article[held]].sum()) if len(part.deleted) else len(held)
        return total

    def idf(self, term: str, server: int | None = None) -> float:
        """See `Index.idf`."""
        floor = self.okapi.epsilon * self.okapi.average_idf
        return idf(self.span(server).passages, self.frequency(term, server), floor)

    def term_vectors(self, rows: Sequence[int]) -> TermVectors:
        """See `Index.term_vectors`."""
        return self._term_ids.vectors(rows)

    def term_ids(self, terms: Sequence[str]) -> NDArray[np.int32]:
        """See `Index.term_ids`."""
        return self._term_ids.find(terms)

    def idfs(self, ids: NDArray[np.int32], server: int | None = None) -> NDArray[np.float64]:
        """See `Index.idfs`."""
        return self._term_ids.idfs(ids, self.span(server).passages, self._article_table.passage_ranges(server))

    def words(self) -> Words:
        """See `Index.words`."""
        return EmbeddedVocabulary(self.parts)

    # -- articles ------------------------------------------------------------------------------------------------

    def article(self, row: int) -> Article:
        """The article, text included. Raises DamagedIndexError when its bytes have changed on the disk."""
        part, own = self._article_table.place(row)
        return part.segment.documents.article(own)

    def heading(self, row: int) -> Heading:
        """What stands above the article in a list."""
        return self._article_table.heading(row)

    def dates(self, rows: Sequence[int]) -> list[date | None]:
        """See `Index.dates`."""
        return [read_stored_day(day) for day in self._article_table.dates(np.asarray(rows, np.int64)).tolist()]

    def passages_of(self, row: int) -> int:
        """See `Index.passages_of`."""
        return self._article_table.passages_of(row)

    def find(self, key: str, server: int | None) -> int | None:
        """See `Index.find`."""
        number = key_number(key)
        return None if number is None else self._article_table.find(number, server)

    def span(self, server: int | None) -> Span:
        """See `Index.span`."""
        return self._article_table.span(server)

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
        rows = self._article_table.by_date(self._article_table.rows(server, dates, source), newest=newest)
        return [self.heading(row) for row in rows[offset : offset + limit].tolist()]

    def sources(self, server: int | None) -> list[str]:
        """See `Index.sources`."""
        return self._article_table.sources(server)

    def titles(self, text: str, server: int | None, limit: int = 25) -> list[Heading]:
        """See `Index.titles`."""
        return [self.heading(row) for row in self._article_table.titled(text, server)[:limit].tolist()]

    # -- for the next build --------------------------------------------------------------------------------------

    def keys(self) -> dict[str, int]:
        """The rows of this generation by `Article.key`."""
        found: dict[str, int] = {}
        for part in self.parts:
            rows = np.flatnonzero(part.live)
            keys = (f"{key:016x}" for key in part.segment.key[rows].tolist())
            found.update(zip(keys, (rows + part.row).tolist(), strict=True))
        return found

    def extra(self, name: str) -> bytes:
        """The caller's own file that was built into this generation. Raises KeyError when there is none."""
        if f"extra-{name}" not in self.manifest.files:
            raise KeyError(name)
        return (self.folder / f"extra-{name}").read_bytes()

    @property
    def articles(self) -> int:
        """Every owner's."""
        return int(self.manifest.facts["articles"])

    @property
    def passages(self) -> int:
        """Every owner's."""
        return int(self.manifest.facts["passages"])

    def extras(self, name: str) -> Iterator[bytes]:
        """What was stored as `name` beside the generation later on, then what was built in; see `Edition.extras`."""
        with suppress(OSError):
            yield self.folder.with_name(f"{self.name}.{name}").read_bytes()
        with suppress(KeyError, OSError, DamagedIndexError):
            yield self.extra(name)  # noqa: S610 - not Django's

    def size(self) -> int:
        """Bytes of its folder."""
        return sum(file.stat().st_size for file in os.scandir(self.folder))

    def segment_files(self) -> list[str]:
        """The files that a later generation may share."""
        return [name for part in self.parts for name in Segment.files(part.segment.name)]

    def made_with(self, analyzer: Analyzer, parameters: IndexParameters) -> bool:
        """Whether postings of this generation can be used again for an index of that kind."""
        return self.manifest.parameters == parameters.version(analyzer.version)

    def close(self) -> None:
        """Gives the files back. Nothing can be read afterwards."""
        for part in self.parts:
            part.segment.documents.close()

    # -- inside --------------------------------------------------------------------------------------------------

    def _idfs(self, terms: Iterable[str], server: int | None) -> dict[str, float]:
        """The idf of those terms that `server` can find."""
        return {term: self.idf(term, server) for term in set(terms) if self.frequency(term, server)}

    @cached_property
    def _term_ids(self) -> TermIds:
        return TermIds(self.parts, self.okapi.corpus_size, self.okapi.epsilon * self.okapi.average_idf)

    def _articles(self, numbers: NDArray[np.int64]) -> Rows:
        """The rows of passages."""
        rows = np.empty(len(numbers), np.int64)
        for part, here in self._split(numbers):
            rows[here] = part.segment.article[numbers[here] - part.passage] + np.int64(part.row)
        return rows

    def _split(self, numbers: NDArray[np.int64]) -> list[tuple[SegmentView, Any]]:
        """The parts with the places of their own passages among `numbers`."""
        if len(self.parts) == 1:
            return [(self.parts[0], slice(None))]
        return [
            (part, np.flatnonzero((numbers >= part.passage) & (numbers < part.passage + part.passages)))
            for part in self.parts
        ]

    def _ordered(
        self, numbers: NDArray[np.int64], scores: NDArray[np.float64], finals: NDArray[np.float64]
    ) -> list[Passage]:
        """Best first; equal scores as the passages follow each other in a fresh build."""
        rows = self._articles(numbers)
        starts, ends = np.empty(len(numbers), np.int64), np.empty(len(numbers), np.int64)
        for part, here in self._split(numbers):
            own = numbers[here] - part.passage
            starts[here], ends[here] = part.segment.start[own], part.segment.end[own]
        ties = (starts, *self._article_table.order(rows)) if len(self.parts) > 1 else (numbers,)
        order = np.lexsort((*ties, -finals))
        columns = (numbers, rows, starts, ends, scores, finals)
        return [Passage(*values) for values in zip(*(column[order].tolist() for column in columns), strict=True)]

    def _recency(self, query: Query) -> Factors | None:
        """The factor that the day of asking puts on passages, or None where it puts none."""
        if not has_recency(query):
            return None
        return lambda numbers: recency_factors(query, self._article_table.dates(self._articles(numbers)))

    def _mask(self, source: str) -> NDArray[np.bool_]:
        mask = self._masks.get(source)
        if mask is None:
            mask = self._article_table.of_source(source)
            masks = dict(list(self._masks.items())[-_MASKS_MOST + 1 :])
            self._masks = masks | {source: mask}
        return mask
