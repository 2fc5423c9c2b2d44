"""What an export's reader returns beside drafts and flaws: entries that are not articles, and versions of one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bot.articles.drafts import Draft, Flaw
from bot.articles.limits import Limits
from bot.articles.sandbox import ReaderPool
from bot.importing.sources import Source


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An entry that was not meant to be imported; `kind` is what it is, in the plural: "drafts", "redirects"."""

    kind: str


@dataclass(frozen=True, slots=True)
class Supersedes:
    """A draft of which only the highest `version` counts, as news agencies number the versions of an item."""

    draft: Draft
    version: int


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The article with this id is as an earlier import wrote it."""

    id: str


@dataclass(frozen=True, slots=True)
class Incomplete:
    """More belongs to the source than came, so that what did not come is not known to be gone."""


Entry = Draft | Flaw | LeftOut | Supersedes | Unchanged | Incomplete


@dataclass(frozen=True, slots=True)
class WebOptions:
    """How the web is read: at most `limit` pages, one every `pause` seconds.

    `private_hosts` are servers on private networks that may be asked. `validators` is the file that remembers what
    servers said for conditional requests; None remembers nothing.
    """

    limit: int = 200
    pause: float = 1.0
    private_hosts: frozenset[str] = frozenset()
    validators: Path | None = None


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How an operator wants exports read. `columns` maps a field ("date") to a column of a table ("Published").

    `readers` are the processes in which documents and web pages are parsed.
    """

    limits: Limits = field(default_factory=Limits)
    columns: Mapping[str, str] = field(default_factory=dict)
    date_from: str = "document"
    web: WebOptions = field(default_factory=WebOptions)
    readers: ReaderPool = field(default_factory=ReaderPool)


ExportReader = Callable[[Source, ReadOptions], Iterator[Entry]]
"""Reads everything in a source. It raises `UnreadableError` when the rest cannot be read; what came before is kept."""
