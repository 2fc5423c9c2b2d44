"""The values that pass between the rooms: articles, questions, excerpts, answers. All frozen, none knows a room."""

from __future__ import annotations

import sys
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from hashlib import blake2b
from typing import Any


@dataclass(frozen=True, slots=True)
class DateRange:
    """Both ends belong to the range; None leaves that side open. An undated article is in no range."""

    first: date | None = None
    last: date | None = None

    def __contains__(self, day: date | None) -> bool:
        if day is None:
            return False
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


_OPENING = 3_000  # characters of a text in which a title that was made from it is looked for


class DateKind(StrEnum):
    """What an article's date is the date of. A wiki's page has no day of publication, only that of its last edit."""

    PUBLISHED = "published"
    EDITED = "edited"


@dataclass(frozen=True, slots=True)
class Article:
    """One article as its file holds it.

    `id` is the record's own id where the file gives one, else the path inside the corpus (with "#3" for the third
    record of a file of many). `text` is exactly what may be quoted: every excerpt is a slice of it. `server` is the
    Discord server whose own article it is; None is shared with all. `pages` are (offset, page number), ascending: where
    in the text each page of a printed article begins; empty for what was never printed. `facsimile` says that these
    pages can be shown: the file at `path` is a PDF, or the picture of the page lies beside it.
    """

    id: str
    title: str
    text: str
    path: str
    date: date | None = None
    source: str = ""
    url: str = ""
    server: int | None = None
    author: str = ""
    date_kind: DateKind = DateKind.PUBLISHED
    pages: tuple[tuple[int, int], ...] = ()
    facsimile: bool = False

    def page_at(self, offset: int) -> int | None:
        """The number of the printed page on which the character at `offset` stands; None where none is known."""
        before = bisect_right(self.pages, (offset, sys.maxsize))
        return self.pages[before - 1][1] if before else None

    def details(self) -> dict[str, Any]:
        """What only some articles have, as JSON holds it; `read_details` is its inverse."""
        kind = "" if self.date_kind is DateKind.PUBLISHED else self.date_kind.value
        given = {"author": self.author, "date_kind": kind, "pages": self.pages, "facsimile": self.facsimile}
        return {name: value for name, value in given.items() if value}

    @property
    def has_own_title(self) -> bool:
        """Whether the title says more than the text: one that was made from the text's first sentence does not."""
        title = " ".join(self.title.removesuffix("…").split())
        return bool(title) and title not in " ".join(self.text[:_OPENING].split())

    @property
    def key(self) -> str:
        """16 hex digits that stay the same for this article through every reload: for buttons and links."""
        return blake2b(f"{self.server or ''}\0{self.id}".encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()

    @property
    def version(self) -> str:
        """8 hex digits of the text: tells whether offsets taken earlier still mean the same words."""
        return blake2b(self.text.encode("utf-8", "surrogatepass"), digest_size=4).hexdigest()


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands above an article in a list: everything of it but the text. `row` is its place in one generation."""

    row: int
    id: str
    title: str
    path: str
    date: date | None
    source: str
    url: str
    server: int | None
    key: str
    author: str = ""
    date_kind: DateKind = DateKind.PUBLISHED


def read_details(stored: Mapping[str, Any]) -> dict[str, Any]:
    """The keyword arguments of an `Article` from what `Article.details` gave."""
    details = dict(stored)
    if "date_kind" in details:
        details["date_kind"] = DateKind(details["date_kind"])
    if "pages" in details:
        details["pages"] = tuple((offset, page) for offset, page in details["pages"])
    return details


@dataclass(frozen=True, slots=True)
class Passage:
    """A ranked slice of an article: `[start, end)` in characters of its text.

    `number` and `article` are rows of the generation that returned it and mean nothing in another. `bm25` is the
    score of the question's terms; `score` is that times the priors (recency), and what the ranking is by.
    """

    number: int
    article: int
    start: int
    end: int
    bm25: float
    score: float


class Sort(StrEnum):
    """In which order matching articles are shown."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    OLDEST = "oldest"


@dataclass(frozen=True, slots=True)
class Turn:
    """One exchange of a conversation: what was asked (as completed) and which articles answered, by `Article.key`."""

    question: str
    articles: tuple[str, ...] = ()
    excerpts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """What a person asks, on which day, and what they narrowed it to.

    `since`, `until` and `source` were given outright; a date phrase in `text` is read by the answers room, unless
    `any_date` says that the asker dropped it. `server` is where it was asked (None: a DM or the terminal).
    `limit` and `offset` count excerpts: the next three of a question are `offset=3`. `as_typed` corrects no word.
    """

    text: str
    as_of: date
    server: int | None = None
    since: date | None = None
    until: date | None = None
    source: str = ""
    sort: Sort = Sort.RELEVANCE
    limit: int = 3
    offset: int = 0
    any_date: bool = False
    history: tuple[Turn, ...] = ()
    as_typed: bool = False


class Verdict(StrEnum):
    """What a careful archivist would say of the excerpts."""

    ANSWERED = "answered"
    UNSURE = "unsure"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Match:
    """Why an excerpt was chosen: a term of the question, where it stands in the excerpt, what it added."""

    term: str
    word: str
    spans: tuple[tuple[int, int], ...]
    added: float


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A quotation: a slice `[start, end)` of its article's text, never a copy that could drift from it.

    `highlights` are the matched words as offsets into the excerpt. `cut_start` and `cut_end` say that the sentence
    goes on beyond that side, where a reader is shown "…" outside the quotation. `recency` is the factor that the day of
    asking put on the score. `core` is the part of the slice that answers most likely, for where room is short.
    """

    article: Article
    start: int
    end: int
    score: float
    highlights: tuple[tuple[int, int], ...] = ()
    cut_start: bool = False
    cut_end: bool = False
    matches: tuple[Match, ...] = ()
    recency: float = 1.0
    core: tuple[int, int] | None = None

    @property
    def text(self) -> str:
        """The quotation, character for character."""
        return self.article.text[self.start : self.end]

    @property
    def page(self) -> int | None:
        """The printed page on which it begins."""
        return self.article.page_at(self.start)


@dataclass(frozen=True, slots=True)
class Answer:
    """The reply to one question, from one generation of the corpus.

    `note` is one or two plain sentences for the reader (what was searched, what the archive lacks); empty when there is
    nothing to say. `searched` is the date range in force and `date_phrase` the words of the question that it was read
    from. `understood` is the completed question where it leaned on an earlier one. `missing` are the asker's words that
    the archive does not have; `suggestions` are whole questions with such words replaced ("did you mean"); `nearest`
    are dated articles just outside a range that held nothing, or otherwise the closest. `more` counts the further
    articles that match beyond these excerpts. `articles` counts the articles searched, and `archive` are their dates.
    `corrected` is the question that was searched for instead, where a word of it was a sure typing error.
    `probability` is that the excerpts hold the answer, `reasons` what moved it, in log-odds. `unread` counts the
    candidate articles for which the question's budget of work was too small.
    """

    question: Question
    verdict: Verdict
    excerpts: tuple[Excerpt, ...] = ()
    note: str = ""
    searched: DateRange | None = None
    date_phrase: str = ""
    understood: str = ""
    missing: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()
    nearest: tuple[Heading, ...] = ()
    more: int = 0
    articles: int = 0
    archive: DateRange = DateRange()
    corrected: str = ""
    generation: str = ""
    took_ms: float = 0.0
    probability: float = 0.0
    reasons: tuple[tuple[str, float], ...] = ()
    unread: int = 0


@dataclass(frozen=True, slots=True)
class Problem:
    """A file or record that was not taken as it is: by name, with a reason in one sentence for an admin.

    `skipped` says that nothing of it can be quoted; otherwise it was kept with a flaw (undated, say).
    """

    path: str
    reason: str
    skipped: bool = True
    record: int | None = None
    server: int | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a reload has come. `seconds_left` is None while nobody can tell."""

    stage: str
    files: int = 0
    files_total: int = 0
    articles: int = 0
    passages: int = 0
    seconds_left: float | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """Counts and dates of what one reader may see of the corpus."""

    articles: int = 0
    passages: int = 0
    undated: int = 0
    dates: DateRange = field(default_factory=DateRange)
