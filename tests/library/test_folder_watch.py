"""AUTO_RELOAD."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.errors import ClippingsError, MissingExtraError
from bot.library import Library, Reload
from bot.library.folder_watch import watch
from tests.library.conftest import quotes, write

MakeLibrary = Callable[..., Library]


@asynccontextmanager
async def watched(library: Library) -> AsyncIterator[asyncio.Queue[Reload | ClippingsError]]:
    """The reports of a library that is watched; half a second after the watch began, so that it is under way."""
    told: asyncio.Queue[Reload | ClippingsError] = asyncio.Queue()
    watching = asyncio.create_task(watch(library, quiet=0.5, reloaded=told.put_nowait))
    await asyncio.sleep(0.5)
    yield told
    watching.cancel()
    await asyncio.gather(watching, return_exceptions=True)


async def test_a_change_is_taken_in_once_the_folder_has_been_quiet(corpus: Path, make_library: MakeLibrary) -> None:
    library = make_library(corpus)
    await library.open()
    async with watched(library) as told:
        for number in range(4):
            write(corpus / f"new{number}.txt", "The mayor of Ilminster opened the tunnel.")
        report = await asyncio.wait_for(told.get(), 20)
        assert isinstance(report, Reload)
        assert (report.added, report.by) == (4, "AUTO_RELOAD")
        (corpus / ".hidden.txt").write_text("x")
        await asyncio.sleep(0.8)
        assert told.empty()
    assert "Ilminster" in (await quotes(library, "Who opened the tunnel?"))[0]


async def test_a_file_is_taken_in_at_once_when_it_is_whole_and_not_before(
    corpus: Path, make_library: MakeLibrary
) -> None:
    library = make_library(corpus)
    await library.open()
    async with watched(library) as told:
        whole = "The mayor of Ilminster opened the tunnel. Nobody came."
        with (corpus / "new.txt").open("w") as file:
            file.write(f" date 2020-10-28 {whole[:24]}")
            file.flush()
            await asyncio.sleep(1.2)  # longer than a folder has to be quiet
            assert library.running is library.last_run is None, "it is open for writing"
            file.write(whole[24:])
        report = await asyncio.wait_for(told.get(), 20)
        assert isinstance(report, Reload)
        assert report.added == 1
    assert whole.partition(".")[0] in (await quotes(library, "Who opened the tunnel?"))[0]


async def test_a_corpus_of_one_file_is_watched_too(corpus: Path, make_library: MakeLibrary) -> None:
    library = make_library(corpus / "0.txt")
    await library.open()
    async with watched(library) as told:
        write(corpus / "0.txt", "The mayor of Ilminster opened the tunnel.")
        report = await asyncio.wait_for(told.get(), 20)
        assert isinstance(report, Reload)
        assert report.changed == 1


async def test_a_refused_reload_is_told_and_the_watch_goes_on(corpus: Path, make_library: MakeLibrary) -> None:
    library = make_library(corpus)
    await library.open()
    async with watched(library) as told:
        for number in range(8):
            (corpus / f"{number}.txt").rename(corpus / f".{number}")
            (corpus / f"{number}.md").touch()
        assert isinstance(await asyncio.wait_for(told.get(), 20), ClippingsError)
        for number in range(8):
            (corpus / f".{number}").rename(corpus / f"{number}.txt")
        assert isinstance(await asyncio.wait_for(told.get(), 20), Reload)


async def test_without_the_extra_the_watch_says_what_to_install(
    corpus: Path, make_library: MakeLibrary, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "watchfiles", None)
    with pytest.raises(MissingExtraError, match=r"\[watch\]"):
        await watch(make_library(corpus))
