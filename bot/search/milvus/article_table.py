"""What a process keeps of a generation in Milvus: headings, counts of terms, the corpus's words; not a word of text.

An SQLite file, made from the parts that each build adds: articles that came, articles that went, counts that changed.
"""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from bot.errors import DamagedIndexError
from bot.model import Article, DateRange, Heading, Span
from bot.search.analysis.analyzer import plain
from bot.search.headings import heading_from, stored_heading
from bot.search.protocols import Word
from bot.search.storage.string_table import encoded
from bot.search.visibility import stored_day, stored_days, stored_owner, visible_owners

_SCHEMA = """
CREATE TABLE articles (
    row INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, server INTEGER NOT NULL, day INTEGER NOT NULL,
    source BLOB NOT NULL, title BLOB NOT NULL, passages INTEGER NOT NULL, length INTEGER NOT NULL,
    characters INTEGER NOT NULL, heading TEXT NOT NULL
);
CREATE INDEX by_day ON articles (server, day, key, passages);
CREATE INDEX by_source ON articles (server, source);
CREATE TABLE terms (
    term TEXT, server INTEGER, passages INTEGER NOT NULL, PRIMARY KEY (term, server)
) WITHOUT ROWID;
CREATE TABLE made (parts TEXT NOT NULL);
CREATE TABLE words (word BLOB PRIMARY KEY, count INTEGER NOT NULL, term BLOB NOT NULL) WITHOUT ROWID;
"""
_ADD_TERM = "INSERT INTO terms VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET passages = passages + excluded.passages"
_ADD_WORD = "INSERT INTO words VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET count = count + excluded.count"
_MANY = 50_000  # rows of a table in one part, when a whole article table is written

Row = Sequence[Any]


def article_row(row: int, article: Article, passages: int, length: int) -> Row:
    """An article as a part holds it."""
    return [row, passages, length, len(article.text), stored_heading(article)]


def part_of(
    gone: Iterable[int] = (), articles: Iterable[Row] = (), terms: Iterable[Row] = (), words: Iterable[Row] = ()
) -> bytes:
    """A part: rows that went, articles that came, changes of (term, server, passages) and of (word, count, term)."""
    return json.dumps([list(gone), list(articles), list(terms), list(words)]).encode()


