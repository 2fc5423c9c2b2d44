"""Articles to the next generation in Milvus: what changed is sent, what went is noted, and one row is replaced."""

from __future__ import annotations

import json
import logging
import secrets
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.errors import BusyError, DamagedIndexError, EngineError
from bot.model import Article
from bot.search.analysis.analyzer import Analyzer
from bot.search.bm25.idf import average_idf
from bot.search.indexing.chunks import chunks
from bot.search.indexing.inverter import Chunk, Inverter
from bot.search.milvus.article_table import ArticleTable, article_row, part_of
from bot.search.milvus.blobs import rows_of, text_rows, write
from bot.search.milvus.client import PAGE, Server
from bot.search.milvus.generation_record import Record, Retired, part_name, read_record, write_record
from bot.search.milvus.index import MilvusIndex
from bot.search.milvus.term_encoding import encoded_term, number_of
from bot.search.parameters import IndexParameters
from bot.search.protocols import Extra, Progress
from bot.search.visibility import stored_day, stored_owner

_log = logging.getLogger(__name__)
_PARTS_MOST = 50  # builds whose parts a newcomer takes in one by one; then they are written anew as one
_ENTRIES = 50_000  # terms or words in one part
_ROWS = 200  # articles named in one filter
_ROW_BITS = 42  # of a row, which is counted up from anywhere
_BITS = 20  # of a passage's number are its place in its article: ten million characters make 30,000


def build(
    server: Server,
    articles: Iterable[Article],
    *,
    analyzer: Analyzer,
    place: Path,
    base: MilvusIndex | None,
    keep: Sequence[int],
    extra: Extra,
    progress: Progress,
) -> Record:
    """Makes the next generation and its article table at `place`; see `Engine.build`.

    Raises:
        BusyError: another process has made a generation meanwhile.
        EngineError: Milvus was away for too long, or did not keep all that it was sent.
    """
    server.prepare()
    last = last_record(server)
    if base is not None and not _made_with(base.record, analyzer):
        articles = chain(map(base.article, keep), articles)
        base = None
    article_table = ArticleTable.create(place, base.article_table if base else None)
    try:
        work = _Build(server, article_table, analyzer, base, last)
        work.clean()
        work.remove(sorted(set(base.keys().values()).difference(keep)) if base else [])
        work.take(articles, progress)
        record = work.record(extra())
        work.publish(record)
    except BaseException:
        place.unlink(missing_ok=True)
        raise
    finally:
        article_table.close()
    return record


def last_record(server: Server) -> Record | None:
    """The newest record; one that cannot be read counts as none, and its generation is replaced."""
    try:
        return read_record(server)
    except DamagedIndexError as error:
        _log.warning("%s It is not used.", error)
        return None


