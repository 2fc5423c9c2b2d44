"""The generation that answers now, with what is known of it, and how many are reading it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bot.errors import DamagedIndexError
from bot.library.building.file_manifest import read_about
from bot.library.building.job import Outcome
from bot.model import Problem, Span
from bot.search import Edition, Engine


@dataclass(slots=True)
class Live:
    """An open generation. `readers` is touched on the event loop only."""

    index: Edition
    about: dict[str, Any]
    problems: list[Problem]
    bytes_on_disk: int
    spans: dict[int | None, Span]
    readers: int = 0

    @property
    def articles(self) -> int:
        """Every owner's."""
        return self.index.articles

    @property
    def passages(self) -> int:
        """Every owner's."""
        return self.index.passages

    @property
    def by(self) -> str:
        """Whose reload made it."""
        return str(self.about.get("by", ""))

    @property
    def built(self) -> datetime:
        """When it was made or last found to be up to date."""
        return _time(self.about.get("at"))

    def seen_by(self, server: int | None) -> list[Problem]:
        """The problems of the shared part and of `server`."""
        return [problem for problem in self.problems if problem.server in (None, server)]

    def span(self, server: int | None) -> Span:
        """What `server` may see; counted once."""
        if server not in self.spans:
            self.spans[server] = self.index.span(server)
        return self.spans[server]

    def close(self) -> None:
        """Lets go of the generation's files."""
        self.index.close()


def load(engine: Engine, outcome: Outcome) -> Live:
    """Opens the generation of an outcome, or the newest good one where a process beside us has replaced it by now.

    Raises:
        DamagedIndexError: there is none.
    """
    try:
        return _look_into(outcome.index or engine.open(outcome.generation))
    except DamagedIndexError:
        found = load_newest(engine)
        if found is None:
            raise
        return found


def load_newest(engine: Engine) -> Live | None:
    """Opens the newest good generation, if there is one."""
    index = engine.open_newest()
    return _look_into(index) if index else None


def _look_into(index: Edition) -> Live:
    about, problems = look(index)
    return Live(index, about, problems, index.size(), {None: index.span(None)})


def look(index: Edition) -> tuple[dict[str, Any], list[Problem]]:
    """What is known of a generation by now, and every owner's problems."""
    about = read_about(index)
    return about, [Problem(*row) for row in about.pop("problems", [])]


def _time(written: Any) -> datetime:
    try:
        return datetime.fromisoformat(written)
    except (TypeError, ValueError):
        return datetime.fromtimestamp(0, UTC)
