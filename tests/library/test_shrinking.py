"""A reload that would lose most of the shared articles is refused; what a server removes of its own is not."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.errors import ShrunkError
from bot.library import Counts, Library
from tests.library.conftest import quotes, write

MakeLibrary = Callable[..., Library]


async def test_losing_more_than_half_is_refused_unless_forced(corpus: Path, make_library: MakeLibrary) -> None:
    library = make_library(corpus)
    await library.open()
    for number in range(5):
        (corpus / f"{number}.txt").unlink()
    with pytest.raises(ShrunkError, match="only 3 of 8 articles") as refused:
        await library.reload("test")
    assert (refused.value.before, refused.value.after) == (8, 3)
    assert "Aldford" in (await quotes(library, "Who opened the bridge of Aldford?"))[0]
    assert (await library.reload("test", force=True)).of(None) == Counts(removed=5, unchanged=3)
    for number in range(5, 8):
        (corpus / f"{number}.txt").unlink()
    with pytest.raises(ShrunkError, match="no article"):
        await library.reload("test")
    assert (await library.reload("test", force=True)).articles == 0
    assert "holds no articles" in library.notice


async def test_what_one_server_removes_of_its_own_holds_up_nobody(corpus: Path, make_library: MakeLibrary) -> None:
    """Most of all articles were one server's; it removes them, and another's upload is taken in."""
    for number in range(20):
        write(corpus / f"servers/22/{number}.txt", f"Parish {number} of Zurbagan mended its silver bell.")
    library = make_library(corpus)
    await library.open()
    assert await quotes(library, "Which parish of Zurbagan mended its silver bell?", 22)
    shutil.rmtree(corpus / "servers/22")
    write(corpus / "servers/11/new.txt", "The treasurer of eleven hid the gold under the stairs.")
    report = await library.reload("test")
    assert (report.of(22).removed, report.of(11).added) == (20, 1)
    assert "stairs" in (await quotes(library, "Where did the treasurer hide the gold?", 11))[0]
    assert not await quotes(library, "Which parish of Zurbagan mended its silver bell?", 22)
