"""No article makes indexing take more than linear time."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.model import Article
from bot.search import Analyzer, build
from tests.doubling import assert_linear

UNITS = ["文日", "日。", "a b ", "é,", "x-", "“x", "'", ". ", "A. ", "Heron ", "\n", "a\n", "\u0301", "1.5,"]


@pytest.mark.parametrize("unit", UNITS)
def test_an_article_is_indexed_in_linear_time(tmp_path: Path, unit: str) -> None:
    analyzer = Analyzer()

    def work(text: str) -> None:
        build(tmp_path, [Article("a", "", "The Heron probe. " + text, "a.txt")], analyzer=analyzer)

    assert_linear(lambda size: unit * (size // len(unit)), work, start=5_000, most=20_000)
