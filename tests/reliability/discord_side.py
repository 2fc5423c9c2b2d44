"""Discord's side over real sockets: people ask through the gateway, answers come in by REST, wires may be cut."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any

from aiohttp import WSMsgType, web

from tests.chat.gateway import Door, door, said

CUT, LOST, FAILED = 0, -1, -2
GUILD, CHANNEL = "1001", "2001"
APPLICATION = "42"


class DiscordSide(Door):
    """A door behind which people sit and type.

    `trouble` holds what becomes of the next requests to a part of the API ("callback", "@original", "followup",
    "messages"): a status; CUT: Discord does the work, and the connection breaks before it can say so; LOST: it
    breaks before the work is done; or FAILED: Discord does the work and says 500. While `may_post` is not set, whoever
    posts a message waits.
    """

    def __init__(self) -> None:
        super().__init__()
        self.resumed: list[dict[str, Any]] = []
        self.deferred: list[str] = []
        self.work_began = asyncio.Event()
        self.answers: dict[str, list[dict[str, Any]]] = {}
        self.edits: list[dict[str, Any]] = []
        self.trouble: dict[str, list[int]] = {}
        self.posting = asyncio.Event()
        self.may_post = asyncio.Event()
        self.may_post.set()
        self._socket: web.WebSocketResponse | None = None
        self._wire: asyncio.Transport | None = None
        self._sequence = 0

    # -- what the bot calls ------------------------------------------------------------------------------------------

    async def rest(self, request: web.Request) -> web.Response:
        """Interactions and messages; everything else as at the door."""
        path = re.sub(r"webhooks/42/\w+$", r"\g<0>/followup", request.path).split("/")
        part = path[-1]
        if path[-2] == "messages" and part.isdigit():
            self.edits.append(await _payload(request))
            return said(_message(part))
        if path[-2] == "members":
            return said(_member(part))
        if part not in ("callback", "@original", "followup", "messages"):
            return await super().rest(request)
        given = await _payload(request)
        if part == "messages":
            self.posting.set()
            await self.may_post.wait()
        trouble = self.trouble[part].pop(0) if self.trouble.get(part) else 200
        if trouble > 200:
            no = {"message": "no", "code": 0, "retry_after": 0.2}
            return said(no, status=trouble, headers={"Via": "1.1 google"})
        answer = said({}) if trouble == LOST else self._take(part, path, given)
        if trouble == FAILED:
            return said({"message": "no", "code": 0}, status=500, headers={"Via": "1.1 google"})
        if trouble < 200:
            assert request.transport
            request.transport.abort()
        return answer

    def _take(self, part: str, path: list[str], given: dict[str, Any]) -> web.Response:
        if part == "callback":
            if path[-2] in self.deferred:
                return said({"code": 40060, "message": "Interaction has already been acknowledged."}, status=400)
            self.deferred.append(path[-2])
            self.work_began.set()
            return said({"interaction": {"id": path[-3], "type": 2}, "resource": {"type": given["type"]}})
        place = {"@original": path[-3], "followup": path[-2], "messages": "channel"}[part]
        known = self.answers.setdefault(place, [])
        if "nonce" not in given or given["nonce"] not in [answer.get("nonce") for answer in known]:
            known.append(given)
        return said(_message(str(9000 + len(known))))

    # -- what people and the network do ------------------------------------------------------------------------------

    async def gateway(self, request: web.Request) -> web.WebSocketResponse:
        """Hello; then whoever identifies is ready, and whoever resumes has missed nothing."""
        socket = self._socket = web.WebSocketResponse()
        await socket.prepare(request)
        self._wire = request.transport
        await socket.send_json({"op": 10, "d": {"heartbeat_interval": 40_000}})
        with suppress(ConnectionError):
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    await self._heard(request, socket, json.loads(message.data))
        self.goodbyes.append(socket.close_code)
        return socket

    async def _heard(self, request: web.Request, socket: web.WebSocketResponse, told: dict[str, Any]) -> None:
        if told["op"] == 1:
            await socket.send_json({"op": 11})
        elif told["op"] == 2:
            self.identified.append(told["d"])
            await self._event("READY", self.ready(request, told["d"]))
        elif told["op"] == 6:
            self.resumed.append(told["d"])
            await self._event("RESUMED", {})

    async def adds_the_bot(self, server: int, channel: int) -> None:
        """The bot comes into a server of one text channel."""
        place = {"id": str(channel), "type": 0, "name": "ask", "position": 0, "permission_overwrites": []}
        everyone = {"id": str(server), "name": "@everyone", "permissions": "8", "position": 0, "color": 0}
        guild = {"id": str(server), "name": "The Herald", "roles": [everyone], "channels": [place], "owner_id": "1"}
        await self._event(
            "GUILD_CREATE", {**guild, "members": [_member("41")], "member_count": 1, "preferred_locale": "en-US"}
        )

    async def asks(self, member: int, question: str, guild: str = GUILD) -> str:
        """A member of a server runs /ask; returns the interaction's token, under which its answer arrives."""
        option = {"name": "question", "type": 3, "value": question}
        return await self.interaction(member, guild, "ask", [option])

    async def interaction(
        self,
        member: int,
        guild: str,
        name: str,
        options: list[dict[str, Any]],
        *,
        kind: int = 2,
        permissions: str = "2048",
        **data: Any,
    ) -> str:
        """A member runs a command, or with `kind` 4 types into an option of it; returns the interaction's token."""
        token = f"token{self._sequence}"
        known = next(command for command in self.commands if command["name"] == name)
        given = {"id": known["id"], "name": name, "type": 1, "options": options, **data}
        event = {"id": str(5000 + self._sequence), "application_id": APPLICATION, "type": kind, "token": token}
        place = _place(member, guild)
        place["member"]["permissions"] = permissions
        await self._event("INTERACTION_CREATE", {**event, "version": 1, "data": given, **place})
        return token

    async def says(self, member: int, text: str) -> dict[str, Any]:
        """A member writes to the bot directly; returns the message, to edit."""
        author = {"id": str(member), "username": f"member{member}", "discriminator": "0", "avatar": None}
        message = {**_message(str(7000 + self._sequence)), "content": text, "author": author, "channel_id": "3001"}
        await self._event("MESSAGE_CREATE", {**message, "channel_type": 1})
        return message

    async def thinks_better(self, message: dict[str, Any], text: str) -> None:
        """The member edits what they wrote, within a second."""
        edited = {"content": text, "edited_timestamp": "2015-01-01T00:00:01+00:00", "channel_type": 1}
        await self._event("MESSAGE_UPDATE", {**message, **edited})

    async def says_op(self, op: int, data: Any) -> None:
        """Something of the gateway's own protocol."""
        assert self._socket
        await self._socket.send_json({"op": op, "d": data})

    def drops_the_line(self) -> None:
        """The gateway's connection is gone, without a word."""
        assert self._wire
        self._wire.abort()

    async def _event(self, name: str, data: dict[str, Any]) -> None:
        self._sequence += 1
        assert self._socket
        await self._socket.send_json({"op": 0, "s": self._sequence, "t": name, "d": data})


