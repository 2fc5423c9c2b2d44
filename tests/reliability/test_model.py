"""Whatever is added, changed, removed, reloaded and restarted, in whatever order: what is quoted is what a plain model
of the folder says must be, under the right date, and only to those who may see it."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections.abc import Coroutine
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bot.errors import ShrunkError
from bot.library import Library
from bot.model import Excerpt, Question, Verdict

T = TypeVar("T")
TODAY = date(2024, 6, 1)
TOWNS = ("Aldford", "Brackley", "Corbridge", "Dunster", "Evesham", "Frome")
SERVERS = (None, 11, 22)
CRAFTS = ("baker", "cooper", "dyer", "fletcher", "glazier", "miller", "potter", "saddler", "tanner", "weaver")
NUMBERS = st.integers(1, 9999)


@dataclass(frozen=True)
class Told:
    """An article as the model knows it: who did what in its town, and when."""

    craft: str
    number: int
    day: date

    def text(self, town: str) -> str:
        return f"The {self.craft} of {town} mended {self.number} barrels at the fair. Everybody in {town} was glad."


Place = tuple[int | None, str]  # owner and town: one file each
Archive = dict[Place, Told]


class Folder(RuleBasedStateMachine):
    """A folder, the library over it, and what both must hold: `disk` what lies there, `live` what was taken in."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.runner = asyncio.Runner()
        self.disk: Archive = {}
        self.live: Archive = {}
        self.library: Library | None = None

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return self.runner.run(work)

    def file(self, place: Place) -> Path:
        owner, town = place
        folder = self.folder / "corpus" if owner is None else self.folder / "corpus" / "servers" / str(owner)
        folder.mkdir(parents=True, exist_ok=True)
        return folder / f"{town}.txt"

    @initialize(number=NUMBERS)
    def first_start(self, number: int) -> None:
        for town in TOWNS[:3]:
            self.write((None, town), Told("baker", number, date(2020, 10, 28)))
        self.start()
        self.live = dict(self.disk)

    def start(self) -> None:
        self.library = Library(self.folder / "corpus", self.folder / "data", today=lambda: TODAY)
        self.run(self.library.open())

    def write(self, place: Place, told: Told) -> None:
        self.file(place).write_text(f" date {told.day} {told.text(place[1])}\n", encoding="utf-8")
        self.disk[place] = told

    @rule(
        owner=st.sampled_from(SERVERS),
        towns=st.sets(st.sampled_from(TOWNS), min_size=1, max_size=4),
        craft=st.sampled_from(CRAFTS),
        number=NUMBERS,
        day=st.dates(date(1980, 1, 1), TODAY),
    )
    def add_or_change(self, owner: int | None, towns: set[str], craft: str, number: int, day: date) -> None:
        for town in towns:
            self.write((owner, town), Told(craft, number, day))

    @precondition(lambda self: self.disk)
    @rule(data=st.data())
    def remove(self, data: st.DataObject) -> None:
        for place in data.draw(st.sets(st.sampled_from(sorted(self.disk, key=str)), min_size=1, max_size=3)):
            self.file(place).unlink()
            del self.disk[place]

    @rule(force=st.booleans())
    def reload(self, force: bool) -> None:
        assert self.library
        refused = len(self.disk) * 2 < len(self.live) and not force
        try:
            report = self.run(self.library.reload("model", force=force))
        except ShrunkError:
            assert refused
            return
        assert not refused
        before, self.live = self.live, dict(self.disk)
        assert report.articles == len(self.live)
        assert report.added == len(self.live.keys() - before.keys())
        assert report.removed == len(before.keys() - self.live.keys())
        changed = [place for place in self.live.keys() & before.keys() if self.live[place] != before[place]]
        assert report.changed == len(changed)

    @rule()
    def restart(self) -> None:
        """The index that was live is live again, whatever lies in the folder by now."""
        assert self.library
        self.run(self.library.close())
        self.start()

    @rule()
    def the_index_is_lost(self) -> None:
        """It is derived: without it, a start takes in what lies in the folder."""
        assert self.library
        self.run(self.library.close())
        shutil.rmtree(self.folder / "data")
        self.start()
        self.live = dict(self.disk)

    @invariant()
    def what_is_quoted_is_what_was_taken_in(self) -> None:
        if self.library is None:
            return
        for server in SERVERS:
            for town in TOWNS:
                self.check(server, town)

    def check(self, server: int | None, town: str) -> None:
        assert self.library
        asked = Question(f"What did they mend at the fair of {town}?", TODAY, server=server, limit=10)
        answer = self.run(self.library.ask(asked))
        quoted = {_place(excerpt): excerpt for excerpt in answer.excerpts}
        for place, excerpt in quoted.items():
            assert place in self.live, "removed, or never taken in"
            assert place[0] in (None, server), "another server's"
            told = self.live[place]
            assert excerpt.text in told.text(place[1])
            assert excerpt.article.date == told.day
        expected = {(owner, town) for owner in {None, server} if (owner, town) in self.live}
        assert len(expected & quoted.keys()) == (1 if self.same_news(expected) else len(expected))
        assert (answer.verdict is Verdict.NOTHING) <= (not expected)

    def same_news(self, places: set[Place]) -> bool:
        """Whether two articles differ in so little that they are shown once."""
        told = [self.live[place] for place in places]
        return len(told) == 2 and (told[0].craft == told[1].craft or told[0].number == told[1].number)

    def teardown(self) -> None:
        if self.library is not None:
            self.run(self.library.close())
        self.runner.close()
        shutil.rmtree(self.folder)


def _place(excerpt: Excerpt) -> Place:
    return excerpt.article.server, Path(excerpt.article.path).stem


TestFolder = Folder.TestCase
TestFolder.settings = settings(
    max_examples=3, stateful_step_count=10, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
