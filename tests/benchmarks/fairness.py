"""What a storm of one server costs another: a bot and a Discord in a process each, speaking over sockets.

Forty members of one server ask for something at once, and one member of another server asks a question; in between,
that member asks in peace. `--latency` is how long Discord takes for each request (real ones take 50 to 200 ms).
"""

from __future__ import annotations

import argparse
import asyncio
import shutil
import statistics
import time
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from aiohttp import web

from tests.chat.gateway import TOKEN, door
from tests.reliability.discord_side import DiscordSide, until
from tests.reliability.running import running

AGAINST = """
import sys
from discord.http import Route
Route.BASE = sys.argv.pop() + "/api/v10"
from bot.cli.app import main
main()
"""  # the program as it is, but for Discord's address
QUIET, HOSTILE = "1001", "1002"
QUESTIONS = ["Who won the election?", "What did the president say?", "Where was the fire?", "How many people died?"]
STORMS = ("asks", "latest", "timeline", "choices", "uploads")


class Clocked(DiscordSide):
    """Notes when each interaction was sent, acknowledged and answered; takes `latency` seconds for each request."""

    def __init__(self, latency: float) -> None:
        super().__init__()
        self._latency = latency
        self._member = 10_000
        self.sent: dict[str, float] = {}
        self.acknowledged: dict[str, float] = {}
        self.answered: dict[str, float] = {}

    async def rest(self, request: web.Request) -> web.Response:
        """As Discord's, only later; and the file that is uploaded."""
        await asyncio.sleep(self._latency / 2)
        if request.path.startswith("/files/"):
            return web.Response(body=b" date 2021-03-04 " + b"The heron probe landed. " * 20_000)
        answer = await super().rest(request)
        await asyncio.sleep(self._latency / 2)
        return answer

    def _take(self, part: str, path: list[str], given: dict[str, Any]) -> web.Response:
        now = time.perf_counter()
        if part == "callback":
            self.acknowledged.setdefault(path[-2], now)
        if part != "callback" or given["type"] in (4, 8):  # a message, choices: the answer itself
            token = {"callback": path[-2], "@original": path[-3]}.get(part, path[-2])
            self.answered.setdefault(token, now)
            self.answers.setdefault(token, []).append(given)
        return super()._take(part, path, given)

    async def request(self, kind: str, guild: str, number: int) -> str:
        """Another member of the server asks for something; returns the interaction's token."""
        self._member += 1
        question = {"name": "question", "type": 3, "value": QUESTIONS[number % len(QUESTIONS)]}
        topic = {**question, "name": "topic"}
        title = {**question, "name": "title", "focused": True}
        file = {"name": "file", "type": 11, "value": str(self._member)}
        name, options, extra = {
            "asks": ("ask", [question], {}),
            "latest": ("latest", [], {}),
            "timeline": ("timeline", [topic], {}),
            "choices": ("article", [title], {"kind": 4}),
            "uploads": ("corpus", [{"name": "add", "type": 1, "options": [file]}], self._attachment()),
        }[kind]
        token = f"token{self._sequence}"
        self.sent[token] = time.perf_counter()
        await self.interaction(self._member, guild, name, options, **extra)
        return token

    def _attachment(self) -> dict[str, Any]:
        url = f"{self.url}/files/{self._member}.txt"
        file = {
            "id": str(self._member),
            "filename": f"a{self._member}.txt",
            "size": 480_017,
            "url": url,
            "proxy_url": url,
        }
        return {"resolved": {"attachments": {str(self._member): file}}, "permissions": "8"}

    async def waited(self, kind: str, guild: str, number: int) -> float:
        """Asks, and returns the milliseconds until the answer is there."""
        token = await self.request(kind, guild, number)
        await until(lambda: token in self.answered, 120)
        return 1000 * (self.answered[token] - self.sent[token])


@dataclass
class Measured:
    """Milliseconds: of the quiet server in peace and in storms, and of the storms' last acknowledgement and answer."""

    idle: list[float] = field(default_factory=list)
    busy: list[float] = field(default_factory=list)
    acknowledged: list[float] = field(default_factory=list)
    answered: list[float] = field(default_factory=list)

    def __str__(self) -> str:
        ratio = statistics.median(self.busy) / statistics.median(self.idle)
        return (
            f"quiet, in peace {_spread(self.idle)}; in the storm {_spread(self.busy)}: {ratio:.1f} times; "
            f"the storm's last acknowledgement {_spread(self.acknowledged)}, last answer {_spread(self.answered)}"
        )


def _spread(values: list[float]) -> str:
    return f"p50 {statistics.median(values):.0f}, worst {max(values):.0f} ms"


async def storm(side: Clocked, kind: str, size: int, measured: Measured) -> None:
    """Five questions in peace; then a storm of so many, and three questions of the quiet server beside it."""
    for number in range(5):
        measured.idle.append(await side.waited("asks", QUIET, number))
        await asyncio.sleep(0.05)
    tokens = [await side.request(kind, HOSTILE, number) for number in range(size)]
    for number in range(3):
        beside = any(token not in side.answered for token in tokens)
        took = await side.waited("asks", QUIET, number)
        if beside:
            measured.busy.append(took)
    await until(lambda: all(token in side.answered for token in tokens), 120)
    measured.acknowledged.append(1000 * max(side.acknowledged[token] - side.sent[token] for token in tokens))
    measured.answered.append(1000 * max(side.answered[token] - side.sent[token] for token in tokens))
    await asyncio.sleep(0.3)


async def measure(options: argparse.Namespace, folder: Path) -> None:
    """A bot over a copy of the corpus, and each kind of storm in turn."""
    shutil.copytree(options.corpus, folder / "corpus")
    side = Clocked(options.latency / 1000)
    workers = str(options.workers)
    program = running(folder, "run", side.url, code=AGAINST, DISCORD_TOKEN=TOKEN, WORKERS=workers)
    async with door(side), program as bot:
        await until(lambda: side.identified or bot.process.returncode is not None, 600)
        for guild in (QUIET, HOSTILE):
            await side.adds_the_bot(int(guild), int(guild) + 1000)
        for number in range(5):
            await side.waited("asks", QUIET, number)
        for kind in options.storms:
            measured = Measured()
            for _ in range(options.repeats):
                await storm(side, kind, options.size, measured)
            print(f"{kind} x {options.size}: {measured}", flush=True)


def add_options(parser: argparse.ArgumentParser) -> None:
    """What can be chosen."""
    parser.add_argument("--corpus", type=Path, default=Path("corpus"))
    parser.add_argument("--latency", type=float, default=60.0, help="milliseconds that Discord takes for a request")
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--size", type=int, default=40, help="members in a storm")
    parser.add_argument("--storms", nargs="+", choices=STORMS, default=STORMS)
    parser.add_argument("--workers", type=int, default=1)


def run(options: argparse.Namespace) -> None:
    """Prints one line for each kind of storm."""
    with TemporaryDirectory() as folder:
        asyncio.run(measure(options, Path(folder)))
