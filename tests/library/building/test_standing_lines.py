"""The lines that recur over an archive are learned while it is indexed, and counted on by the next reload."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from bot.language.recurring import RecurringLines, boilerplate_among
from bot.library import Library
from bot.library.building.standing_lines import count_kept
from bot.search.embedded.index import EmbeddedIndex
from tests.library.conftest import write

ADVERT = "The bridges of our county, a weekly letter, come to you for nothing."


async def test_a_line_becomes_boilerplate_when_it_has_recurred_over_months(
    tmp_path: Path, make_library: Callable[..., Library]
) -> None:
    for month in range(1, 4):
        write(tmp_path / "corpus" / f"{month}.txt", f"Bridge {month} was opened.\n\n{ADVERT}", f"2020-{month:02}-03")
    library = make_library(tmp_path / "corpus")
    await library.open()
    assert not boilerplate_among(library.recurring)(ADVERT)
    write(tmp_path / "corpus" / "4.txt", f"Bridge 4 was opened.\n\n{ADVERT}", "2020-04-03")
    await library.refresh()
    assert boilerplate_among(library.recurring)(ADVERT)
    assert not boilerplate_among(library.recurring)("Bridge 4 was opened.")


async def test_an_index_made_before_lines_were_counted_counts_those_of_its_articles(
    tmp_path: Path, make_library: Callable[..., Library]
) -> None:
    for month in range(1, 5):
        write(tmp_path / "corpus" / f"{month}.txt", f"Bridge {month} was opened.\n\n{ADVERT}", f"2020-{month:02}-03")
    library = make_library(tmp_path / "corpus")
    await library.open()
    edition = library.current
    assert isinstance(edition, EmbeddedIndex)
    lines = RecurringLines()
    count_kept(lines, edition, range(4))
    assert not lines.recurring()
    next((tmp_path / "data").rglob("extra-lines")).unlink()
    count_kept(lines, edition, range(4))
    assert lines.recurring() == library.recurring != frozenset()
