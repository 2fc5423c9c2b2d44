"""What an export's reader hands over beside drafts and flaws: an entry that is rightly no article."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from bot.articles.drafts import Draft, Flaw
from bot.articles.limits import Limits
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


Entry = Draft | Flaw | LeftOut | Supersedes


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How an operator wants exports read. `columns` maps a field ("date") to a column of a table ("Published")."""

    limits: Limits = field(default_factory=Limits)
    columns: Mapping[str, str] = field(default_factory=dict)
    date_from: str = "document"


ExportReader = Callable[[Source, ReadOptions], Iterator[Entry]]
"""Reads everything in a source. It raises `UnreadableError` when the rest cannot be read; what came before is kept."""
