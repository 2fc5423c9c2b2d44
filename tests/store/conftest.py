from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.store.state import State

HERALD, GAZETTE = 4101, 4102  # two servers
ANNA, BORIS = 51, 52  # two members


@dataclass
class Clock:
    """Seconds since 1970 that only a test moves."""

    seconds: float = 1_750_000_000.0

    def __call__(self) -> float:
        return self.seconds

    def pass_days(self, days: float) -> None:
        self.seconds += days * 86_400


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def state(tmp_path: Path, clock: Clock) -> AsyncIterator[State]:
    opened = await State.open(tmp_path / "data", now=clock)
    yield opened
    await opened.close()
