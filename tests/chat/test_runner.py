"""Starting and leaving, with discord.py's real client over real sockets."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import socket
import time
from collections.abc import AsyncIterator, Callable

import pytest
from aiohttp import web
from discord.gateway import DiscordWebSocket
from discord.http import Route
from yarl import URL

from bot.chat.bot import ClippingsBot
from bot.chat.runner import UnreachableError, run_bot
from bot.errors import ExitCode, SettingsError, TokenError
from bot.store.state import State
from tests.chat.gateway import TOKEN, Door, door


@pytest.fixture
async def discord_door(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Door]:
    async with door() as made:
        monkeypatch.setattr(Route, "BASE", f"{made.url}/api/v10")
        yield made


async def _ready(bot: ClippingsBot, running: asyncio.Task[None]) -> None:
    """Waits until the bot is ready; when it fails before that, with its error."""
    ready = asyncio.create_task(_seen_ready(bot))
    await asyncio.wait({ready, running}, return_when=asyncio.FIRST_COMPLETED, timeout=10)
    if running.done():
        ready.cancel()
        await running
    await ready


async def _seen_ready(bot: ClippingsBot) -> None:
    while not bot.is_ready():  # noqa: ASYNC110 - `wait_until_ready` refuses before the login
        await asyncio.sleep(0.01)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_signal_makes_the_bot_leave_at_once_and_politely(
    make_bot: Callable[..., ClippingsBot], discord_door: Door, number: signal.Signals
) -> None:
    bot = make_bot(shard_count=None, guild_ready_timeout=0.01)
    running = asyncio.create_task(run_bot(bot, TOKEN))
    await _ready(bot, running)
    began = time.perf_counter()
    os.kill(os.getpid(), number)
    await running
    assert time.perf_counter() - began < 2
    assert bot.is_closed()
    assert discord_door.goodbyes == [1000]


async def test_answers_under_way_are_finished_first(
    make_bot: Callable[..., ClippingsBot], discord_door: Door, caplog: pytest.LogCaptureFixture
) -> None:
    bot = make_bot(shard_count=None, guild_ready_timeout=0.01)
    running = asyncio.create_task(run_bot(bot, TOKEN))
    await _ready(bot, running)
    finished = asyncio.Event()

    async def answer() -> None:
        with bot.inflight:
            await asyncio.sleep(0.3)
            finished.set()

    answering = asyncio.create_task(answer())
    await asyncio.sleep(0)
    os.kill(os.getpid(), signal.SIGTERM)
    await running
    assert finished.is_set()
    await answering


async def test_only_harmless_intents_are_asked_for(make_bot: Callable[..., ClippingsBot], discord_door: Door) -> None:
    bot = make_bot(shard_count=None, guild_ready_timeout=0.01)
    running = asyncio.create_task(run_bot(bot, TOKEN))
    await _ready(bot, running)
    os.kill(os.getpid(), signal.SIGTERM)
    await running
    asked = discord_door.identified[0]["intents"]
    privileged = (1 << 1) | (1 << 8) | (1 << 15)  # members, presences, message content
    assert asked & privileged == 0


async def test_a_refused_token_is_one_sentence_with_its_own_exit_code(
    make_bot: Callable[..., ClippingsBot], discord_door: Door, caplog: pytest.LogCaptureFixture
) -> None:
    secret = "a.secret.token"
    with caplog.at_level(logging.DEBUG), pytest.raises(TokenError, match="Discord refuses the token") as refused:
        await run_bot(make_bot(shard_count=None, guild_ready_timeout=0.01), secret)
    assert refused.value.exit_code is ExitCode.TOKEN
    assert secret not in str(refused.value) + caplog.text


@pytest.mark.parametrize(
    ("code", "said"), [(4010, "knows no such shard"), (4011, "raise SHARD_COUNT, in every process")]
)
async def test_shards_that_discord_refuses_are_one_sentence(
    make_bot: Callable[..., ClippingsBot], monkeypatch: pytest.MonkeyPatch, code: int, said: str
) -> None:
    class Refusing(Door):
        async def gateway(self, request: web.Request) -> web.WebSocketResponse:
            socket = web.WebSocketResponse()
            await socket.prepare(request)
            await socket.send_json({"op": 10, "d": {"heartbeat_interval": 40_000}})
            await socket.receive()
            await socket.close(code=code)
            return socket

    async with door(Refusing()) as made:
        monkeypatch.setattr(Route, "BASE", f"{made.url}/api/v10")
        monkeypatch.setattr(DiscordWebSocket, "DEFAULT_GATEWAY", URL(made.url))
        bot = make_bot(shard_count=4, shard_ids=[3], guild_ready_timeout=0.01)
        with pytest.raises(SettingsError, match=said) as refused:
            async with asyncio.timeout(10):
                await run_bot(bot, TOKEN)
    assert refused.value.exit_code is ExitCode.SETTINGS


@pytest.mark.parametrize("token", [None, ""])
async def test_a_missing_token_is_one_sentence(make_bot: Callable[..., ClippingsBot], token: str | None) -> None:
    with pytest.raises(TokenError, match="There is no token"):
        await run_bot(make_bot(), token)


async def test_a_signal_ends_a_login_that_hangs(
    make_bot: Callable[..., ClippingsBot], monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        monkeypatch.setattr(Route, "BASE", f"http://127.0.0.1:{silent.getsockname()[1]}/api/v10")
        running = asyncio.create_task(run_bot(make_bot(shard_count=None), TOKEN))
        await asyncio.sleep(0.1)
        os.kill(os.getpid(), signal.SIGTERM)
        async with asyncio.timeout(2):
            await running
        assert not running.cancelled()


async def test_a_discord_that_is_away_at_the_start_is_waited_for(
    make_bot: Callable[..., ClippingsBot], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    monkeypatch.setattr(Route, "BASE", f"http://127.0.0.1:{port}/api/v10")
    bot = make_bot(shard_count=None, guild_ready_timeout=0.01)
    running = asyncio.create_task(run_bot(bot, TOKEN))
    while "Trying again in 1 seconds" not in caplog.text:
        assert not running.done()
        await asyncio.sleep(0.01)
    assert "Discord cannot be reached" in caplog.text
    async with door() as made:
        monkeypatch.setattr(Route, "BASE", f"{made.url}/api/v10")
        await _ready(bot, running)
        os.kill(os.getpid(), signal.SIGTERM)
        await running


async def test_a_network_that_goes_at_the_login_is_one_sentence(
    make_bot: Callable[..., ClippingsBot], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Leaving(Door):
        async def rest(self, request: web.Request) -> web.Response:
            if not request.path.endswith("/gateway"):
                assert request.transport
                request.transport.abort()
            return web.Response()

    async with door(Leaving()) as made:
        monkeypatch.setattr(Route, "BASE", f"{made.url}/api/v10")
        with pytest.raises(UnreachableError, match="Check the network"):
            await run_bot(make_bot(shard_count=None), TOKEN)


async def test_commands_are_sent_once_and_again_only_when_discord_lost_them(
    make_bot: Callable[..., ClippingsBot], discord_door: Door, state: State
) -> None:
    async def start_and_leave() -> None:
        bot = make_bot(shard_count=None, guild_ready_timeout=0.01)
        running = asyncio.create_task(run_bot(bot, TOKEN))
        await _ready(bot, running)
        os.kill(os.getpid(), signal.SIGTERM)
        await running

    await start_and_leave()
    await start_and_leave()
    assert discord_door.syncs == 1
    discord_door.commands.pop()
    await start_and_leave()
    assert discord_door.syncs == 2


class Signalling(Door):
    """The process is told to stop during the login's first request, some turns of the event loop before its answer."""

    turns = 0

    async def rest(self, request: web.Request) -> web.Response:
        if request.path.endswith("/users/@me"):
            os.kill(os.getpid(), signal.SIGTERM)
            for _ in range(self.turns):
                await asyncio.sleep(0)
        return await super().rest(request)


async def test_a_signal_at_any_moment_of_the_login_ends_it_without_an_error(
    make_bot: Callable[..., ClippingsBot], monkeypatch: pytest.MonkeyPatch
) -> None:
    async with door(Signalling()) as made:
        assert isinstance(made, Signalling)
        monkeypatch.setattr(Route, "BASE", f"{made.url}/api/v10")
        monkeypatch.setattr(DiscordWebSocket, "DEFAULT_GATEWAY", URL(made.url))
        for made.turns in range(12):
            await run_bot(make_bot(shard_count=None, guild_ready_timeout=0.01), TOKEN)
