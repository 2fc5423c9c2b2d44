"""Fetching as a polite crawler does: robots.txt obeyed, a pause between two requests, asked to wait and waiting.

robots.txt: RFC 9309. A site whose robots.txt cannot be had because of an error of the server is not read at all.
"""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bot.errors import MissingExtraError
from bot.web.fetching import Page, WebClient
from bot.web.guards import PrivateAddressError, WebError

if TYPE_CHECKING:
    from protego import Protego

ROBOT = "clippings"
_LONGEST_PAUSE = 60.0  # seconds between two requests that robots.txt may ask for
_LONGEST_WAIT = 120.0  # seconds that a server may ask for before one more try
_LARGEST_ROBOTS = 500_000  # bytes of robots.txt that are read (RFC 9309 asks for 500 KiB at least)


class DisallowedError(WebError):
    """The site's robots.txt does not want the address to be read."""


class PoliteClient:
    """Fetches pages one after the other, at most one every `pause` seconds."""

    def __init__(self, client: WebClient, pause: float) -> None:
        """Raises MissingExtraError where the `web` extra is not installed."""
        try:
            import protego  # noqa: F401, PLC0415 - the extra
        except ImportError:
            raise MissingExtraError("Importing from the web", "web") from None
        self._client = client
        self._pause = pause
        self._robots: dict[str, Protego] = {}
        self._last = 0.0

    async def fetch(self, url: str, *, etag: str = "", last_modified: str = "") -> Page:
        """The page at `url`, if robots.txt allows it and the address to which it redirects.

        Raises:
            DisallowedError: robots.txt does not allow it.
            WebError: it cannot be read.
        """
        robots = await self._allowing(url)
        await self._wait(robots)
        try:
            page = await self._client.fetch(url, etag=etag, last_modified=last_modified)
        except WebError as error:
            if error.retry_after is None or error.retry_after > _LONGEST_WAIT:
                raise
            await asyncio.sleep(error.retry_after)
            page = await self._client.fetch(url, etag=etag, last_modified=last_modified)
        if page.url != url:
            await self._allowing(page.url)
        return page

    async def _allowing(self, url: str) -> Protego:
        """The rules of the site of `url`. Raises DisallowedError if they do not allow it."""
        parts = urlsplit(url.strip())
        site = f"{parts.scheme}://{parts.netloc}"
        if site not in self._robots:
            self._robots[site] = await self._rules(site)
        if not self._robots[site].can_fetch(url, ROBOT):
            raise DisallowedError("The site's robots.txt asks not to read it.")
        return self._robots[site]

    async def _rules(self, site: str) -> Protego:
        from protego import Protego  # noqa: PLC0415 - the extra

        try:
            page = await self._client.fetch(f"{site}/robots.txt")
        except PrivateAddressError:
            raise
        except WebError as error:
            if error.status is not None and 400 <= error.status < 500 and error.status != 429:
                return Protego.parse("")  # there is none
            raise WebError(f"The site's robots.txt cannot be read, so nothing of it is. {error}") from None
        return Protego.parse(page.content[:_LARGEST_ROBOTS].decode("utf-8", "replace"))

    async def _wait(self, robots: Protego) -> None:
        wanted = float(robots.crawl_delay(ROBOT) or 0.0)
        pause = max(self._pause, min(wanted, _LONGEST_PAUSE))
        await asyncio.sleep(max(0.0, self._last + pause - time.monotonic()) if self._last else 0.0)
        self._last = time.monotonic()
