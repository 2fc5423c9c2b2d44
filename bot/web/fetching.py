"""Fetches web pages: conditional requests, redirects followed by hand, size and time bounded."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin

import aiohttp

from bot.installation import VERSION
from bot.web.guards import WebError, checked_url
from bot.web.resolver import PublicResolver

MEGABYTE = 1_000_000
AGENT = f"clippings/{VERSION} (feed reader and archive)"
_REDIRECTS = (301, 302, 303, 307, 308)
_GONE = 410


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """`max_bytes` of a page, unpacked; `seconds` for all of it, redirects included; how many `redirects`."""

    max_bytes: int = 10 * MEGABYTE
    seconds: float = 30.0
    redirects: int = 5


@dataclass(frozen=True, slots=True)
class Page:
    """What a server answered. `url` is where the redirects led; `etag` and `last_modified` are for the next request.

    `unchanged` says that it is as it was at the last request (HTTP 304); then `content` is empty.
    """

    url: str
    content: bytes
    content_type: str = ""
    charset: str = ""
    etag: str = ""
    last_modified: str = ""
    unchanged: bool = False


class WebClient:
    """Fetches pages of the public web. It holds nothing open between two pages."""

    def __init__(self, *, private_hosts: Collection[str] = (), limits: FetchLimits | None = None) -> None:
        self._private_hosts = frozenset(private_hosts)
        self._limits = limits or FetchLimits()

    async def fetch(self, url: str, *, etag: str = "", last_modified: str = "", accept: str = "*/*") -> Page:
        """The page at `url`, or at the address it redirects to.

        Args:
            url: an http(s) address.
            etag: the `ETag` of the last answer, if there was one.
            last_modified: its `Last-Modified`.
            accept: the content types wanted.

        Raises:
            WebError: the address may not be asked, the server did not answer properly, or the page is too large.
        """
        headers = {"Accept": accept}
        if etag:
            headers["If-None-Match"] = etag
        if last_modified:
            headers["If-Modified-Since"] = last_modified
        try:
            async with asyncio.timeout(self._limits.seconds):
                return await self._follow(url, headers)
        except TimeoutError:
            raise WebError(
                "The server took longer than {seconds} seconds.", seconds=round(self._limits.seconds)
            ) from None
        except aiohttp.ClientConnectorDNSError:
            raise WebError("There is no server of that name.") from None
        except aiohttp.ClientConnectorCertificateError:
            raise WebError("The server's certificate is not valid.") from None
        except (aiohttp.ClientError, OSError, ValueError) as error:
            raise WebError("The server could not be read ({reason}).", reason=type(error).__name__) from error

    async def _follow(self, url: str, headers: dict[str, str]) -> Page:
        resolver = PublicResolver(self._private_hosts)
        async with aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(resolver=resolver, use_dns_cache=False),
            cookie_jar=aiohttp.DummyCookieJar(),
            headers={"User-Agent": AGENT},
            trust_env=False,
        ) as session:
            for _ in range(self._limits.redirects + 1):
                url = checked_url(url, self._private_hosts)
                async with session.get(url, headers=headers, allow_redirects=False) as response:
                    location = response.headers.get("Location", "")
                    if response.status not in _REDIRECTS or not location:
                        return await self._read(url, response)
                    url = urljoin(url, location)
        raise WebError("The address redirects too often.")

    async def _read(self, url: str, response: aiohttp.ClientResponse) -> Page:
        etag, modified = response.headers.get("ETag", ""), response.headers.get("Last-Modified", "")
        if response.status == 304:
            return Page(url, b"", etag=etag, last_modified=modified, unchanged=True)
        if response.status != 200:
            raise WebError(
                f"The server answered {response.status} {response.reason or ''}".rstrip() + ".",
                retry_after=_seconds(response.headers.get("Retry-After", "")),
                gone=response.status == _GONE,
                status=response.status,
            )
        parts: list[bytes] = []
        size = 0
        async for part in response.content.iter_chunked(1 << 16):
            size += len(part)
            if size > self._limits.max_bytes:
                raise WebError("The page is larger than {size} MB.", size=self._limits.max_bytes // MEGABYTE)
            parts.append(part)
        return Page(url, b"".join(parts), response.content_type, response.charset or "", etag, modified)


def _seconds(retry_after: str) -> float | None:
    """Seconds of a `Retry-After` header (RFC 9110): a number, or a date."""
    if retry_after.strip().isdecimal():
        return float(retry_after)
    try:
        return max(0.0, (parsedate_to_datetime(retry_after) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):
        return None
