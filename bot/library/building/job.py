"""A reload as it is handed to the process that does it, and what comes back."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from bot.articles import Limits
from bot.library.status import Counts
from bot.search import EMBEDDED, Edition, EngineConfig, config_from_json, config_to_json


@dataclass(frozen=True, slots=True)
class Order:
    """What to bring up to date, for whom, and how far to go.

    `root` is the index's own folder. `articles` is how many answer now (0: unknown), against which shrinking is
    measured when the last index cannot be read. `anew` ignores the last index. `empty` allows an index of nothing.
    `engine` holds the index.
    """

    corpus: Path
    root: Path
    language: str
    limits: Limits
    today: date
    by: str
    force: bool = False
    articles: int = 0
    anew: bool = False
    empty: bool = False
    engine: EngineConfig = EMBEDDED

    def to_json(self) -> str:
        """For another process."""
        paths = {"corpus": str(self.corpus), "root": str(self.root), "today": self.today.isoformat()}
        return json.dumps(asdict(self) | paths | {"engine": config_to_json(self.engine)})

    @classmethod
    def from_json(cls, text: str) -> Order:
        """What `to_json` wrote."""
        given = json.loads(text)
        return cls(
            **given
            | {
                "corpus": Path(given["corpus"]),
                "root": Path(given["root"]),
                "limits": Limits(**given["limits"]),
                "today": date.fromisoformat(given["today"]),
                "engine": config_from_json(given["engine"]),
            }
        )


@dataclass(frozen=True, slots=True)
class Outcome:
    """The generation that is up to date now, what changed for it, and what it took.

    `index` is that generation, open, where the work was done in this process and it happened to be open already.
    """

    generation: str
    files_read: int
    seconds: float
    counts: dict[int | None, Counts]
    index: Edition | None = None

    def to_json(self) -> dict[str, Any]:
        """For another process."""
        counts = [[owner, asdict(counts)] for owner, counts in self.counts.items()]
        return {
            "generation": self.generation,
            "files_read": self.files_read,
            "seconds": self.seconds,
            "counts": counts,
        }

    @classmethod
    def from_json(cls, given: dict[str, Any]) -> Outcome:
        """What `to_json` made."""
        return cls(**given | {"counts": {owner: Counts(**counts) for owner, counts in given["counts"]}})