def _member(number: str) -> dict[str, Any]:
    person = {"id": number, "username": "moss", "discriminator": "0", "avatar": None}
    return {"user": person, "roles": [], "joined_at": None, "deaf": False, "mute": False, "flags": 0}


async def _payload(request: web.Request) -> dict[str, Any]:
    """The JSON of a request, also of one that brings files."""
    if not request.content_type.startswith("multipart"):
        given: dict[str, Any] = await request.json() if request.can_read_body else {}
        return given
    form = await request.post()
    return {**json.loads(str(form["payload_json"])), "files": sorted(name for name in form if name != "payload_json")}


def _place(member: int, guild: str) -> dict[str, Any]:
    user = {"id": str(member), "username": f"member{member}", "discriminator": "0", "avatar": None}
    person = {"user": user, "roles": [], "joined_at": "2020-01-01T00:00:00+00:00", "deaf": False, "mute": False}
    return {
        "guild_id": guild,
        "guild": {"id": guild, "locale": "en-US", "features": []},
        "channel_id": CHANNEL,
        "channel": {"id": CHANNEL, "type": 0, "name": "ask", "position": 0, "permission_overwrites": []},
        "member": {**person, "flags": 0, "permissions": "2048"},
        "app_permissions": "274877991936",
        "locale": "en-US",
        "context": 0,
        "authorizing_integration_owners": {"0": guild},
        "entitlements": [],
        "attachment_size_limit": 10_000_000,
    }


def _message(identity: str) -> dict[str, Any]:
    author = {"id": "41", "username": "Clippings", "discriminator": "0", "avatar": None, "bot": True}
    lists: dict[str, list[Any]] = {
        name: [] for name in ("mentions", "mention_roles", "attachments", "embeds", "components")
    }
    message = {"id": identity, "channel_id": CHANNEL, "author": author, "content": "", "type": 0, "flags": 0, **lists}
    times = {"timestamp": "2026-01-01T00:00:00+00:00", "edited_timestamp": None}
    return {**message, **times, "tts": False, "mention_everyone": False, "pinned": False}


async def until(come: Callable[[], Any], seconds: float = 20) -> Any:
    """What `come` returns once it is something."""
    async with asyncio.timeout(seconds):
        while not (found := come()):  # noqa: ASYNC110 - what happens in a bot tells nobody
            await asyncio.sleep(0.01)
    return found


@asynccontextmanager
async def discord_side() -> AsyncIterator[DiscordSide]:
    """Discord, reachable at its `url` while the context is."""
    made = DiscordSide()
    async with door(made):
        yield made
