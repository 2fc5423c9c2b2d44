from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.web.fetching import FetchLimits, WebClient
from tests.web.server import LocalServer, local_server


@pytest.fixture
async def server() -> AsyncIterator[LocalServer]:
    async with local_server() as running:
        yield running


@pytest.fixture
def client(server: LocalServer) -> WebClient:
    """May read the server of the test, and nothing else on a private network."""
    limits = FetchLimits(max_bytes=1_000_000, seconds=0.5)
    return WebClient(private_hosts=[server.host], limits=limits)
