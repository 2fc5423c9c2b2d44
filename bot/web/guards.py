"""Which web addresses the bot may ask: http(s) only, and never a host on a private network.

Against server-side request forgery (OWASP): a name is checked after it is resolved, by the resolver of the connection
itself (`bot.web.resolver`), so that no second look-up can give another address (DNS rebinding). Addresses that embed an
IPv4 address are judged by that one.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Collection
from urllib.parse import urlsplit

from bot.errors import ClippingsError

MAX_URL = 2_000  # characters
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")  # RFC 6052
_PORTS = {"http": 80, "https": 443}


class WebError(ClippingsError):
    """A web address cannot be read; the sentence says why.

    `retry_after` is the number of seconds for which the server asked to be left alone. `gone` says that the address
    will never work again. `status` is the HTTP status of an answer that was no page.
    """

    def __init__(
        self,
        sentence: str,
        *,
        retry_after: float | None = None,
        gone: bool = False,
        status: int | None = None,
        **fields: object,
    ) -> None:
        super().__init__(sentence, **fields)
        self.retry_after = retry_after
        self.status = status
        self.gone = gone


class PrivateAddressError(WebError):
    """The address is on a private network."""

    def __init__(self, host: str) -> None:
        super().__init__(f"{host} is not on the public internet, so it is not read.")


def is_address(source: str) -> bool:
    """Whether a source is to be read from the web."""
    return source.lower().startswith(("http://", "https://"))


def checked_url(url: str, private_hosts: Collection[str] = ()) -> str:
    """`url` without surrounding spaces, if it may be asked; its host is checked again when it is resolved.

    Args:
        url: as somebody typed it, or as a redirect gave it.
        private_hosts: `host` or `host:port` of private servers that are allowed.

    Raises:
        WebError: it is not an http(s) address, or its host is a private IP address.
    """
    given = url.strip()
    try:
        parts = urlsplit(given)
        host, port = parts.hostname, parts.port or _PORTS.get(parts.scheme, 0)
    except ValueError:
        raise WebError("That is not a web address.") from None
    if parts.scheme not in _PORTS or not host or len(given) > MAX_URL or any(ord(char) <= 32 for char in given):
        raise WebError("That is not a web address: write it like https://example.com/feed.xml.")
    if parts.username is not None or parts.password is not None:
        raise WebError("A name and password inside the address are not taken: others would read them.")
    if not is_allowed(host, port, private_hosts):
        check_address(host, host)
    return given


def check_address(address: str, host: str) -> None:
    """Raises PrivateAddressError if `address`, to which `host` was resolved, is no public IP address; a name passes."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return
    if not _is_public(ip):
        raise PrivateAddressError(host)


def _is_public(ip: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is None and ip in _NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return _is_public(inner)
    return ip.is_global and not ip.is_multicast


def is_allowed(host: str, port: int, private_hosts: Collection[str]) -> bool:
    """Whether `host`, at `port`, is one of the private servers that are allowed."""
    return host in private_hosts or f"{host}:{port}" in private_hosts