class _Build:
    """One build under way: what has been sent to Milvus, and the article table that grows with it."""

    def __init__(
        self,
        server: Server,
        article_table: ArticleTable,
        analyzer: Analyzer,
        base: MilvusIndex | None,
        last: Record | None,
    ) -> None:
        self._server, self._article_table, self._analyzer, self._last = server, article_table, analyzer, last
        self._base = base.record if base else None
        self._number = last.number + 1 if last else 1
        self._tag = f"{self._number}-{secrets.token_hex(3)}"
        self._first = self._next = secrets.randbelow(1 << _ROW_BITS)  # of two that index at once, each has its own
        self._parts = self._sent = self._gone_lines = 0
        self._gone: list[int] = []
        self._inverter = Inverter(analyzer, IndexParameters())
        self._names: list[str] = []  # the inverter's terms, encoded_term
        self._passages: dict[int, NDArray[np.int64]] = {}  # by owner: in how many passages each term stands

    def clean(self) -> None:
        """Removes what a build that was killed has left, which had this same number."""
        for collection in (self._server.passages, self._server.blobs):
            self._server.delete(collection, f"born >= {self._number}")

    def remove(self, rows: list[int]) -> None:
        """Takes articles out of the article table; their rows in Milvus stay while the generation before is read."""
        self._gone = rows
        changes: Counter[tuple[str, int]] = Counter()
        for first in range(0, len(rows), _ROWS):
            where = f"article in {rows[first : first + _ROWS]}"
            for line in self._server.scan(self._server.passages, where, ["number", "server", "terms"]):
                self._gone_lines += 1
                changes.subtract((term, line["server"]) for term in set(line["terms"].split()))
        if rows:
            self._add(part_of(gone=rows, terms=[(*key, count) for key, count in changes.items()]))

    def take(self, articles: Iterable[Article], progress: Progress) -> None:
        """Sends articles, some at a time, and then what they say of terms and words."""
        count = passages = 0
        for some in chunks(articles):
            chunk = self._inverter.take([(article.title, article.text) for article in some])
            self._names.extend(map(encoded_term, self._inverter.terms(len(self._names))))
            self._send(some, chunk)
            count, passages = count + len(some), passages + len(chunk.start)
            progress(count, passages)
        for part in self._statistics():
            self._add(part)
        if self._sent >= PAGE:
            self._server.settle(self._server.passages)
            self._server.settle(self._server.blobs)

    def record(self, extras: Mapping[str, bytes]) -> Record:
        """What makes all this a generation, once it is published."""
        parts = [*(self._base.parts if self._base else ()), (self._tag, self._parts)]
        rewritten = len(parts) > _PARTS_MOST
        if rewritten:
            self._parts = 0
            for part in self._article_table.parts():
                self._store(part_name(self._tag, self._parts), part)
                self._parts += 1
            parts = [(self._tag, self._parts)]
        self._article_table.made = parts
        rows = self._store(f"gone-{self._tag}", json.dumps(self._gone).encode()) if self._gone else ""
        retired = Retired(time.time(), self._number, rows, parts=rewritten, whole=self._base is None)
        articles, passages, length = self._article_table.totals()
        return Record(
            number=self._number,
            name=f"m{self._tag.zfill(13)}",
            parameters=IndexParameters().version(self._analyzer.version),
            parts=parts,
            extras={name: self._store(f"extra-{self._tag}-{name}", content) for name, content in extras.items()},
            articles=articles,
            passages=passages,
            length=length,
            lines=self._sent + (self._base.lines - self._gone_lines if self._base else 0),
            average_idf=average_idf(passages, np.array(self._article_table.frequencies(), np.int64)),
            retired=[*(self._last.retired if self._last else ()), retired],
        )

    def publish(self, record: Record) -> None:
        """Makes the generation the newest, if all of it is stored and no other process was first."""
        now = last_record(self._server)
        if (now and now.name) != (self._last and self._last.name):
            self._undo()
            raise BusyError("Another process has indexed meanwhile, and only one may; this reload changed nothing.")
        if self._server.count(self._server.passages, f"born == {self._number}") != self._sent:
            raise EngineError("The search engine did not keep all that it was sent; the old corpus stays.")
        write_record(self._server, record)

    def _undo(self) -> None:
        """Removes what was sent: the next build's `clean` would spare it, since another has used the number."""
        ours = f"article >= {self._first} and article < {self._next}"
        self._server.delete(self._server.passages, ours)
        named = " or ".join(f'name like "{kind}-{self._tag}%"' for kind in ("part", "gone", "extra"))
        self._server.delete(self._server.blobs, f"({ours}) or {named}")

    def _send(self, articles: Sequence[Article], chunk: Chunk) -> None:
        """TextCache and passages to Milvus, and the articles as a part of the article_table."""
        first = np.cumsum(chunk.passages) - chunk.passages
        lengths = np.concatenate([[0], np.cumsum(chunk.length)])
        lines = self._lines(chunk)
        rows: list[dict[str, Any]] = []
        listed, owners = [], np.empty(len(chunk.start), np.int64)
        for number, article in enumerate(articles):
            low, high = int(first[number]), int(first[number] + chunk.passages[number])
            row = self._next + number
            shared = _shared_fields(row, article, self._number)
            owners[low:high] = shared["server"]
            rows.extend(
                shared
                | {
                    "number": (row << _BITS) + at - low,
                    "start": int(chunk.start[at]),
                    "stop": int(chunk.end[at]),
                    "terms": lines[at],
                }
                for at in range(low, high)
                if lines[at]  # without a term it cannot be found
            )
            listed.append(article_row(row, article, high - low, int(lengths[high] - lengths[low])))
        texts = (text_rows(self._next + number, article.text, self._number) for number, article in enumerate(articles))
        write(self._server, chain.from_iterable(texts))
        self._server.insert(self._server.passages, rows)
        self._sent += len(rows)
        self._next += len(articles)
        self._count(chunk, owners)
        self._add(part_of(articles=listed))

    def _lines(self, chunk: Chunk) -> list[str]:
        """Each passage's terms, as often as they stand there."""
        order = np.argsort(chunk.passage, kind="stable")
        terms = np.repeat(chunk.term[order], chunk.count[order]).tolist()
        ends = np.concatenate([[0], np.cumsum(chunk.length)]).tolist()
        names = self._names
        return [" ".join([names[term] for term in terms[start:end]]) for start, end in pairwise(ends)]

    def _count(self, chunk: Chunk, owners: NDArray[np.int64]) -> None:
        """Adds up in how many passages of each owner a term stands."""
        owner = owners[chunk.passage]
        for server in np.unique(owner).tolist():
            counts = np.bincount(chunk.term[owner == server], minlength=len(self._names))
            before = self._passages.get(server, np.empty(0, np.int64))
            counts[: len(before)] += before
            self._passages[server] = counts

    def _statistics(self) -> Iterator[bytes]:
        """What the articles taken say of terms and words, as parts."""
        terms = [
            (self._names[term], server, count)
            for server, counts in self._passages.items()
            for term, count in enumerate(counts.tolist())
            if count
        ]
        vocabulary = self._inverter.vocabulary()
        words = [
            (word, count, vocabulary.terms[term] if term >= 0 else "")
            for word, (count, term) in vocabulary.words.items()
        ]
        for first in range(0, max(len(terms), len(words)), _ENTRIES):
            yield part_of(terms=terms[first : first + _ENTRIES], words=words[first : first + _ENTRIES])

    def _add(self, part: bytes) -> None:
        self._store(part_name(self._tag, self._parts), part)
        self._article_table.add(part)
        self._parts += 1

    def _store(self, name: str, content: bytes) -> str:
        write(self._server, rows_of(name, content, self._number))
        return name


def _shared_fields(row: int, article: Article, born: int) -> dict[str, Any]:
    """What all passages of an article have in common."""
    return {
        "article": row,
        "server": stored_owner(article.server),
        "day": stored_day(article.date),
        "source": number_of(article.source),
        "born": born,
    }


def _made_with(record: Record, analyzer: Analyzer) -> bool:
    return record.parameters == IndexParameters().version(analyzer.version)
