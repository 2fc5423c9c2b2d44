"""What a build is given, and what it returns; both also as JSON for the worker process."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from bot.articles import Limits
from bot.library.building.reports import Counts
from bot.search import EMBEDDED, Edition, EngineConfig, config_from_json, config_to_json


@dataclass(frozen=True, slots=True)
class BuildJob:
    """One build: which corpus into which index, on whose request, and what is allowed.

    `root` is the folder of the index. `articles` is how many are loaded now (0: unknown); a build that leaves less than
    half of them is refused unless `force`. `anew` ignores the last index. `empty` allows an index without articles.
    `engine` says which engine holds the index. `scans` is the folder of the PDFs that OCR has made readable.
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
    scans: Path | None = None

    def to_json(self) -> str:
        """The form in which it is sent to another process."""
        paths = {"corpus": str(self.corpus), "root": str(self.root), "today": self.today.isoformat()}
        paths |= {"scans": str(self.scans)} if self.scans else {}
        return json.dumps(asdict(self) | paths | {"engine": config_to_json(self.engine)})

    @classmethod
    def from_json(cls, text: str) -> BuildJob:
        """Reads what `to_json` wrote."""
        given = json.loads(text)
        return cls(
            **given
            | {
                "corpus": Path(given["corpus"]),
                "root": Path(given["root"]),
                "scans": Path(given["scans"]) if given.get("scans") else None,
                "limits": Limits(**given["limits"]),
                "today": date.fromisoformat(given["today"]),
                "engine": config_from_json(given["engine"]),
            }
        )


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a build did: the generation that is current now, what changed by owner, files read and seconds taken.

    `index` is that generation when this process built it and has it open already.
    """

    generation: str
    files_read: int
    seconds: float
    counts: dict[int | None, Counts]
    index: Edition | None = None

    def to_json(self) -> dict[str, Any]:
        """The form in which it is sent to another process."""
        counts = [[owner, asdict(counts)] for owner, counts in self.counts.items()]
        return {
            "generation": self.generation,
            "files_read": self.files_read,
            "seconds": self.seconds,
            "counts": counts,
        }

    @classmethod
    def from_json(cls, given: dict[str, Any]) -> Outcome:
        """Reads what `to_json` made."""
        return cls(**given | {"counts": {owner: Counts(**counts) for owner, counts in given["counts"]}})