class ArticleTable:
    """One file. Reading is safe from many threads; parts are added before it is shared."""

    def __init__(self, path: Path, *, new: bool = False) -> None:
        """Opens a file that `create` made; one that is gone is never made again by opening it."""
        self.path = path
        self._address = f"{path.absolute().as_uri()}?mode={'rwc' if new else 'rw'}"
        self._own = threading.local()
        self._all: list[sqlite3.Connection] = []
        self._lock = threading.Lock()

    @classmethod
    def create(cls, path: Path, base: ArticleTable | None = None) -> ArticleTable:
        """A new file, empty or as `base`."""
        path.unlink(missing_ok=True)
        made = cls(path, new=True)
        if base is None:
            made.ask().executescript(_SCHEMA)
        else:
            base.ask().backup(made.ask())
        made.ask().execute("PRAGMA synchronous = OFF")  # derived: a torn file is made again
        return made

    def add(self, part: bytes) -> None:
        """Takes in a part. Raises DamagedIndexError."""
        try:
            gone, articles, terms, words = json.loads(part)
            with self.ask() as work:
                work.executemany("DELETE FROM articles WHERE row = ?", [(row,) for row in gone])
                work.executemany("INSERT INTO articles VALUES (?,?,?,?,?,?,?,?,?,?)", map(_columns, articles))
                work.executemany(_ADD_TERM, terms)
                work.executemany(_ADD_WORD, [(encoded(word), count, encoded(term)) for word, count, term in words])
                if gone:
                    work.execute("DELETE FROM terms WHERE passages <= 0")
        except (ValueError, TypeError, IndexError, sqlite3.Error) as error:
            raise DamagedIndexError("The index in Milvus is damaged: its article table cannot be read.") from error

    def parts(self) -> Iterator[bytes]:
        """The whole article table as parts that make an equal one."""
        for some in self._some("SELECT row, passages, length, characters, heading FROM articles"):
            yield part_of(articles=[[*row[:4], json.loads(row[4])] for row in some])
        for some in self._some("SELECT term, server, passages FROM terms"):
            yield part_of(terms=some)
        for some in self._some("SELECT word, count, term FROM words"):
            yield part_of(words=[[_decoded(word), count, _decoded(term)] for word, count, term in some])

    @property
    def made(self) -> list[tuple[str, int]]:
        """Which parts are in it, as a record names them."""
        found = self.all("SELECT parts FROM made")
        return [(tag, count) for tag, count in json.loads(found[0][0])] if found else []

    @made.setter
    def made(self, parts: list[tuple[str, int]]) -> None:
        with self.ask() as work:
            work.execute("DELETE FROM made")
            work.execute("INSERT INTO made VALUES (?)", (json.dumps(parts),))

    def ask(self) -> sqlite3.Connection:
        """This thread's connection."""
        connection: sqlite3.Connection | None = getattr(self._own, "connection", None)
        if connection is None:
            connection = sqlite3.connect(self._address, uri=True, check_same_thread=False)
            self._own.connection = connection
            with self._lock:
                self._all.append(connection)
        return connection

    def all(self, what: str, *given: Any) -> list[Any]:
        """Every row of an answer. Raises DamagedIndexError."""
        try:
            return self.ask().execute(what, given).fetchall()
        except sqlite3.DatabaseError as error:
            raise DamagedIndexError(f"The article table {self.path.name} is damaged: {error}.") from error

    def close(self) -> None:
        """Closes every thread's connection."""
        with self._lock:
            while self._all:
                self._all.pop().close()
        self._own = threading.local()

    def __del__(self) -> None:
        """An index that was let go, not closed, gives its files back as well."""
        self.close()

    # -- articles ------------------------------------------------------------------------------------------------

    def totals(self) -> tuple[int, int, int]:
        """Articles, passages and terms in all of them, every owner's."""
        found: tuple[int, int, int] = self.all(
            "SELECT count(*), coalesce(sum(passages), 0), coalesce(sum(length), 0) FROM articles"
        )[0]
        return found

    def rows(self) -> dict[str, int]:
        """Rows by key."""
        return dict(self.all("SELECT key, row FROM articles"))

    def stored_heading(self, row: int) -> list[Any]:
        """See `bot.search.headings`. Raises IndexError."""
        found = self.all("SELECT heading FROM articles WHERE row = ?", int(row))
        if not found:
            raise IndexError(f"there is no article {row} in this generation")
        stored: list[Any] = json.loads(found[0][0])
        return stored

    def heading(self, row: int) -> Heading:
        """Raises IndexError for a row that is not there."""
        return heading_from(self.stored_heading(row), row)

    def passages_of(self, row: int) -> int:
        """How many passages the article in `row` has; 0 for a row that is not there."""
        return sum(count for (count,) in self.all("SELECT passages FROM articles WHERE row = ?", int(row)))

    def alive(self, rows: Iterable[int]) -> dict[int, tuple[int, int, str, int]]:
        """Those of `rows` that this generation has: (server, day, key, characters)."""
        wanted = sorted(set(rows))
        found = {}
        for first in range(0, len(wanted), 500):
            some = wanted[first : first + 500]
            marks = ",".join("?" * len(some))
            asked = f"SELECT row, server, day, key, characters FROM articles WHERE row IN ({marks})"  # noqa: S608
            found.update({row: (server, day, key, size) for row, server, day, key, size in self.all(asked, *some)})
        return found

    def find(self, key: str, server: int | None) -> int | None:
        """The row of an article that `server` may see."""
        where, given = owners(server)
        found = self.all(f"SELECT row FROM articles WHERE key = ? AND server IN ({where})", key, *given)  # noqa: S608
        return found[0][0] if found else None

    def span(self, server: int | None) -> Span:
        """Postings and dates of what `server` may see."""
        where, given = owners(server)
        asked = (
            "SELECT count(*), coalesce(sum(passages), 0), coalesce(sum(day = 0), 0), min(nullif(day, 0)), max(day) "  # noqa: S608
            f"FROM articles WHERE server IN ({where})"
        )
        articles, passages, undated, first, last = self.all(asked, *given)[0]
        if not first:
            return Span(articles, passages, undated)
        return Span(articles, passages, undated, DateRange(date.fromordinal(first), date.fromordinal(last)))

    def sources(self, server: int | None) -> list[str]:
        """The named sources that `server` may see."""
        where, given = owners(server)
        found = self.all(f"SELECT DISTINCT source FROM articles WHERE server IN ({where})", *given)  # noqa: S608
        return sorted(_decoded(source) for (source,) in found if source)

    def headings(
        self,
        server: int | None,
        *,
        source: str = "",
        dates: DateRange | None = None,
        title: str = "",
        newest: bool = True,
        limit: int = 25,
        offset: int = 0,
    ) -> list[Heading]:
        """By date, undated ones last; with `title`, those whose title holds each of its words' beginnings."""
        where, given = owners(server)
        asked, values = [f"server IN ({where})"], [*given]
        if source:
            asked.append("source = ?")
            values.append(encoded(source))
        if dates is not None:
            asked.append("day BETWEEN ? AND ?")
            values.extend(stored_days(dates))
        for word in plain(title).split():
            asked.append("instr(title, ?) > 0")
            values.append(b" " + encoded(word))
        order = "DESC" if newest else "ASC"
        found = self.all(
            f"SELECT row, heading FROM articles WHERE {' AND '.join(asked)} "  # noqa: S608
            f"ORDER BY day = 0, day {order}, key LIMIT ? OFFSET ?",
            *values, max(limit, 0), max(offset, 0),
        )  # fmt: skip
        return [heading_from(json.loads(heading), row) for row, heading in found]

    # -- terms and words -----------------------------------------------------------------------------------------

    def frequency(self, term: str, server: int | None) -> int:
        """In how many passages visible to `server` a encoded_term term stands."""
        where, given = owners(server)
        asked = f"SELECT coalesce(sum(passages), 0) FROM terms WHERE term = ? AND server IN ({where})"  # noqa: S608
        return int(self.all(asked, term, *given)[0][0])

    def everywhere(self, term: str) -> int:
        """In how many passages of all owners a encoded_term term stands."""
        return int(self.all("SELECT coalesce(sum(passages), 0) FROM terms WHERE term = ?", term)[0][0])

    def frequencies(self) -> list[int]:
        """Of all terms, in how many passages each stands."""
        return [count for (count,) in self.all("SELECT sum(passages) FROM terms GROUP BY term")]

    def words(self) -> list[Word]:
        """The corpus's words, most frequent first."""
        found = self.all("SELECT word, count, term FROM words")
        words = [Word(_decoded(word), count, _decoded(term)) for word, count, term in found]
        return sorted(words, key=lambda word: (-word.count, word.text))

    def _some(self, what: str) -> Iterator[list[Any]]:
        cursor = self.ask().execute(what)
        while some := cursor.fetchmany(_MANY):
            yield some


def owners(server: int | None) -> tuple[str, list[Any]]:
    """Whose articles `server` sees, as a list of marks and the values for them."""
    seen = visible_owners(server)
    return ",".join("?" * len(seen)), list(seen)


def _columns(row: Row) -> Row:
    number, passages, length, characters, heading = row
    _, title, _, day, source, _, server, key, _ = heading
    return (
        number,
        key,
        stored_owner(server),
        stored_day(date.fromisoformat(day) if day else None),
        encoded(source),
        b" %b\n" % encoded(plain(title)),
        passages,
        length,
        characters,
        json.dumps(heading),
    )


def _decoded(text: bytes) -> str:
    return text.decode("utf-8", "surrogatepass")
