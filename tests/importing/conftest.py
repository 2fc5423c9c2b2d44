"""Imports as an operator runs them: real files, a real corpus folder, what lies in it afterwards."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.articles.limits import Limits
from bot.importing.entries import ReadOptions
from bot.importing.importer import Order, Report, run

TODAY = date(2026, 12, 1)
Import = Callable[..., Report]
Records = Callable[[], dict[str, dict[str, Any]]]


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """The file that imports write."""
    return tmp_path / "corpus" / "imported.jsonl.gz"


@pytest.fixture
def imports(target: Path) -> Import:
    """Imports files or folders into the corpus."""

    def import_(*sources: Path, prune: bool = False, dry_run: bool = False, **options: Any) -> Report:
        return run(Order(sources, target, ReadOptions(Limits(), **options), TODAY, prune, dry_run))

    return import_


@pytest.fixture
def records(target: Path) -> Records:
    """What the file in the corpus holds, by title."""

    def read() -> dict[str, dict[str, Any]]:
        with gzip.open(target, "rt", encoding="utf-8") as file:
            found = [json.loads(line) for line in file]
        assert len({record["id"] for record in found}) == len(found)
        return {record.get("title", record["id"]): record for record in found}

    return read
