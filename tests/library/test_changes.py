"""Finding that nothing changed makes values by the hundred thousand, and no garbage."""

from __future__ import annotations

import gc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.library import Library
from bot.library.building.changes import collection_paused


def test_nothing_is_collected_inside_and_everything_afterwards() -> None:
    collections: list[str] = []

    def note(phase: str, _: dict[str, Any]) -> None:
        collections.append(phase)

    gc.callbacks.append(note)
    try:
        with collection_paused():
            collections.clear()
            kept = [[number] for number in range(20_000)]
            assert collections == []
        kept += [[number] for number in range(20_000)]
        assert "stop" in collections
    finally:
        gc.callbacks.remove(note)


def test_what_goes_wrong_inside_leaves_it_as_it_was() -> None:
    with pytest.raises(ZeroDivisionError), collection_paused():
        raise ZeroDivisionError
    assert gc.isenabled()


async def test_a_reload_that_finds_nothing_new_leaves_the_collector_on(
    make_library: Callable[..., Library], corpus: Path
) -> None:
    library = make_library(corpus)
    await library.open()
    assert (await library.reload("test")).unchanged == 8
    assert gc.isenabled()
