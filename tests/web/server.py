"""A real HTTP server on this machine whose pages a test changes, breaks, slows down and redirects."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from hashlib import blake2b

from aiohttp import web


@dataclass
class Reply:
    """What one path answers."""

    content: bytes = b""
    content_type: str = "text/html"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    seconds: float = 0.0


class LocalServer:
    def __init__(self) -> None:
        self.pages: dict[str, Reply] = {}
        self.requests: list[web.Request] = []
        self.port = 0

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    def url(self, path: str) -> str:
        return f"http://{self.host}{path}"

    def serve(self, path: str, content: str | bytes, content_type: str = "text/html", **more: object) -> str:
        body = content.encode() if isinstance(content, str) else content
        self.pages[path] = Reply(body, content_type, **more)  # type: ignore[arg-type]
        return self.url(path)

    def redirect(self, path: str, to: str) -> str:
        self.pages[path] = Reply(status=302, headers={"Location": to})
        return self.url(path)

    def asked(self, path: str) -> int:
        return sum(request.path == path for request in self.requests)

    async def answer(self, request: web.Request) -> web.Response:
        self.requests.append(request)
        page = self.pages.get(request.path_qs) or Reply(status=404)
        await asyncio.sleep(page.seconds)
        etag = f'"{blake2b(page.content, digest_size=8).hexdigest()}"'
        if page.status == 200 and request.headers.get("If-None-Match") == etag:
            return web.Response(status=304, headers={"ETag": etag})
        headers = {"ETag": etag, **page.headers} if page.status == 200 else page.headers
        return web.Response(body=page.content, status=page.status, content_type=page.content_type, headers=headers)


@asynccontextmanager
async def local_server() -> AsyncIterator[LocalServer]:
    server = LocalServer()
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", server.answer)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    assert site._server is not None
    server.port = site._server.sockets[0].getsockname()[1]  # type: ignore[attr-defined]
    try:
        yield server
    finally:
        await runner.cleanup()
