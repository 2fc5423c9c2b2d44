"""Reads one feed: what is new or changed in it becomes records in the corpus folder, and is remembered as read."""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from bot.curation.corpus_folder import CorpusFolder
from bot.errors import ClippingsError
from bot.feeds.parsing import Entry, NoFeedError, ParsedFeed
from bot.feeds.reading_process import read_feed, read_links, read_text
from bot.store.feeds import Feed, Feeds
from bot.web.fetching import WebClient
from bot.web.guards import WebError

log = logging.getLogger(__name__)

ACCEPT = "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5"
MAX_PAGES = 20  # article pages fetched at one poll of a feed; the others follow at the next ones
PAGE_PAUSE = 0.5  # seconds between two pages of one site
UNDATED = "undated"


class FeedReader:
    """Fetches feeds and writes their entries into the corpus folder."""

    def __init__(
        self, feeds: Feeds, corpus: CorpusFolder, client: WebClient, today: Callable[[], date] = date.today
    ) -> None:
        self._feeds = feeds
        self._corpus = corpus
        self._client = client
        self._today = today

    async def look(self, url: str) -> tuple[str, ParsedFeed]:
        """The feed at an address, or the first feed that the web page there names; with the feed's own address.

        Raises:
            WebError: it cannot be read, or is no feed.
        """
        page = await self._client.fetch(url, accept=ACCEPT)
        try:
            return url, await asyncio.to_thread(read_feed, page)
        except NoFeedError:
            links = await asyncio.to_thread(read_links, page)
            if not links:
                raise
        page = await self._client.fetch(links[0], accept=ACCEPT)
        return links[0], await asyncio.to_thread(read_feed, page)

    async def read(self, feed: Feed) -> int:
        """Reads a feed that this process has claimed; returns how many articles are new or changed in the corpus.

        An error is kept with the feed, whose pause doubles, and never raised.
        """
        try:
            return await self._read(feed)
        except ClippingsError as error:
            wait = (error.retry_after or 0.0) if isinstance(error, WebError) else 0.0
            pause = await self._feeds.failed(feed, str(error), at_least=wait)
            log.warning("feed %d of server %s: %s It is tried again in %d s.", feed.id, feed.server, error, pause)
            return 0

    async def _read(self, feed: Feed) -> int:
        page = await self._client.fetch(feed.url, etag=feed.etag, last_modified=feed.modified, accept=ACCEPT)
        if page.unchanged:
            await self._feeds.succeeded(feed, title=feed.title, etag=feed.etag, modified=feed.modified)
            return 0
        parsed = await asyncio.to_thread(read_feed, page)
        known = await self._feeds.entries(feed.id)
        fresh = [entry for entry in parsed.entries if _version_of(known.get(entry.name, "")) != entry.version]
        kept, left_over = await self._complete(feed, fresh)
        files: dict[str, dict[str, dict[str, Any]]] = defaultdict(dict)
        versions: dict[str, str] = {}
        for entry in fresh:
            if entry.name in kept:
                file = _file_of(known.get(entry.name, "")) or _month(entry)
                files[file][entry.id] = _record(kept[entry.name], parsed.title)
                versions[entry.name] = f"{file} {entry.version}"
        for file, records in files.items():
            name = f"feeds/{_folder(feed)}/{file}.jsonl"
            await asyncio.to_thread(self._corpus.merge_records, feed.server, name, records)
        await self._feeds.keep_entries(feed.id, versions)
        etag, modified = ("", "") if left_over else (page.etag, page.last_modified)  # else the rest would never come
        await self._feeds.succeeded(feed, title=parsed.title, etag=etag, modified=modified)
        return len(versions)

    async def _complete(self, feed: Feed, entries: list[Entry]) -> tuple[dict[str, Entry], bool]:
        """The entries with their text, by name, and whether some are left for the next poll.

        Where the feed has only a summary and its admin wants full text, that is read from the entry's page.
        """
        kept: dict[str, Entry] = {}
        pages = 0
        for entry in entries:
            complete = entry
            if feed.full_text and entry.summary and entry.url:
                if pages == MAX_PAGES:
                    return kept, True
                await asyncio.sleep(PAGE_PAUSE if pages else 0)
                pages += 1
                complete = await self._with_full_text(entry)
            if complete.text:
                kept[entry.name] = complete
        return kept, False

    async def _with_full_text(self, entry: Entry) -> Entry:
        try:
            page = await self._client.fetch(entry.url, accept="text/html")
            text = await asyncio.to_thread(read_text, page)
        except ClippingsError as error:
            log.info("the page of a feed's entry could not be read, its summary is kept: %s", error)
            return entry
        return replace(entry, text=text) if len(text) > len(entry.text) else entry


def _record(entry: Entry, feed_title: str) -> dict[str, Any]:
    return {
        "id": entry.id,
        "title": entry.title,
        "date": entry.date.isoformat() if entry.date else None,
        "source": feed_title,
        "url": entry.url,
        "text": entry.text,
    }


def _folder(feed: Feed) -> str:
    """The feed's folder: its host, made safe, and its number."""
    host = "".join(char if char.isalnum() or char in ".-" else "-" for char in urlsplit(feed.url).hostname or "feed")
    return f"{host.strip('.-')[:60]}-{feed.id}"


def _month(entry: Entry) -> str:
    """The file in which an entry is kept: that of the month of its publication."""
    return f"{entry.date:%Y-%m}" if entry.date else UNDATED


def _file_of(stored: str) -> str:
    return stored.partition(" ")[0]


def _version_of(stored: str) -> str:
    return stored.partition(" ")[2]
