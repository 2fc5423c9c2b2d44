"""Corpora as people keep them: real folders with real files."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from bot.articles import Limits, read, scan
from bot.model import Article, Problem

TODAY = date(2024, 6, 1)
Reading = tuple[list[Article], list[Problem]]


def read_all(corpus: Path, limits: Limits | None = None, today: date = TODAY) -> Reading:
    """Everything that a corpus gives: its articles and its problems, the scan's first."""
    limits = limits or Limits()
    found = scan(corpus, limits)
    each = [thing for file in found.files for thing in read(file, limits, today)]
    articles = [thing for thing in each if isinstance(thing, Article)]
    problems = [thing for thing in each if isinstance(thing, Problem)]
    return articles, found.problems + problems


@pytest.fixture
def read_file(tmp_path: Path) -> Callable[[str, str | bytes], Reading]:
    """Writes one file and reads it as a corpus."""

    def write_and_read(name: str, content: str | bytes) -> Reading:
        file = tmp_path / name
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_all(file)

    return write_and_read
