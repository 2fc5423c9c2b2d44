"""Damage, full disks, folders that are missing: the last good generation goes on answering."""

from __future__ import annotations

import asyncio
import os
import resource
import shutil
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.errors import (
    CorpusError,
    DataError,
)
from bot.health import Health
from bot.library import Library
from bot.supervision import Supervisor
from tests.library.building.workers import ASKED, still_the_same
from tests.library.conftest import quotes, write

MakeLibrary = Callable[..., Library]


@pytest.mark.parametrize("harm", ["cut", "flip", "format", "missing"])
async def test_a_damaged_generation_is_named_and_built_anew(
    corpus: Path, make_library: MakeLibrary, caplog: pytest.LogCaptureFixture, harm: str
) -> None:
    first = make_library(corpus)
    await first.open()
    folder = next((first.data / "index").glob("*/g*"))
    await first.close()
    largest = max((file for file in folder.iterdir() if file.name != "manifest.json"), key=lambda f: f.stat().st_size)
    if harm == "cut":
        os.truncate(largest, largest.stat().st_size // 2)
    elif harm == "flip":
        content = bytearray(largest.read_bytes())
        content[len(content) // 2] ^= 0xFF
        largest.write_bytes(content)
    elif harm == "format":
        manifest = folder / "manifest.json"
        manifest.write_text(manifest.read_text().replace("format", "former"))
    else:
        largest.unlink()
    library = make_library(corpus)
    await library.open()
    for _ in range(250):  # a flipped byte of an article is found just after the start
        if library.current.name != folder.name:
            break
        await asyncio.sleep(0.02)
    await still_the_same(library)
    assert folder.name in caplog.text
    assert library.current.name != folder.name


async def test_a_lost_manifest_costs_a_full_reading_and_nothing_else(corpus: Path, make_library: MakeLibrary) -> None:
    library = make_library(corpus)
    await library.open()
    (corpus / "0.txt").touch()
    await library.refresh()
    (amended,) = (library.data / "index").glob("*/*.files")
    amended.write_text("{")
    await library.refresh()
    assert library.status().last.unchanged == 8  # type: ignore[union-attr]
    await still_the_same(library)


async def test_a_full_disk_is_told_and_the_old_corpus_answers(corpus: Path, make_library: MakeLibrary) -> None:
    library = make_library(corpus)
    await library.open()
    write(corpus / "new.txt", "The mayor of Ilminster opened the tunnel. " * 100)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, hard))  # the worker inherits it: no file beyond 1,000 bytes
    try:
        with pytest.raises(DataError, match="cannot be written"):
            await library.reload("test")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    await still_the_same(library)
    assert (await library.reload("test")).added == 1


async def test_a_data_folder_that_is_none_is_reported(corpus: Path, tmp_path: Path, make_library: MakeLibrary) -> None:
    (tmp_path / "data").write_text("a file")
    with pytest.raises(DataError, match="cannot be written"):
        await make_library(corpus).open()


async def test_an_empty_corpus_lets_a_bot_start_and_says_what_to_do(tmp_path: Path, make_library: MakeLibrary) -> None:
    (corpus := tmp_path / "corpus").mkdir()
    library = make_library(corpus)
    await library.open()
    assert str(corpus) in library.notice
    assert "Put .txt files into it" in library.notice
    assert await quotes(library, ASKED) == []
    with pytest.raises(CorpusError, match="holds no articles"):
        await make_library(corpus).refresh()
    write(corpus / "0.txt", "The mayor of Aldford opened the bridge.")
    assert (await library.reload("test")).added == 1
    assert library.notice == ""
    assert "Aldford" in (await quotes(library, ASKED))[0]


async def test_a_missing_corpus_lets_a_bot_start_but_stops_a_question(
    tmp_path: Path, make_library: MakeLibrary
) -> None:
    library = make_library(tmp_path / "nowhere")
    await library.open()
    assert "nowhere" in library.notice
    with pytest.raises(CorpusError, match="elsewhere"):
        await make_library(tmp_path / "elsewhere").refresh()


async def test_a_corpus_that_went_away_is_answered_from_its_last_index_with_a_notice(
    corpus: Path, make_library: MakeLibrary
) -> None:
    await make_library(corpus).open()
    shutil.move(corpus, corpus.with_name("moved"))
    library = make_library(corpus)
    await library.refresh()
    assert "There is no corpus" in library.notice
    await still_the_same(library)


async def test_an_index_that_cannot_be_changed_is_still_answered_from(corpus: Path, make_library: MakeLibrary) -> None:
    first = make_library(corpus)
    await first.open()
    (lock,) = (first.data / "index").glob("*/lock")
    lock.unlink()
    lock.mkdir()
    write(corpus / "new.txt", "The mayor of Ilminster opened the tunnel.")
    library = make_library(corpus)
    await library.refresh()
    assert "cannot be written" in library.notice
    await still_the_same(library)
    with pytest.raises(DataError):
        await first.reload("test")


async def test_closing_while_old_generations_are_read_leaves_nothing_behind(
    corpus: Path, make_library: MakeLibrary
) -> None:
    library = make_library(corpus)
    await library.open()
    go_on = threading.Event()
    slow = asyncio.create_task(library.use(lambda index: (go_on.wait(0.7), index.article(0).text)[1]))
    await asyncio.sleep(0)
    write(corpus / "0.txt", "The mayor of Ilminster opened the tunnel.")
    await library.refresh()
    await library.close()
    assert "opened" in await slow


async def test_a_follower_outlives_a_folder_that_fails_and_is_not_ready_meanwhile(
    corpus: Path, make_library: MakeLibrary
) -> None:
    indexer = make_library(corpus)
    await indexer.open()
    supervisor = Supervisor(first_pause=0.05, longest_pause=0.1, settled=0.3)
    follower = make_library(corpus, follows=True, supervisor=supervisor)
    follower.every = 0.05
    await follower.open()
    health = Health(follower)
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, hard))  # nothing can be opened: any error that is not ours
    try:
        await until(lambda: health.ready().get("following the index") is False)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    assert await quotes(follower, "Who opened the bridge of Aldford?"), "the last generation answers on"
    write(corpus / "new.txt", "The queen of Ilkley opened the bridge on Sunday.")
    await indexer.reload("test")
    await until(lambda: follower.current.name == indexer.current.name)
    await until(lambda: "following the index" not in health.ready())


async def until(holds: Callable[[], object]) -> None:
    async with asyncio.timeout(15):
        while not holds():  # noqa: ASYNC110 - nothing tells of it
            await asyncio.sleep(0.02)
