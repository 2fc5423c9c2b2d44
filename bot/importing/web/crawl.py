"""What is at an address: a feed's entries, the pages of a sitemap (https://www.sitemaps.org), one page."""

from __future__ import annotations

import asyncio
import gzip
import io
import re
import zlib
from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import aclosing
from dataclasses import replace
from urllib.parse import urljoin, urlsplit

from bot.articles.drafts import Draft, Flaw, UnreadableError
from bot.articles.web_encodings import web_codec
from bot.errors import ClippingsError
from bot.feeds.parsing import Entry as FeedEntry
from bot.feeds.parsing import ParsedFeed, parse_feed
from bot.importing.documents import read_apart
from bot.importing.entries import Entry, Incomplete, LeftOut, ReadOptions, Unchanged
from bot.importing.web.polite_client import DisallowedError, PoliteClient
from bot.importing.web.validators import Validators
from bot.importing.xml_stream import child, elements, text_of
from bot.web.fetching import FetchLimits, Page, WebClient
from bot.web.guards import WebError

MOST_FAILURES = 5  # pages in a row that cannot be read: then the site is left alone
_MOST_SITEMAPS = 200  # of one index
_LARGEST_SITEMAP = 50_000_000  # bytes, unpacked, as the protocol has it
_MOST_ADDRESSES = 1_000_000
_GONE = (404, 410)
_ROOT = re.compile(rb"<(?:[\w.-]+:)?(?P<name>urlset|sitemapindex|rss|feed|RDF)[\s>]")
_SECONDS = 60.0  # for one address, redirects included


def read_web(url: str, options: ReadOptions, validators: Validators, known: Callable[[str], bool]) -> Iterator[Entry]:
    """The articles at an address. `known` says which ids the corpus's file holds: those are fetched if changed.

    Raises:
        UnreadableError: the address itself cannot be read, or the site no longer answers.
        MissingExtraError: the `web` extra is not installed.
    """
    with asyncio.Runner() as runner:
        crawl = Crawl(options, validators, known)
        walk = crawl.entries(url)

        async def step() -> Entry | None:
            return await anext(walk, None)

        try:
            while (entry := runner.run(step())) is not None:
                yield entry
        finally:
            runner.run(walk.aclose())


