"""What the library tells of itself: what a reload did, who runs one, how it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.model import Problem, Progress, Span


@dataclass(frozen=True, slots=True)
class Counts:
    """What a reload changed, in articles; `skipped` counts files and records that give none."""

    added: int = 0
    changed: int = 0
    removed: int = 0
    unchanged: int = 0
    skipped: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.added + other.added,
            self.changed + other.changed,
            self.removed + other.removed,
            self.unchanged + other.unchanged,
            self.skipped + other.skipped,
        )


@dataclass(frozen=True, slots=True)
class Reload:
    """The report of a finished reload. `articles` and `passages` are all there are now; `files_read` were opened."""

    generation: str
    by: str
    seconds: float
    articles: int
    passages: int
    files_read: int
    problems: tuple[Problem, ...] = ()
    counts: Mapping[int | None, Counts] = field(default_factory=dict)

    def of(self, server: int | None) -> Counts:
        """What `server` may know: the shared part and its own; None for the shared part alone."""
        shared = self.counts.get(None, Counts())
        return shared if server is None else shared + self.counts.get(server, Counts())

    @property
    def total(self) -> Counts:
        """Over the shared part and every server."""
        return sum(self.counts.values(), Counts())

    @property
    def added(self) -> int:
        """New articles, every server's."""
        return self.total.added

    @property
    def changed(self) -> int:
        """Articles whose text, title, date or source is another, every server's."""
        return self.total.changed

    @property
    def removed(self) -> int:
        """Articles that are gone, every server's."""
        return self.total.removed

    @property
    def unchanged(self) -> int:
        """Articles that are as they were, every server's."""
        return self.total.unchanged

    @property
    def skipped(self) -> int:
        """Files and records that give no article, every server's."""
        return self.total.skipped


@dataclass(frozen=True, slots=True)
class Running:
    """A reload under way: who started it, when (UTC), and how far it has come."""

    by: str
    started: datetime
    progress: Progress


@dataclass(frozen=True, slots=True)
class Figures:
    """The live generation over all owners: for its operator, not for a server. `built` as in `Status`."""

    articles: int
    passages: int
    problems: int
    bytes_on_disk: int
    built: datetime


@dataclass(frozen=True, slots=True)
class Status:
    """How the library stands, for the eyes of one server: `span`, `problems` and `skipped` count what it may see.

    `built` and `by` tell when and by whom the live generation was made. `bytes_on_disk` is its size, `rss` the memory
    that this process holds, in bytes; `median_ms` the median time of the last answers, None before the first.
    """

    generation: str
    built: datetime
    by: str
    span: Span
    bytes_on_disk: int
    problems: int
    skipped: int
    median_ms: float | None
    answers: int
    rss: int
    last: Reload | None
    running: Running | None
    notice: str
