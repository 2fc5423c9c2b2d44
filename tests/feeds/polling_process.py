"""A process that polls feeds and indexes, as `run` makes one, without Discord.

Given are FOLDER NAME HOST QUESTION: the corpus is FOLDER/corpus, the seconds in FOLDER/ahead
are added to its clock, and it says what it quotes for QUESTION each time that its feeds brought something.
"""

from __future__ import annotations

import asyncio
import os
import time
from datetime import date
from pathlib import Path

from bot.articles import Limits
from bot.curation.corpus_folder import CorpusFolder
from bot.feeds import poller as polling
from bot.feeds.poller import FeedPoller
from bot.feeds.reader import FeedReader
from bot.library import Library
from bot.model import Question
from bot.store.feeds import Feed
from bot.store.state import State
from bot.web.fetching import WebClient

polling.TICK = float(os.environ.get("TICK", polling.TICK))


class TellingReader(FeedReader):
    """Says that it reads."""

    async def read(self, feed: Feed) -> int:
        print("reading", flush=True)
        return await super().read(feed)


async def main(place: str, name: str, host: str, question: str) -> None:
    """Runs until it is killed."""
    today = date.today
    folder, data = Path(place), Path(place) / name
    state = await State.open(data, os.environ.get("STATE_URL") or None, now=lambda: time.time() + _ahead(folder))
    library = Library(folder / "corpus", data, today=today)
    await library.open()
    reader = TellingReader(
        state.feeds,
        CorpusFolder(folder / "corpus", data, Limits(), today),
        WebClient(private_hosts=[host]),
        today,
    )

    async def changed(articles: int) -> None:
        await library.reload("feeds")
        answer = await library.ask(Question(question, today()))
        print(f"{articles} new: {answer.excerpts[0].text if answer.excerpts else ''}", flush=True)

    poller = FeedPoller(state.feeds, reader, changed)
    library.supervisor.keep_running("polling feeds", poller.run)
    print("ready", flush=True)
    await asyncio.Event().wait()


def _ahead(folder: Path) -> float:
    path = folder / "ahead"
    return float(path.read_text() or 0) if path.exists() else 0.0
