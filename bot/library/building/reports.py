"""What a finished reload changed, by owner."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.model import Problem


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
    """The report of a finished reload. `articles` and `passages` are the totals now; `files_read` were opened."""

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
        """Articles whose text, title, date or source has changed, every server's."""
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
