"""What else was printed about the same: near in time first, the same news once."""

from __future__ import annotations

from pathlib import Path

from bot.answers.related import related
from bot.library import Library

STORM = "The storm Undine tore roofs from the harbour of Halden and sank two trawlers."
FILES = {
    "storm.txt": f" date 2025-03-10 {STORM} Nobody was hurt.",
    "copy.txt": f" date 2025-03-10 {STORM} Nobody was hurt, the mayor said.",
    "after.txt": " date 2025-03-12 After storm Undine, divers in the harbour of Halden look for the trawlers it sank.",
    "late.txt": " date 2025-09-01 The trawlers that storm Undine sank in the harbour of Halden are raised.",
    "late2.txt": " date 2025-09-02 The trawlers that storm Undine sank in the harbour of Halden are raised.",
    "old.txt": " date 2019-01-01 An earlier storm named Undine spared the trawlers in the harbour of Halden.",
    "apples.txt": " date 2025-03-11 Apples from the valley are cheap this autumn, and cider is brewed again.",
}


async def test_near_in_time_first_near_duplicates_once_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    for name, text in FILES.items():
        (tmp_path / "corpus" / name).write_text(text, encoding="utf-8")
    library = Library(tmp_path / "corpus", tmp_path / "data")
    await library.open()
    try:

        def find(limit: int) -> list[str]:
            index = library.current
            storm = next(h for h in index.headings(None) if h.path == "storm.txt")
            return [heading.path for heading in related(index, index.article(storm.row), None, limit)]

        first, second, third = find(3)
        assert (first, second[:4], third) == ("after.txt", "late", "old.txt")
        assert find(1) == ["after.txt"]
    finally:
        await library.close()
