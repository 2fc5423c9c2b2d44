"""The engine that needs nothing beside it: generations as folders on this machine, or on a disk that several share."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from bot.errors import DamagedIndexError
from bot.model import Article
from bot.search.analysis.analyzer import Analyzer
from bot.search.embedded.builder import build
from bot.search.embedded.config import EmbeddedConfig
from bot.search.embedded.index import EmbeddedIndex, open_index
from bot.search.parameters import IndexParameters
from bot.search.protocols import GRACE, Edition, Extra, Progress
from bot.search.storage import generations as folders

_log = logging.getLogger(__name__)


class EmbeddedEngine:
    """Implements `Engine` over `bot.search.storage.generations`."""

    def __init__(self, config: EmbeddedConfig, folder: Path, analyzer: Analyzer, *, grace: float | None = None) -> None:
        del config  # it has no settings
        self.folder = folder
        self._analyzer, self._grace = analyzer, GRACE if grace is None else grace
        self._parameters = IndexParameters()

    def newest(self) -> str | None:
        """See `Engine.newest`."""
        return next((path.name for path in folders.generations(self.folder)), None)

    def open(self, name: str) -> EmbeddedIndex:
        """See `Engine.open`."""
        return open_index(self.folder / name, analyzer=self._analyzer, parameters=self._parameters)

    def open_newest(self) -> EmbeddedIndex | None:
        """See `Engine.open_newest`."""
        for path in folders.generations(self.folder):
            try:
                return self.open(path.name)
            except DamagedIndexError as error:
                _log.warning("%s It is not used.", error)
        return None

    def build(
        self,
        articles: Iterable[Article],
        *,
        base: Edition | None = None,
        keep: Sequence[int] = (),
        extra: Extra = dict,
        progress: Progress = lambda _articles, _passages: None,
    ) -> str:
        """See `Engine.build`."""
        if base is not None and not isinstance(base, EmbeddedIndex):
            raise TypeError("another engine's generation")
        made = build(
            self.folder,
            articles,
            analyzer=self._analyzer,
            parameters=self._parameters,
            base=base,
            keep=keep,
            extra=extra,
            progress=progress,
        )
        return made.name

    def amend(self, edition: Edition, files: Mapping[str, bytes]) -> None:
        """See `Engine.amend`: files beside the generation's folder, which is immutable."""
        for name, content in files.items():
            beside = self.folder / f"{edition.name}.{name}"
            fresh = beside.with_name(f".{beside.name}")
            fresh.write_bytes(content)
            fresh.replace(beside)

    def sweep(self, keep: int) -> None:
        """See `Engine.sweep`."""
        folders.sweep(self.folder, keep, grace=self._grace)
        if not self.folder.is_dir():
            return
        kept = {path.name for path in folders.generations(self.folder)}
        for beside in self.folder.glob("g*-*.*"):
            if beside.is_file() and beside.name.partition(".")[0] not in kept:
                beside.unlink(missing_ok=True)

    def verify(self, edition: Edition) -> None:
        """See `Engine.verify`: every byte against its checksum."""
        folders.verify(self.folder / edition.name)

    def close(self) -> None:
        """See `Engine.close`: there is none."""
