"""Whatever is done to the folder, in whatever order: what can be quoted is what a plain list of the files says."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections.abc import Coroutine
from functools import partial
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from bot.library import Library
from bot.search import Index, Query
from tests.library.conftest import TODAY, write

NAMES = st.sampled_from(["a", "b", "c", "servers/1/a", "servers/2/d"])
WORDS = st.sampled_from(["bridge", "tunnel", "ferry", "harbour", "canal"])
READERS = (None, 1, 2, 3)


class Corpus(RuleBasedStateMachine):
    """Adds, changes, removes, reloads and restarts, against a dictionary of what should be there."""

    @initialize()
    def begin(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.loop = asyncio.new_event_loop()
        self.files: dict[str, str] = {}
        self.served: dict[str, str] = {}
        self.library = Library(self.folder / "corpus", self.folder / "data", today=lambda: TODAY)
        self.put("keep", "bridge")
        self.do(self.library.open())
        self.served = dict(self.files)

    def do(self, work: Coroutine[Any, Any, Any]) -> Any:
        return self.loop.run_until_complete(work)

    def put(self, name: str, word: str) -> None:
        write(self.folder / "corpus" / f"{name}.txt", f"The {word} opened.")
        self.files[name] = word

    @rule(name=NAMES, word=WORDS)
    def add_or_change(self, name: str, word: str) -> None:
        self.put(name, word)

    @precondition(lambda self: len(self.files) > 1)
    @rule(data=st.data())
    def remove(self, data: st.DataObject) -> None:
        name = data.draw(st.sampled_from(sorted(set(self.files) - {"keep"})))
        (self.folder / "corpus" / f"{name}.txt").unlink()
        del self.files[name]

    @rule()
    def reload(self) -> None:
        if len(self.files) * 2 >= len(self.served):
            self.do(self.library.refresh())
            self.served = dict(self.files)

    @rule()
    def restart(self) -> None:
        self.do(self.library.close())
        self.library = Library(self.folder / "corpus", self.folder / "data", today=lambda: TODAY)
        self.do(self.library.open())

    @rule(word=WORDS)
    def ask(self, word: str) -> None:
        for server in READERS:
            visible = {name for name in self.served if not name.startswith("servers") or f"/{server}/" in name}
            found = self.do(self.library.use(partial(holding, word=word, server=server)))
            assert found == {name for name in visible if self.served[name] == word}
            assert self.library.status(server).span.articles == len(visible)

    def teardown(self) -> None:
        self.do(self.library.close())
        self.loop.close()
        shutil.rmtree(self.folder)


def holding(index: Index, word: str, server: int | None) -> set[str]:
    hits = index.rank(Query(tuple(index.analyzer.terms(word)), server=server))
    return {index.article(hit.article).path.removesuffix(".txt") for hit in hits}


Corpus.TestCase.settings = settings(
    max_examples=12, stateful_step_count=15, deadline=None, suppress_health_check=list(HealthCheck)
)
TestCorpus = Corpus.TestCase
