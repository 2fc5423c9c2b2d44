"""A newcomer's archive: one article, or a handful, where Okapi's weights are zero or negative."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.library import Library
from bot.model import Question, Verdict

TOWNS = ("Aldford", "Brackley", "Corbridge", "Dunster")
TODAY = date(2024, 6, 1)


@pytest.mark.parametrize("count", [1, 2, 3, 4])
@pytest.mark.parametrize(
    "text", ["The baker of {0} mended 1 barrels at the fair. Everybody in {0} was glad.", "{0} fair."]
)
async def test_the_article_that_is_asked_for_comes_first(tmp_path: Path, count: int, text: str) -> None:
    (tmp_path / "corpus").mkdir()
    for town in TOWNS[:count]:
        (tmp_path / "corpus" / f"{town}.txt").write_text(f" date 2020-10-28 {text.format(town)}\n")
    library = Library(tmp_path / "corpus", tmp_path / "data", today=lambda: TODAY)
    await library.open()
    for town in TOWNS[:count]:
        answer = await library.ask(Question(f"What did they mend at the fair of {town}?", TODAY))
        assert answer.verdict is not Verdict.NOTHING
        assert town in answer.excerpts[0].text
    assert (await library.ask(Question("Who walked on the Moon?", TODAY))).verdict is Verdict.NOTHING
    await library.close()
