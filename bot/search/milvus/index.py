"""A generation in Milvus, open for reading: Milvus finds passages, rank-bm25's formula orders them."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.errors import DamagedIndexError, EngineAwayError
from bot.model import Article, DateRange, Heading, Passage, Span
from bot.search.analysis.analyzer import Analyzer
from bot.search.bm25.idf import idf
from bot.search.bm25.recency import has_recency, recency_factors
from bot.search.headings import article_from
from bot.search.milvus import blobs
from bot.search.milvus.article_table import ArticleTable, owners
from bot.search.milvus.client import AWAY, MOST, Server
from bot.search.milvus.generation_record import Record, read_record
from bot.search.milvus.scoring import FoundOkapi, TermIds
from bot.search.milvus.term_encoding import encoded_term, number_of
from bot.search.milvus.text_cache import TextCache
from bot.search.milvus.vocabulary import MilvusVocabulary
from bot.search.protocols import Matches, Query, Words, key_number
from bot.search.term_vectors import TermVectors, analysed
from bot.search.visibility import read_stored_day, stored_days

_FIELDS = ["article", "start", "stop", "terms"]
_TIMES, _SPARE = 3, 100  # candidates for each passage wanted, and beyond: Milvus's idf orders a little otherwise
_FRESH = 4.0  # times `recency_days` within which recency may lift a passage from far below: e^-4 is 2 %
_AHEAD = 16  # best articles whose texts are fetched along with a ranking
_AHEAD_MOST = 1_000_000  # characters of them

Hit = dict[str, Any]
ArticleFacts = tuple[int, int, str, int]  # an article's server, day, key and characters


class MilvusIndex:
    """Implements `Edition`. Safe to use from many threads."""

    def __init__(
        self,
        server: Server,
        record: Record,
        article_table: ArticleTable,
        analyzer: Analyzer,
        *,
        still_there: Callable[[], bool],
    ) -> None:
        """`still_there` returns whether Milvus certainly still has all of this generation."""
        self.name = record.name
        self.analyzer = analyzer
        self.record = record
        self.article_table = article_table
        self._server = server
        self._still_there = still_there
        self._texts = TextCache()
        self._spans: dict[int | None, Span] = {}
        self._frequencies: dict[str, int] = {}
        self._words: MilvusVocabulary | None = None
        self._term_ids = TermIds()

    # -- passages ------------------------------------------------------------------------------------------------

    def rank(self, query: Query) -> list[Passage]:
        """See `Index.rank`. With recency, what is recent is searched for a second time on its own."""
        held = [term for term in query.terms if self._everywhere(term)]
        if not held or query.limit <= 0:
            return []
        text = " ".join(map(encoded_term, held))
        wanted = query.limit * _TIMES + _SPARE
        hits, alive = self._search(text, self._where(query.server, query.dates, query.source), wanted)
        if query.as_of is not None and has_recency(query) and len(hits) >= wanted // 2:
            today = query.as_of.toordinal()
            recent = f"day >= {today - math.ceil(_FRESH * query.recency_days)} and day <= {today}"
            where = f"{self._where(query.server, query.dates, query.source)} and {recent}"
            more, alive_too = self._search(text, where, wanted)
            hits, alive = hits | more, alive | alive_too
        ranked = self._ordered(list(hits.values()), alive, query)[: query.limit]
        self._read_ahead(ranked, alive)
        return ranked

    def matching(
        self,
        terms: Sequence[str],
        server: int | None,
        *,
        dates: DateRange | None = None,
        source: str = "",
        every: bool = False,
    ) -> Matches:
        """See `Index.matching`. Every match is fetched: for a timeline, not for every question."""
        known = [term for term in dict.fromkeys(terms) if self._everywhere(term)]
        if not known or (every and len(known) < len(set(terms))):
            return Matches(np.empty(0, np.int64), np.empty(0, np.float64))
        wanted = [f"TEXT_MATCH(terms, '{encoded_term(term)}')" for term in known]
        match = " and ".join(wanted) if every else f"TEXT_MATCH(terms, '{' '.join(map(encoded_term, known))}')"
        where = f"{self._where(server, dates, source)} and {match}"
        found = list(self._server.scan(self._server.passages, where, ["number", "article", "terms"]))
        alive = self.article_table.alive(hit["article"] for hit in found)
        hits = [hit for hit in found if hit["article"] in alive]
        rows, first = np.unique(np.array([hit["article"] for hit in hits], np.int64), return_inverse=True)
        best = np.full(len(rows), -np.inf)
        np.maximum.at(best, first, self._scores(terms, hits, server))
        return Matches(rows, best)

    def frequency(self, term: str, server: int | None = None) -> int:
        """See `Index.frequency`."""
        return self.article_table.frequency(encoded_term(term), server)

    def idf(self, term: str, server: int | None = None) -> float:
        """See `Index.idf`."""
        floor = self.record.parameters["epsilon"] * self.record.average_idf
        return idf(self.span(server).passages, self.frequency(term, server), floor)

    def term_vectors(self, rows: Sequence[int]) -> TermVectors:
        """See `Index.term_vectors`: made from the texts, which are here already.

        Stored, they would have to be fetched along with every text, and cost more on the way than analysing does.
        """
        self._fetch(rows)
        return analysed((self.article(row).text for row in rows), self.analyzer, self._term_ids.__getitem__)

    def term_ids(self, terms: Sequence[str]) -> NDArray[np.int32]:
        """See `Index.term_ids`."""
        return np.array([self._term_ids[term] if self._everywhere(term) else -1 for term in terms], np.int32)

    def idfs(self, ids: NDArray[np.int32], server: int | None = None) -> NDArray[np.float64]:
        """See `Index.idfs`."""
        terms = list(self._term_ids)
        return np.array([self.idf(terms[number], server) if number >= 0 else 0.0 for number in ids.tolist()])

    def words(self) -> Words:
        """See `Index.words`; read once, when first asked for."""
        if self._words is None:
            self._words = MilvusVocabulary(self.article_table.words())
        return self._words

    # -- articles ------------------------------------------------------------------------------------------------

    def article(self, row: int) -> Article:
        """The article, text included. Raises DamagedIndexError when Milvus has it no more as it was written."""
        stored = self.article_table.stored_heading(row)
        text = self._texts.get(row)
        if text is None:
            text = blobs.read_texts(self._server, [row])[row]
            self._texts.keep(row, text)
        return article_from(stored, text)

    def heading(self, row: int) -> Heading:
        """See `Index.heading`."""
        return self.article_table.heading(row)

    def dates(self, rows: Sequence[int]) -> list[date | None]:
        """See `Index.dates`."""
        known = self.article_table.alive(rows)
        return [read_stored_day(known[row][1]) for row in rows]

    def passages_of(self, row: int) -> int:
        """See `Index.passages_of`."""
        return self.article_table.passages_of(row)

    def find(self, key: str, server: int | None) -> int | None:
        """See `Index.find`."""
        number = key_number(key)
        return None if number is None else self.article_table.find(f"{number:016x}", server)

    def span(self, server: int | None) -> Span:
        """See `Index.span`."""
        if server not in self._spans:
            self._spans[server] = self.article_table.span(server)
        return self._spans[server]

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
        return self.article_table.headings(
            server, source=source, dates=dates, newest=newest, limit=limit, offset=offset
        )

    def sources(self, server: int | None) -> list[str]:
        """See `Index.sources`."""
        return self.article_table.sources(server)

    def titles(self, text: str, server: int | None, limit: int = 25) -> list[Heading]:
        """See `Index.titles`."""
        return self.article_table.headings(server, title=text, limit=limit)

    # -- for the library -----------------------------------------------------------------------------------------

    @property
    def articles(self) -> int:
        """See `Edition.articles`."""
        return self.record.articles

    @property
    def passages(self) -> int:
        """See `Edition.passages`."""
        return self.record.passages

    def keys(self) -> dict[str, int]:
        """See `Edition.keys`."""
        return self.article_table.rows()

    def extras(self, name: str) -> Iterator[bytes]:
        """See `Edition.extras`."""
        latest = read_record(self._server)
        record = latest if latest is not None and latest.name == self.name else self.record
        with suppress(KeyError, DamagedIndexError):
            yield blobs.read(self._server, record.extras[name])

    def size(self) -> int:
        """See `Edition.size`."""
        return self.article_table.path.stat().st_size

    def close(self) -> None:
        """See `Edition.close`."""
        self.article_table.close()

    # -- inside --------------------------------------------------------------------------------------------------

    def _everywhere(self, term: str) -> int:
        """In how many passages of all owners the term stands."""
        found = self._frequencies.get(term)
        if found is None:
            if len(self._frequencies) > 1 << 16:
                self._frequencies.clear()
            found = self._frequencies[term] = self.article_table.everywhere(encoded_term(term))
        return found

    def _where(self, server: int | None, dates: DateRange | None, source: str) -> str:
        """The filter for what may be found; passages of a generation still being made are not born yet."""
        if not self._still_there():
            raise EngineAwayError(AWAY)
        asked = [f"server in {owners(server)[1]}", f"born <= {self.record.number}"]
        if dates is not None:
            asked.append("day >= {} and day <= {}".format(*stored_days(dates)))
        if source:
            asked.append(f"source == {number_of(source)}")
        return " and ".join(asked)

    def _search(self, text: str, where: str, wanted: int) -> tuple[dict[int, Hit], dict[int, ArticleFacts]]:
        """Milvus's best passages of articles that this generation has; what went lies there for a while."""
        limit = min(wanted, MOST)
        while True:
            hits = self._server.search(text, where, limit, _FIELDS)
            alive = self.article_table.alive(hit["article"] for hit in hits)
            kept = {hit["number"]: hit for hit in hits if hit["article"] in alive}
            if len(hits) < limit or len(kept) * 2 >= min(wanted, MOST) or limit == MOST:
                return kept, alive
            limit = min(limit * 4, MOST)

    def _ordered(self, hits: Sequence[Hit], alive: dict[int, ArticleFacts], query: Query) -> list[Passage]:
        """Best first; equal scores as the passages follow each other in the embedded index."""
        scores = self._scores(query.terms, hits, query.server)
        lifted = scores * recency_factors(query, np.array([alive[hit["article"]][1] for hit in hits], np.int64))
        ranked = []
        for hit, bm25, final in zip(hits, scores.tolist(), lifted.tolist(), strict=True):
            server, day, key, _ = alive[hit["article"]]
            passage = Passage(hit["number"], hit["article"], hit["start"], hit["stop"], bm25, final)
            ranked.append((-passage.score, server, day, int(key, 16), passage.start, passage))
        ranked.sort(key=lambda one: one[:5])
        return [one[5] for one in ranked]

    def _scores(self, terms: Sequence[str], hits: Sequence[Hit], server: int | None) -> NDArray[np.float64]:
        """rank-bm25's scores: the same numbers, to the last bit, as the embedded index gives."""
        idf = {term: self.idf(term, server) for term in set(terms)}
        okapi = FoundOkapi(self.record, idf, [hit["terms"] for hit in hits])
        return okapi.scores_of(terms, np.arange(len(hits)))

    def _read_ahead(self, ranked: Sequence[Passage], alive: dict[int, ArticleFacts]) -> None:
        """Fetches the texts that the asker is about to read, in one request."""
        wanted, size = [], 0
        for row in list(dict.fromkeys(passage.article for passage in ranked))[:_AHEAD]:
            size += alive[row][3]
            if size > _AHEAD_MOST:
                break
            wanted.append(row)
        self._fetch(wanted)

    def _fetch(self, rows: Iterable[int]) -> None:
        """Has these articles' texts at hand, in one request for those that are not."""
        missing = [row for row in rows if self._texts.get(row) is None]
        for row, text in blobs.read_texts(self._server, missing).items():
            self._texts.keep(row, text)
