"""What the library needs of an engine, whichever holds the corpus: generations that are built, opened and swept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Protocol

from bot.model import Article
from bot.search.index_protocols import Index

Extra = Callable[[], Mapping[str, bytes]]
Progress = Callable[[int, int], None]


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
        """The name of the newest generation: a cheap look, for whoever follows."""

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
        """Removes all but the newest `keep` generations and what killed builds left behind; not during a build."""

    def verify(self, edition: Edition) -> None:
        """Raises DamagedIndexError when the generation is not as it was written."""

    def close(self) -> None:
        """Lets go of connections."""
