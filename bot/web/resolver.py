"""A resolver for aiohttp that refuses names which lead to a private address."""

from __future__ import annotations

import socket
from collections.abc import Collection

from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import ThreadedResolver

from bot.web.guards import check_address, is_allowed


class PublicResolver(AbstractResolver):
    """Resolves names in a thread and refuses those that lead to a private address."""

    def __init__(self, private_hosts: Collection[str] = ()) -> None:
        self._private_hosts = private_hosts
        self._resolver = ThreadedResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """The addresses of `host`. Raises PrivateAddressError, or OSError where it has none."""
        found = await self._resolver.resolve(host, port, family)
        if not is_allowed(host, port, self._private_hosts):
            for one in found:
                check_address(one["host"], host)
        return found

    async def close(self) -> None:
        """Nothing is held open."""