class Crawl:
    """One reading of an address; `entries` is called once."""

    def __init__(self, options: ReadOptions, validators: Validators, known: Callable[[str], bool]) -> None:
        limits = FetchLimits(max_bytes=max(_LARGEST_SITEMAP, options.limits.max_file_bytes), seconds=_SECONDS)
        self._client = PoliteClient(
            WebClient(private_hosts=options.web.private_hosts, limits=limits), options.web.pause
        )
        self._options = options
        self._known = known
        self._validators = validators
        self._failures = 0

    async def entries(self, url: str) -> AsyncGenerator[Entry, None]:
        """The drafts, and why others did not come."""
        try:
            first = await self._fetch(url)
        except WebError as error:
            raise UnreadableError(str(error)) from None
        if first.unchanged:
            yield Unchanged(url)
            return
        kind = _kind_of(first)
        if kind in ("urlset", "sitemapindex"):
            walk = self._of_sitemap(first)
        elif kind or first.content.lstrip()[:1] == b"{":
            walk = self._of_feed(first)
        else:
            walk = self._of_page(url, first)
        async with aclosing(walk):
            async for entry in walk:
                yield entry

    async def _of_page(self, url: str, page: Page) -> AsyncGenerator[Entry, None]:
        self._validators.note(url, page.etag, page.last_modified)
        for found in read_apart(_name_of(page), io.BytesIO(_content_of(page)), self._options):
            yield replace(found, id=url, url=found.url or page.url) if isinstance(found, Draft) else _at(url, found)

    async def _of_feed(self, page: Page) -> AsyncGenerator[Entry, None]:
        try:
            feed = parse_feed(page.content, page.url, page.content_type)
        except ClippingsError as error:
            raise UnreadableError(str(error)) from None
        yield Incomplete()  # a feed holds its newest entries only
        for number, entry in enumerate(feed.entries):
            if number == self._options.web.limit:
                yield self._limit_reached()
                return
            draft = _draft_of(entry, feed)
            if not entry.summary or not entry.url:
                yield draft
                continue
            async for found in self._page(entry.url):
                if isinstance(found, Draft) and len(found.text) > len(entry.text):
                    yield replace(draft, text=found.text, author=found.author, date=draft.date or found.date)
                elif isinstance(found, Draft | Flaw) and entry.text:
                    yield draft
                else:
                    yield found

    async def _of_sitemap(self, first: Page) -> AsyncGenerator[Entry, None]:
        site, number = _site(first.url), 0
        async for found in self._addresses(first, 0):
            if not isinstance(found, str):
                yield found
                continue
            if _site(found) != site:
                yield LeftOut("addresses of other sites")
                continue
            if number == self._options.web.limit:
                yield self._limit_reached()
                yield Incomplete()
                return
            number += 1
            async for entry in self._page(found):
                yield entry

    async def _addresses(self, page: Page, depth: int) -> AsyncGenerator[str | Entry, None]:
        """The pages of a sitemap and, one level down, of the sitemaps that an index names."""
        inner: list[str] = []
        for place, element in enumerate(elements(io.BytesIO(_unpacked(page.content)), ("url", "sitemap"))):
            address = text_of(child(element, "loc"))
            if not address or place == _MOST_ADDRESSES:
                continue
            if element.tag.endswith("sitemap"):
                inner.append(urljoin(page.url, address))
            else:
                yield urljoin(page.url, address)
        for address in inner[: 0 if depth else _MOST_SITEMAPS]:
            try:
                if _site(address) != _site(page.url):
                    yield LeftOut("sitemaps of other sites")
                    continue
                following = await self._client.fetch(address)
                async for found in self._addresses(following, depth + 1):
                    yield found
            except (WebError, UnreadableError) as error:
                yield Flaw(f"{address}: {error}")
                yield Incomplete()

    async def _page(self, url: str) -> AsyncGenerator[Entry, None]:
        """The article of one page; what cannot be read is a flaw, until too many in a row cannot."""
        try:
            page = await self._fetch(url)
            self._failures = 0
        except DisallowedError:
            yield LeftOut("pages that robots.txt asks not to read")
            return
        except WebError as error:
            yield Flaw(f"{url}: {error}")
            if error.status in _GONE:
                return
            yield Incomplete()
            self._failures += 1
            if self._failures == MOST_FAILURES:
                raise UnreadableError(
                    f"{MOST_FAILURES} pages in a row could not be read, so the rest was not asked for."
                ) from None
            return
        if page.unchanged:
            yield Unchanged(url)
            return
        async for entry in self._of_page(url, page):
            yield entry

    async def _fetch(self, url: str) -> Page:
        etag, modified = self._validators.of(url) if self._known(url) else ("", "")
        return await self._client.fetch(url, etag=etag, last_modified=modified)

    def _limit_reached(self) -> Flaw:
        return Flaw(f"Only the first {self._options.web.limit:,} were read: --limit sets how many.", skipped=False)


def _at(url: str, flaw: Flaw) -> Flaw:
    return replace(flaw, reason=f"{url}: {flaw.reason}")


def _draft_of(entry: FeedEntry, feed: ParsedFeed) -> Draft:
    day = entry.date.isoformat() if entry.date else None
    return Draft(entry.text, entry.title, day, feed.title, entry.url, entry.url or entry.id)


def _kind_of(page: Page) -> str:
    """The root element of a sitemap or feed; "" for anything else."""
    try:
        found = _ROOT.search(_unpacked(page.content)[:4_096])
    except UnreadableError:
        return ""
    return found["name"].decode() if found else ""


def _unpacked(content: bytes) -> bytes:
    """A sitemap that may be packed by gzip. Raises UnreadableError when it is damaged or too large."""
    if not content.startswith(b"\x1f\x8b"):
        return content
    try:
        unpacked = gzip.GzipFile(fileobj=io.BytesIO(content)).read(_LARGEST_SITEMAP + 1)
    except (OSError, EOFError, zlib.error):
        raise UnreadableError("The packed sitemap is damaged.") from None
    if len(unpacked) > _LARGEST_SITEMAP:
        raise UnreadableError(f"The sitemap unpacks to more than {_LARGEST_SITEMAP // 1_000_000} MB.")
    return unpacked


def _name_of(page: Page) -> str:
    if page.content.startswith(b"%PDF-"):
        return "page.pdf"
    return "page.txt" if page.content_type == "text/plain" else "page.html"


def _content_of(page: Page) -> bytes:
    """The page in UTF-8 with its mark, where the server told the encoding: that goes before what the page says."""
    codec = web_codec(page.charset)
    if codec and not page.content.startswith(b"%PDF-"):
        try:
            return b"\xef\xbb\xbf" + page.content.decode(codec).encode("utf-8")
        except UnicodeError:
            return page.content
    return page.content


def _site(url: str) -> str:
    return urlsplit(url).netloc.lower().removeprefix("www.")
