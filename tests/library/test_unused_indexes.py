"""An index of an archive that is configured no more is told and, after a while, deleted."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

from bot.library import Library
from bot.library.unused_indexes import UNUSED_DAYS, unused_indexes
from tests.library.conftest import quotes, write


async def test_the_index_of_a_former_corpus_is_deleted_a_month_after_its_last_use(
    tmp_path: Path, corpus: Path, make_library: Callable[..., Library]
) -> None:
    former = make_library(corpus)
    await former.open()
    await former.tidy()
    await former.close()
    (old,) = (tmp_path / "data" / "index").iterdir()
    write(tmp_path / "moved" / "a.txt", "The mayor of Ilkley opened the bridge.")
    library = make_library(tmp_path / "moved")
    await library.open()
    await library.tidy()
    assert old.exists(), "it may be wanted again tomorrow"
    (root,) = (folder for folder in old.parent.iterdir() if folder != old)
    assert list(unused_indexes(root)) == [old]
    for path in (old / "used", old):
        os.utime(path, (0, time.time() - (UNUSED_DAYS + 1) * 86_400))
    await library.tidy()
    assert not old.exists()
    assert "Ilkley" in (await quotes(library, "Who opened the bridge?"))[0]
