"""The embedded index: one finished generation, opened."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.errors import DamagedIndexError
from bot.model import Article, DateRange, Heading, Passage, Span
from bot.search import folders
from bot.search.analysis import Analyzer
from bot.search.index import Matches, Query, Word
from bot.search.okapi import NOWHERE, Counts, Okapi

Rows = NDArray[np.int64]


def open_generation(folder: Path, *, analyzer: Analyzer | None = None) -> Generation:
    """Maps and checks a generation.

    Raises:
        DamagedIndexError: it is torn, of another format, or made by another version of `analyzer` (where one is given).
    """
    manifest = folders.read_manifest(folder)
    analyzer = analyzer or Analyzer(manifest.language)
    if manifest.analyzer != analyzer.version:
        raise DamagedIndexError(
            f"The index {folder.name} was made with {manifest.analyzer}, not with {analyzer.version}."
        )
    folders.check_sizes(folder, manifest)
    return Generation(folder, analyzer, manifest)


class _Stored(Okapi):
    """rank-bm25's Okapi over a generation's arrays."""

    def __init__(self, folder: Path, terms: dict[str, int], scoring: dict[str, float]) -> None:
        self.k1, self.b, self.epsilon = scoring["k1"], scoring["b"], scoring["epsilon"]
        self._numbers = terms
        self._first = folders.mapped(folder, "term_first")
        self._passages = folders.mapped(folder, "passage")
        self._counts = folders.mapped(folder, "count")
        self.doc_len = folders.mapped(folder, "length")
        self.corpus_size = len(self.doc_len)
        self.avgdl = int(self.doc_len.sum(dtype=np.int64)) / max(self.corpus_size, 1)
        self.idf = {}
        self._calc_idf(dict(zip(terms, np.diff(self._first).tolist(), strict=True)))

    def postings(self, term: str) -> Counts:
        number = self._numbers.get(term)
        if number is None:
            return NOWHERE
        part = slice(int(self._first[number]), int(self._first[number + 1]))
        return self._passages[part], self._counts[part]


class Generation:
    """Implements `Index`. Rows are in the order of (server, date, key)."""

    def __init__(self, folder: Path, analyzer: Analyzer, manifest: folders.Manifest) -> None:
        self.folder = folder
        self.name = folder.name
        self.analyzer = analyzer
        self.manifest = manifest
        self._date = folders.mapped(folder, "date")
        self._server = folders.mapped(folder, "server")
        self._source = folders.mapped(folder, "source")
        self._key = folders.mapped(folder, "key")
        self._first = folders.mapped(folder, "first")
        self._article = folders.mapped(folder, "article")
        self._start = folders.mapped(folder, "start")
        self._end = folders.mapped(folder, "end")
        self._sources: list[str] = [json.loads(part) for part in self._parts("sources")]
        terms = {part.decode("utf-8", "surrogatepass"): number for number, part in enumerate(self._parts("terms"))}
        self.okapi: Okapi = _Stored(folder, terms, manifest.facts["scoring"])

    # -- ranking -------------------------------------------------------------------------------------------------

    def rank(self, query: Query) -> list[Passage]:
        """See `Index.rank`."""
        numbers = self._holding(query.terms)
        numbers = numbers[self._visible(query.server, query.source, query.dates)[self._article[numbers]]]
        scores = self.okapi.scores_of(query.terms, numbers)
        finals = scores * self._recency(query, self._article[numbers])
        best = np.lexsort((numbers, -finals))[: max(query.limit, 0)]
        return [self._passage(int(numbers[i]), float(scores[i]), float(finals[i])) for i in best]

    def best_in(self, terms: Sequence[str], rows: Sequence[int]) -> list[Passage]:
        """See `Index.best_in`."""
        ranges = [np.arange(self._first[row], self._first[row + 1]) for row in sorted(set(rows))]
        numbers = np.concatenate(ranges) if ranges else np.empty(0, np.int64)
        scores = self.okapi.scores_of(terms, numbers)
        order = np.lexsort((numbers, -scores))
        return [self._passage(int(numbers[i]), float(scores[i]), float(scores[i])) for i in order]

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
        numbers = self._holding(terms)
        for term in terms if every else ():
            numbers = numbers[self.okapi.counts(term, numbers) > 0]
        numbers = numbers[self._visible(server, source, dates)[self._article[numbers]]]
        rows, places = np.unique(self._article[numbers], return_inverse=True)
        scores = np.full(len(rows), -np.inf)
        np.maximum.at(scores, places, self.okapi.scores_of(terms, numbers))
        return Matches(rows.astype(np.int64), scores)

    def frequency(self, term: str, server: int | None = None) -> int:
        """See `Index.frequency`."""
        passages, _ = self.okapi.postings(term)
        return int(self._visible(server)[self._article[passages]].sum())

    def idf(self, term: str) -> float:
        """See `Index.idf`."""
        return float(self.okapi.idf.get(term) or 0.0)

    def words(self) -> StoredWords:
        """See `Index.words`."""
        return StoredWords([Word(*json.loads(part)) for part in self._parts("words")])

    # -- articles ------------------------------------------------------------------------------------------------

    def article(self, row: int) -> Article:
        """The article, text included."""
        h = self.heading(row)
        text = self._part("texts", row).decode("utf-8", "surrogatepass")
        return Article(h.id, h.title, text, h.path, h.date, h.source, h.url, h.server)

    def heading(self, row: int) -> Heading:
        """What stands above the article in a list."""
        ident, title, path, day, source, url, server, key = json.loads(self._part("headings", row))
        return Heading(row, ident, title, path, date.fromisoformat(day) if day else None, source, url, server, key)

    def find(self, key: str, server: int | None) -> int | None:
        """See `Index.find`."""
        try:
            rows = np.flatnonzero(self._key == np.uint64(int(key, 16)))
        except (ValueError, OverflowError):
            return None
        visible = rows[self._visible(server)[rows]]
        return int(visible[0]) if len(visible) else None

    def paths(self) -> list[str]:
        """Every row's `Article.path`, in the order of rows."""
        return [json.loads(part)[2] for part in self._parts("headings")]

    def keys(self) -> NDArray[np.uint64]:
        """Every row's `Article.key` as a number, in the order of rows."""
        return np.asarray(self._key)

    def extra(self, name: str) -> bytes:
        """The caller's own file that was built into this generation, checked. Raises KeyError, DamagedIndexError."""
        size, expected = self.manifest.files[f"extra-{name}"]
        content = (self.folder / f"extra-{name}").read_bytes()
        if len(content) != size or folders.checksum(content) != expected:
            raise DamagedIndexError(f"The index {self.name} is damaged: extra-{name} does not match its checksum.")
        return content

    def span(self, server: int | None) -> Span:
        """See `Index.span`."""
        rows = np.flatnonzero(self._visible(server))
        days = self._date[rows][self._date[rows] > 0]
        passages = int((self._first[rows + 1] - self._first[rows]).sum())
        first, last = (date.fromordinal(int(f(days))) if len(days) else None for f in (np.min, np.max))
        return Span(len(rows), passages, len(rows) - len(days), DateRange(first, last))

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
        rows = np.flatnonzero(self._visible(server, source, dates))
        days = self._date[rows].astype(np.int64)
        order = np.lexsort((rows, -days if newest else np.where(days > 0, days, np.iinfo(np.int64).max)))
        return [self.heading(int(row)) for row in rows[order][offset : offset + limit]]

    def sources(self, server: int | None) -> list[str]:
        """See `Index.sources`."""
        used = np.unique(self._source[self._visible(server)])
        return [self._sources[number] for number in used if self._sources[number]]

    def titles(self, text: str, server: int | None, limit: int = 25) -> list[Heading]:
        """See `Index.titles`."""
        wanted = plain(text).split()
        found = []
        for heading in self.headings(server, limit=len(self._date)):
            words = f" {plain(heading.title)}"
            if all(f" {word}" in words for word in wanted):
                found.append(heading)
                if len(found) >= limit:
                    break
        return found

    # -- inside --------------------------------------------------------------------------------------------------

    def _holding(self, terms: Sequence[str]) -> Rows:
        """The passages that hold at least one of the terms, ascending."""
        lists = [self.okapi.postings(term)[0] for term in set(terms)]
        return np.unique(np.concatenate(lists)).astype(np.int64) if lists else np.empty(0, np.int64)

    def _visible(self, server: int | None, source: str = "", dates: DateRange | None = None) -> NDArray[np.bool_]:
        """Which articles `server` may see, narrowed to a source and dates."""
        mask: NDArray[np.bool_] = self._server == -1
        if server is not None:
            mask = mask | (self._server == server)
        if source:
            mask = mask & (self._source == (self._sources.index(source) if source in self._sources else -1))
        if dates is not None:
            first, last = dates.first or date.min, dates.last or date.max
            mask = mask & (self._date >= first.toordinal()) & (self._date <= last.toordinal()) & (self._date > 0)
        return mask

    def _recency(self, query: Query, rows: NDArray[Any]) -> NDArray[np.float64]:
        if query.as_of is None or query.recency <= 0:
            return np.ones(len(rows))
        days = self._date[rows]
        ages = query.as_of.toordinal() - days.astype(np.float64)
        counted = (days > 0) & (ages >= 0)
        return np.where(counted, 1 + query.recency * np.exp(-np.maximum(ages, 0) / query.recency_days), 1.0)

    def _passage(self, number: int, bm25: float, score: float) -> Passage:
        article, start, end = int(self._article[number]), int(self._start[number]), int(self._end[number])
        return Passage(number, article, start, end, bm25, score)

    def _part(self, name: str, number: int) -> bytes:
        at = folders.mapped(self.folder, f"{name}_at")
        with (self.folder / name).open("rb") as file:
            file.seek(int(at[number]))
            return file.read(int(at[number + 1] - at[number]))

    def _parts(self, name: str) -> list[bytes]:
        at = folders.mapped(self.folder, f"{name}_at").tolist()
        content = (self.folder / name).read_bytes()
        return [content[start:end] for start, end in pairwise(at)]


class StoredWords:
    """Implements `Words`."""

    def __init__(self, words: list[Word]) -> None:
        self._words = words
        self._known = {word.text for word in words}

    def __len__(self) -> int:
        return len(self._words)

    def __iter__(self) -> Iterator[Word]:
        return iter(self._words)

    def __contains__(self, word: object) -> bool:
        return word in self._known

    def alike(self, word: str, edits: int = 2) -> list[Word]:
        """See `Words.alike`."""
        letters = set(word)
        return [
            known
            for known in self._words
            if abs(len(known.text) - len(word)) <= edits and len(letters ^ set(known.text)) <= 2 * edits
        ]


def plain(text: str) -> str:
    """Lower case without accents, for comparing titles as people type them."""
    flat = "".join(char for char in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(char))
    return " ".join("".join(char if char.isalnum() else " " for char in flat).split())
