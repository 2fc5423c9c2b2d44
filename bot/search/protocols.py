"""What an engine, a generation and an index promise, whichever engine holds the corpus; and what a query says.

`Index` is what the other rooms read. `Edition` is a generation that is open, with what the next build needs beside.
`Engine` builds, opens and removes generations.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from bot.model import Article, DateRange, Heading, Passage, Span
from bot.search.analysis.analyzer import Analyzer
from bot.search.term_vectors import TermVectors

GRACE = 600.0  # seconds that a replaced generation stays: followers, also on other machines, may have it open

Extra = Callable[[], Mapping[str, bytes]]
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Query:
    """What to look for, where, and how much of it.

    `server` None sees the shared articles only; a server's number sees those and its own. With `as_of` and `recency`
    above zero, the score of a passage dated up to `as_of` is multiplied by `1 + recency * e^(-age / recency_days)`.
    """

    terms: tuple[str, ...]
    server: int | None = None
    dates: DateRange | None = None
    source: str = ""
    limit: int = 50
    as_of: date | None = None
    recency: float = 0.0
    recency_days: float = 30.0


@dataclass(frozen=True, slots=True)
class Word:
    """A word as the corpus writes it (lower case), how often it stands there, and its term ("" for a stop word)."""

    text: str
    count: int
    term: str


class Words(Protocol):
    """The words of the corpus, most frequent first."""

    def __len__(self) -> int: ...

    def __iter__(self) -> Iterator[Word]: ...

    def __contains__(self, word: object) -> bool: ...

    def alike(self, word: str, edits: int = 2) -> list[Word]:
        """Every word that could be within `edits` edits of `word`, most frequent first, and some that are not."""

    def compounds(self, part: str, longer: int) -> list[Word]:
        """Every word that begins or ends with `part` and is at least `longer` letters longer, most frequent first."""


class Matches(NamedTuple):
    """Rows of articles, and for each the score of its best passage."""

    rows: NDArray[np.int64]
    scores: NDArray[np.float64]


def key_number(key: str) -> int | None:
    """The number that an `Article.key` is in hexadecimal; None for what cannot be one, such as a forged custom id."""
    try:
        number = int(key, 16)
    except ValueError:
        return None
    return number if 0 <= number < 1 << 64 else None


class Index(Protocol):
    """One generation of the corpus, open for reading from any thread.

    A row is an article's number in this generation and means nothing in another. Methods that take `server` never tell
    of another server's articles; those that take a row trust that it came from such a method.
    """

    name: str
    analyzer: Analyzer

    def rank(self, query: Query) -> list[Passage]:
        """The best passages that hold at least one of the terms, best first, equal ones in a fixed order."""

    def article(self, row: int) -> Article:
        """The article, text included."""

    def heading(self, row: int) -> Heading:
        """What stands above the article in a list."""

    def dates(self, rows: Sequence[int]) -> list[date | None]:
        """The dates of articles: as in their headings, without reading these."""

    def passages_of(self, row: int) -> int:
        """How many passages the article in `row` has."""

    def find(self, key: str, server: int | None) -> int | None:
        """The row of the article with this `Article.key`, if `server` may see it."""

    def frequency(self, term: str, server: int | None = None) -> int:
        """In how many passages visible to `server` the term stands; 0 for an unknown one."""

    def idf(self, term: str, server: int | None = None) -> float:
        """rank-bm25's idf of the term over the passages that `server` sees; 0.0 for a term that none of them holds.

        So the order of results reveals nothing of another server's own articles, and is not changed by them.
        """

    def term_vectors(self, rows: Sequence[int]) -> TermVectors:
        """The term vectors of articles, in the order of `rows`."""

    def term_ids(self, terms: Sequence[str]) -> NDArray[np.int32]:
        """The ids by which term vectors of this generation name the terms; -1 for one that none of them can hold."""

    def idfs(self, ids: NDArray[np.int32], server: int | None = None) -> NDArray[np.float64]:
        """As `idf`, for terms of term vectors."""

    def words(self) -> Words:
        """The corpus's own words, other servers' included: check a word's `frequency` before showing it."""

    def span(self, server: int | None) -> Span:
        """Postings and dates of what `server` may see."""

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
        """Articles by date, undated ones last."""

    def sources(self, server: int | None) -> list[str]:
        """The sources that `server` may see, by name."""

    def matching(
        self,
        terms: Sequence[str],
        server: int | None,
        *,
        dates: DateRange | None = None,
        source: str = "",
        every: bool = False,
    ) -> Matches:
        """Articles with a passage that holds one of the terms (with `every`: all of them)."""

    def titles(self, text: str, server: int | None, limit: int = 25) -> list[Heading]:
        """Articles whose title holds every word of `text` (as a word's beginning), newest first."""


class Edition(Index, Protocol):
    """A generation, open, with what the library and the next build want beside `Index`."""

    @property
    def articles(self) -> int:
        """Every owner's."""

    @property
    def passages(self) -> int:
        """Every owner's."""

    def keys(self) -> dict[str, int]:
        """The rows of this generation by `Article.key`."""

    def extras(self, name: str) -> Iterator[bytes]:
        """What the caller stored under `name`: the latest amendment first, then what was built in."""

    def size(self) -> int:
        """Bytes that this generation takes on this machine's disk."""

    def close(self) -> None:
        """Gives everything back. Nothing can be read afterwards."""


class Engine(Protocol):
    """One corpus in one search engine. `folder` is this machine's place for what can be made again.

    Every method raises EngineError when the engine cannot be reached for longer than it is worth waiting.
    """

    folder: Path

    def newest(self) -> str | None:
        """The name of the newest generation: one cheap request, for replicas."""

    def open(self, name: str) -> Edition:
        """Opens one generation. Raises DamagedIndexError when it cannot be used."""

    def open_newest(self) -> Edition | None:
        """Opens the newest generation that can be used; each one that cannot is named in the log."""

    def build(
        self,
        articles: Iterable[Article],
        *,
        base: Edition | None = None,
        keep: Sequence[int] = (),
        extra: Extra = dict,
        progress: Progress = lambda _articles, _passages: None,
    ) -> str:
        """Makes a generation of `articles` and, unread, of `base`'s rows `keep`; returns its name.

        `extra` is called once all articles have been taken. A build that fails or is killed leaves the last
        generation as it was.
        """

    def amend(self, edition: Edition, files: Mapping[str, bytes]) -> None:
        """Stores later extras for the same articles; the generation stays as it is."""

    def sweep(self, keep: int) -> None:
        """Removes what killed builds left behind, and all but the newest `keep` generations, each `GRACE` seconds late.

        Not during a build.
        """

    def verify(self, edition: Edition) -> None:
        """Raises DamagedIndexError when the generation is not as it was written."""

    def close(self) -> None:
        """Lets go of connections."""
