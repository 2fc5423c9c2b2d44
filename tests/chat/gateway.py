"""Discord's door, over real sockets on this machine: enough of its REST and gateway to log in, be ready and leave."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import WSMsgType, web

TOKEN = "a.valid.token"
_ME = {"id": "41", "username": "Clippings", "discriminator": "0", "avatar": None, "bot": True, "flags": 0}
_APPLICATION: dict[str, Any] = {
    **{"id": "42", "name": "Clippings", "icon": None, "description": "", "verify_key": "0", "summary": "", "flags": 0},
    **{"rpc_origins": [], "bot_public": True, "bot_require_code_grant": False, "team": None, "owner": _ME},
}


class Door:
    """Counts who came and went."""

    def __init__(self) -> None:
        self.url = ""
        self.identified: list[dict[str, Any]] = []
        self.commands: list[dict[str, Any]] = []
        self.syncs = 0
        self.goodbyes: list[int | None] = []

    async def rest(self, request: web.Request) -> web.Response:
        """The few routes that a start needs."""
        if request.headers.get("Authorization") != f"Bot {TOKEN}":
            return said({"message": "401: Unauthorized", "code": 0}, status=401)
        path = request.path
        if path.endswith("/users/@me"):
            return said(_ME)
        if path.endswith("/applications/@me"):
            return said(_APPLICATION)
        if path.endswith("/gateway/bot"):
            limit = {"total": 1000, "remaining": 1000, "reset_after": 0, "max_concurrency": 1}
            return said({"url": self.url.replace("http", "ws"), "shards": 1, "session_start_limit": limit})
        if path.endswith("/commands") and request.method == "PUT":
            self.syncs += 1
            self.commands = [_command(number, each) for number, each in enumerate(await request.json())]
        return said(self.commands)

    async def gateway(self, request: web.Request) -> web.WebSocketResponse:
        """Hello, identify, ready; heartbeats."""
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"op": 10, "d": {"heartbeat_interval": 40_000}})
        async for message in socket:
            if message.type is not WSMsgType.TEXT:
                continue
            told = json.loads(message.data)
            if told["op"] == 2:
                self.identified.append(told["d"])
                await socket.send_json({"op": 0, "s": 1, "t": "READY", "d": self.ready(request, told["d"])})
            elif told["op"] == 1:
                await socket.send_json({"op": 11})
        self.goodbyes.append(socket.close_code)
        return socket

    def ready(self, request: web.Request, identity: dict[str, Any]) -> dict[str, Any]:
        """What whoever identifies is told."""
        return {
            **{"v": 10, "user": _ME, "guilds": [], "session_id": "s", "resume_gateway_url": str(request.url)},
            "application": {"id": "42", "flags": 0},
            "shard": identity["shard"],
        }


def said(value: Any, status: int = 200, headers: dict[str, str] | None = None) -> web.Response:
    """As Discord says it: without a charset, which discord.py would not take for JSON."""
    plain = {"Content-Type": "application/json", **(headers or {})}
    return web.Response(body=json.dumps(value).encode(), status=status, headers=plain)


def _command(number: int, told: dict[str, Any]) -> dict[str, Any]:
    return {"id": str(100 + number), "application_id": "42", "version": "1", "description": "", **told}


@asynccontextmanager
async def door(made: Door | None = None) -> AsyncIterator[Door]:
    """The door, or one of its kind, open while the context is."""
    made = made or Door()
    app = web.Application()
    app.router.add_get("/", made.gateway)
    app.router.add_route("*", "/{path:.*}", made.rest)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    made.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield made
    finally:
        await runner.cleanup()
