"""An open generation, what is stored with it, and how many readers it has."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bot.errors import DamagedIndexError
from bot.library.building.arrivals import Arrivals, read_arrivals
from bot.library.building.file_manifest import read_about
from bot.library.building.job import Outcome
from bot.library.building.standing_lines import read_lines
from bot.library.generations.tombstones import Takedown, TombstonedIndex, hidden_rows
from bot.model import Problem, Span
from bot.search import Edition, Engine, Index


@dataclass(slots=True)
class LoadedGeneration:
    """An open generation. `readers` is used on the event loop only; `hidden` are rows taken down since.

    `recurring` are the keys of lines that recur over the archive (`bot.language.recurring`).
    """

    index: Edition
    about: dict[str, Any]
    problems: list[Problem]
    bytes_on_disk: int
    readers: int = 0
    hidden: frozenset[int] = frozenset()
    _without_hidden: tuple[frozenset[int], Index] | None = None
    recurring: frozenset[int] = frozenset()

    @property
    def readable(self) -> Index:
        """The generation as questions see it, without the hidden rows."""
        if not self.hidden:
            return self.index
        made = self._without_hidden
        if made is None or made[0] is not self.hidden:
            made = self._without_hidden = (self.hidden, TombstonedIndex(self.index, self.hidden))
        return made[1]

    @property
    def articles(self) -> int:
        """Every owner's, those taken down since among them."""
        return self.index.articles

    @property
    def passages(self) -> int:
        """Every owner's."""
        return self.index.passages

    @property
    def by(self) -> str:
        """Who asked for the reload that made it."""
        return str(self.about.get("by", ""))

    @property
    def arrivals(self) -> tuple[Arrivals, ...]:
        """The articles that the builds of the last days added, oldest first."""
        return read_arrivals(self.about.get("arrivals"))

    @property
    def built(self) -> datetime:
        """When it was made, or last found to match the corpus."""
        return _parse_time(self.about.get("at"))

    def seen_by(self, server: int | None) -> list[Problem]:
        """The problems of the shared part and of `server`."""
        return [problem for problem in self.problems if problem.server in (None, server)]

    def span(self, server: int | None) -> Span:
        """Counts and dates of what `server` may see; computed once for each server."""
        return self.readable.span(server)

    def close(self) -> None:
        """Closes the generation's files."""
        self.index.close()


def load(engine: Engine, outcome: Outcome, takedowns: Collection[Takedown] = ()) -> LoadedGeneration:
    """Opens the generation of an outcome, or the newest good one if another process has replaced it by now.

    Raises:
        DamagedIndexError: there is none.
    """
    try:
        return _loaded_from(outcome.index or engine.open(outcome.generation), takedowns)
    except DamagedIndexError:
        found = load_newest(engine, takedowns)
        if found is None:
            raise
        return found


def load_newest(engine: Engine, takedowns: Collection[Takedown] = ()) -> LoadedGeneration | None:
    """Opens the newest good generation, if there is one."""
    index = engine.open_newest()
    return _loaded_from(index, takedowns) if index else None


def _loaded_from(index: Edition, takedowns: Collection[Takedown]) -> LoadedGeneration:
    about, problems = read_metadata(index)
    return LoadedGeneration(
        index,
        about,
        problems,
        index.size(),
        hidden=hidden_rows(index, takedowns),
        recurring=read_lines(index).recurring(),
    )


def read_metadata(index: Edition) -> tuple[dict[str, Any], list[Problem]]:
    """Reads who made the generation and when, and every owner's problems."""
    about = read_about(index)
    return about, [Problem(*row) for row in about.pop("problems", [])]


def _parse_time(written: Any) -> datetime:
    try:
        return datetime.fromisoformat(written)
    except (TypeError, ValueError):
        return datetime.fromtimestamp(0, UTC)
