"""A process that changes a corpus and its settings as fast as it can, and is killed for it.

`python -m tests.chat.admin.burst FOLDER` imports everything once and then forks a child for each line of its
input, so that a death costs a fork and not a start. The child writes what it begins and what it has
confirmed into FOLDER/said.txt; the line that a person would have been told is one that begins with "done".
"""

from __future__ import annotations

import asyncio
import os
import random
import sys
from collections.abc import Callable
from datetime import date
from itertools import count
from pathlib import Path

from bot.articles import Limits
from bot.curation.corpus_folder import CorpusFolder
from bot.curation.uploads import Uploads
from bot.errors import ClippingsError
from bot.library import Library
from bot.store.state import State

SERVER = 4101
TODAY = date(2025, 6, 15)
PARAGRAPHS = 400  # 20 kB: long enough to be caught half written


def text(number: int) -> str:
    """The whole text of article `number`; its last word tells that it is whole."""
    body = " ".join(f"Orchard {number} blooms in spring of year {line}." for line in range(PARAGRAPHS))
    return f" date 2024-01-01 {body} Whole{number}."


def corpus_of(folder: Path) -> CorpusFolder:
    return CorpusFolder(folder / "corpus", folder / "data", Limits(), lambda: TODAY)


async def burst(folder: Path, first: int) -> None:
    """Adds, removes, restores, sets and reloads until somebody ends it."""
    said = os.open(folder / "said.txt", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def say(*words: object) -> None:
        os.write(said, (" ".join(map(str, words)) + "\n").encode())

    corpus = corpus_of(folder)
    uploads = Uploads(corpus, folder / "data")
    state = await State.open(folder / "data")
    library = Library(folder / "corpus", folder / "data", today=lambda: TODAY)
    await library.open()
    reloading = asyncio.create_task(reload_again_and_again(library, say))
    pick = random.Random(first)
    for number in count(first):
        say("begin", "add", number)
        await asyncio.to_thread(uploads.stage, f"token-{number:08}", f"{number}.txt", text(number).encode())
        path = await asyncio.to_thread(uploads.confirm, f"token-{number:08}", f"{number}.txt", SERVER)
        await state.audit.add(SERVER, 1, "add", path)
        say("done", "add", number)
        excerpts = pick.randint(1, 5)
        say("begin", "set", excerpts)
        await state.servers.change(SERVER, excerpts=excerpts)
        say("done", "set", excerpts)
        if number % 3 == 0:
            say("begin", "remove", number)
            trashed = await asyncio.to_thread(corpus.remove, SERVER, path)
            say("done", "remove", number)
            if number % 2:
                say("begin", "restore", number)
                await asyncio.to_thread(corpus.restore, SERVER, trashed.name)
                say("done", "restore", number)
        await asyncio.sleep(0.02)  # so that hundreds of files do not make the reload a long one
    await reloading


async def reload_again_and_again(library: Library, say: Callable[..., None]) -> None:
    while True:
        try:
            reload = await library.reload("console")
            say("done", "reload", reload.articles)
        except ClippingsError:  # the worker of the process killed before is still on its way out
            pass
        await asyncio.sleep(0.02)


def main() -> None:
    folder = Path(sys.argv[1])
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            os.setsid()
            asyncio.run(burst(folder, int(line)))
            os._exit(0)
        print(child, flush=True)
        _, status = os.waitpid(child, 0)
        print(os.WTERMSIG(status), flush=True)


if __name__ == "__main__":
    main()
