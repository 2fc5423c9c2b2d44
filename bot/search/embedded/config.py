"""What the engine on this machine needs to know: nothing but its folder, which every engine is given."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class EmbeddedConfig:
    """The embedded engine."""

    name: ClassVar[str] = "embedded"
    remote: ClassVar[bool] = False
    """Whether an answer waits for a server, so that other threads can work meanwhile."""

    def location(self, corpus: Path) -> str:
        """What identifies an archive: the folder that it is made from."""
        return str(corpus.resolve())


EMBEDDED = EmbeddedConfig()
