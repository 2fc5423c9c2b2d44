from __future__ import annotations

import asyncio
import gzip
from contextlib import suppress

import pytest

from bot.web.fetching import FetchLimits, WebClient
from bot.web.guards import PrivateAddressError, WebError
from tests.web.server import LocalServer, local_server


async def test_a_page_is_fetched_and_next_time_only_if_it_changed(server: LocalServer, client: WebClient) -> None:
    url = server.serve("/feed", "first", "text/xml")
    page = await client.fetch(url)
    assert (page.content, page.content_type, page.unchanged) == (b"first", "text/xml", False)
    again = await client.fetch(url, etag=page.etag)
    assert (again.content, again.unchanged) == (b"", True)
    server.serve("/feed", "second", "text/xml")
    assert (await client.fetch(url, etag=page.etag)).content == b"second"


async def test_redirects_are_followed_and_the_last_address_is_reported(server: LocalServer, client: WebClient) -> None:
    server.serve("/there", "page")
    page = await client.fetch(server.redirect("/here", "/there"))
    assert (page.content, page.url) == (b"page", server.url("/there"))
    with pytest.raises(WebError, match="redirects too often"):
        await client.fetch(server.redirect("/circle", "/circle"))


async def test_a_redirect_to_a_private_address_is_not_followed(server: LocalServer, client: WebClient) -> None:
    async with local_server() as inside:
        inside.serve("/secret", "secret")
        for target in (inside.url("/secret"), f"http://localhost:{inside.port}/secret", "file:///etc/passwd"):
            with pytest.raises(WebError) as refused:
                await client.fetch(server.redirect("/here", target))
            assert isinstance(refused.value, PrivateAddressError) or "not a web address" in str(refused.value)
        assert not inside.requests


async def test_size_and_time_are_bounded(server: LocalServer, client: WebClient) -> None:
    with pytest.raises(WebError, match="larger than 1 MB"):
        await client.fetch(server.serve("/large", b"a" * 1_000_001))
    bomb = gzip.compress(b"a" * 20_000_000)
    with pytest.raises(WebError, match="larger than 1 MB"):
        await client.fetch(server.serve("/bomb", bomb, headers={"Content-Encoding": "gzip"}))
    with pytest.raises(WebError, match="took longer"):
        await client.fetch(server.serve("/slow", "late", seconds=5.0))


async def test_what_a_server_refuses_is_told_with_how_long_to_wait(server: LocalServer, client: WebClient) -> None:
    with pytest.raises(WebError, match="answered 404") as missing:
        await client.fetch(server.url("/missing"))
    assert (missing.value.retry_after, missing.value.gone) == (None, False)
    with pytest.raises(WebError, match="answered 429") as limited:
        await client.fetch(server.serve("/limited", "", status=429, headers={"Retry-After": "120"}))
    assert limited.value.retry_after == 120
    with pytest.raises(WebError, match="answered 410") as gone:
        await client.fetch(server.serve("/gone", "", status=410))
    assert gone.value.gone


async def test_a_server_that_is_not_there_or_talks_nonsense_is_a_sentence(client: WebClient) -> None:
    with pytest.raises(WebError, match="no server of that name"):
        await client.fetch("http://nowhere.invalid/feed")


@pytest.mark.parametrize(
    ("start", "piece", "sentence"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n", b"a", "took longer"),  # a byte now and then
        (b"HTTP/1.1 200 OK\r\n", b"X-A: b\r\n" * 2_000, "could not be read|took longer"),  # headers without end
        (b"", b"H", "could not be read|took longer"),
        (b"HTTP/1.1 200 OK\r\n\r\n", b"a" * 65_536, "larger than 1 MB"),
    ],
)
async def test_an_answer_that_never_ends_is_broken_off(start: bytes, piece: bytes, sentence: str) -> None:
    ended = asyncio.Event()

    async def drip(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(start)
        with suppress(ConnectionError):
            while not writer.is_closing():
                writer.write(piece)
                await writer.drain()
                await asyncio.sleep(0.01)
        writer.close()
        ended.set()

    async with await asyncio.start_server(drip, "127.0.0.1", 0) as listening:
        port = listening.sockets[0].getsockname()[1]
        client = WebClient(private_hosts=["127.0.0.1"], limits=FetchLimits(max_bytes=1_000_000, seconds=0.5))
        with pytest.raises(WebError, match=sentence):
            await client.fetch(f"http://127.0.0.1:{port}/")
        await ended.wait()
