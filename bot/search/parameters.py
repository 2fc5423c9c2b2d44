"""Every number that an index depends on. A generation carries them; one made with others is built anew, never mixed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from bot.errors import SettingsError

RULES = 6  # raise it when `analysis/` gives any text other terms, passages or sentences: a test notices
PASSAGE_SIZE = 720  # characters: about 120 English words
TITLE_MOST = 300  # characters of a title that count in its passages: a hostile one must not multiply
COUNT_BITS = 12  # of a posting while it is sorted: how often a term may stand in a passage


@dataclass(frozen=True, slots=True)
class IndexParameters:
    """rank-bm25's parameters, how passages are cut, and how many times a title counts in each of them."""

    k1: float = 0.9  # measured: python -m tests.benchmarks ablation
    b: float = 0.4
    epsilon: float = 0.25
    title_weight: int = 1
    passage_size: int = PASSAGE_SIZE

    def __post_init__(self) -> None:
        """Raises SettingsError for a title weight or passage size with which counts could not be stored."""
        longest = self.passage_size * 5 // 4 + TITLE_MOST * self.title_weight  # terms, where each letter is one
        if not self.passage_size >= 1 or not self.title_weight >= 0 or longest >= 1 << COUNT_BITS:
            raise SettingsError(
                f"A passage of {self.passage_size} characters with its title counted {self.title_weight} times "
                f"could hold a term {longest:,} times; an index counts to {(1 << COUNT_BITS) - 1:,}."
            )

    def version(self, analyzer: str) -> dict[str, Any]:
        """What a generation says it was made with; `analyzer` is `Analyzer.version`."""
        return {"analyzer": analyzer, "rules": RULES, **asdict(self)}


def differences(made: Mapping[str, Any], wanted: Mapping[str, Any]) -> str:
    """What two versions differ in, for a sentence; empty where they are the same."""
    names = sorted(name for name in {*made, *wanted} if made.get(name) != wanted.get(name))
    return ", ".join(f"{name} {made.get(name)} instead of {wanted.get(name)}" for name in names)
