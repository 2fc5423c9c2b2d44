"""What a feed holds: RSS and Atom by feedparser, JSON Feed (jsonfeed.org, versions 1 and 1.1) by ourselves."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin, urlsplit

from bot.articles.publication_dates import NoDateError, read_day
from bot.errors import MissingExtraError
from bot.web.guards import WebError
from bot.web.html_text import html_to_text

MAX_ENTRIES = 500  # of one answer; further entries are ignored
MAX_TITLE = 300  # characters
_FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json")
_DATES = ("published", "updated", "created")


class NoFeedError(WebError):
    """What is at an address is not a feed."""

    def __init__(self) -> None:
        super().__init__("There is no feed at that address: neither RSS nor Atom nor JSON Feed.")


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed.

    `id` is unique among all feeds: the entry's own address, or the feed's with the entry's id behind "#". `date` is the
    day on which it was published, as the feed's own time zone has it. `summary` says that the feed holds only a
    summary of the article.
    """

    id: str
    title: str
    text: str
    url: str
    date: date | None
    summary: bool

    @property
    def name(self) -> str:
        """32 hex digits that stand for the entry."""
        return blake2b(self.id.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()

    @property
    def version(self) -> str:
        """16 hex digits of what the feed says of it: another version, another article text."""
        parts = json.dumps([self.title, self.text, self.url, str(self.date)])
        return blake2b(parts.encode(), digest_size=8).hexdigest()


@dataclass(frozen=True, slots=True)
class ParsedFeed:
    """A feed's title, and its entries as the feed orders them."""

    title: str
    entries: tuple[Entry, ...]


def parse_feed(content: bytes, url: str, content_type: str = "") -> ParsedFeed:
    """Reads a feed. Takes up to a second for a large one: call it in a thread.

    Args:
        content: the answer's bytes.
        url: where it was read, for relative addresses and for ids.
        content_type: as the server named it.

    Raises:
        NoFeedError: it is no feed.
        MissingExtraError: feedparser is not installed.
    """
    if content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{":
        return _json_feed(content, url)
    try:
        import feedparser  # noqa: PLC0415 - an extra
    except ImportError:
        raise MissingExtraError("Reading feeds", "feeds") from None
    headers = {"content-location": url, **({"content-type": content_type} if content_type else {})}
    found = feedparser.parse(content, response_headers=headers)
    if not found.get("version") and not found.entries:
        raise NoFeedError
    entries = (_xml_entry(entry, url) for entry in found.entries[:MAX_ENTRIES])
    return ParsedFeed(_plain(found.feed.get("title", "")) or _host(url), _distinct(entries))


def feed_links(html: bytes, url: str) -> list[str]:
    """The feeds that a web page names (`<link rel="alternate">`), as absolute addresses, in its order."""
    finder = _Links()
    finder.feed(html[: 1 << 20].decode("utf-8", "replace"))
    return [urljoin(url, link) for link in finder.links]


def _xml_entry(entry: Mapping[str, Any], feed_url: str) -> Entry | None:
    contents = [part.get("value", "") for part in entry.get("content", ())]
    full = max(contents, key=len, default="")
    html = full or entry.get("summary", "")
    link = _web_address(entry.get("link", ""), feed_url)
    return _entry(
        ident=entry.get("id", "") or link,
        title=entry.get("title", ""),
        text=html_to_text(html),
        link=link,
        day=next((day for name in _DATES if name in entry and (day := _day(entry[name]))), None),
        summary=not full,
        feed_url=feed_url,
    )


def _json_feed(content: bytes, url: str) -> ParsedFeed:
    try:
        found = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise NoFeedError from None
    if not isinstance(found, dict) or "jsonfeed.org/version" not in str(found.get("version")):
        raise NoFeedError
    items = found.get("items")
    listed = items[:MAX_ENTRIES] if isinstance(items, list) else []
    entries = (_json_entry(item, url) for item in listed if isinstance(item, dict))
    return ParsedFeed(_plain(_text(found.get("title"))) or _host(url), _distinct(entries))


def _json_entry(item: Mapping[str, Any], feed_url: str) -> Entry | None:
    link = _web_address(_text(item.get("url")) or _text(item.get("external_url")), feed_url)
    html, plain = _text(item.get("content_html")), _text(item.get("content_text"))
    text = html_to_text(html) if html else plain or _text(item.get("summary"))
    return _entry(
        ident=str(item.get("id") or "") or link,
        title=_text(item.get("title")),
        text=text.strip(),
        link=link,
        day=_day(item.get("date_published")) or _day(item.get("date_modified")),
        summary=not (html or plain),
        feed_url=feed_url,
    )


def _entry(
    *, ident: str, title: str, text: str, link: str, day: date | None, summary: bool, feed_url: str
) -> Entry | None:
    """The entry; None for one that has neither text nor an address where its text could be."""
    if not ident or not (text or link):
        return None
    unique = ident if urlsplit(ident).scheme in ("http", "https") else f"{feed_url}#{ident}"
    return Entry(unique, _plain(title)[:MAX_TITLE], text, link, day, summary or not text)


def _distinct(entries: Iterable[Entry | None]) -> tuple[Entry, ...]:
    """The entries, the first of each id."""
    found: dict[str, Entry] = {}
    for entry in entries:
        if entry is not None:
            found.setdefault(entry.id, entry)
    return tuple(found.values())


def _day(written: object) -> date | None:
    """The day of a date in any form that articles may have, in the time zone in which it is written."""
    if not isinstance(written, str) or not written.strip():
        return None
    try:
        return read_day(written, date.max)
    except NoDateError:
        return None


def _web_address(link: str, feed_url: str) -> str:
    try:
        absolute = urljoin(feed_url, link.strip()) if link else ""
        return absolute if urlsplit(absolute).scheme in ("http", "https") else ""
    except ValueError:
        return ""


def _plain(html: str) -> str:
    return " ".join(html_to_text(html).split())


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _host(url: str) -> str:
    return urlsplit(url).hostname or url


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "link" and "alternate" in given.get("rel", "").lower() and given.get("type") in _FEED_TYPES:
            self.links.extend(self._href(given))

    @staticmethod
    def _href(given: Mapping[str, str]) -> Iterator[str]:
        if given.get("href"):
            yield given["href"]
