"""The same bot in a local page that looks like Discord: real commands, an invented server, no token, no connection.

SimCord simulates Discord inside this process and serves the page on 127.0.0.1, so nothing leaves the machine.
"""

from __future__ import annotations

import importlib
import logging
import os
import sys
import webbrowser
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from types import ModuleType
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import discord

from bot.chat.preview_relay import also_at
from bot.errors import ClippingsError, MissingExtraError
from bot.language.interface import _

if TYPE_CHECKING:
    import simcord

    from bot.chat.bot import ClippingsBot

SHARDS = 1  # of a previewed bot: pass it to `create_bot` as `shard_count`
_NEEDED = ("simcord", "aiohttp", "markdown_it", "linkify_it", "regex", "PIL")
_NAME = "Clippings"
_WELCOME = "Type /ask, press Enter, type a question, press Enter. /help explains the rest."


class PortError(ClippingsError):
    """Another program listens on the preview's port."""

    def __init__(self, port: int) -> None:
        super().__init__(
            "Port {port} is taken, perhaps by another preview. Choose another with --port, or any with --port 0.",
            port=str(port),
        )


async def serve_preview(
    make_bot: Callable[[], ClippingsBot],
    *,
    port: int = 8765,
    host: str = "127.0.0.1",
    announce: Callable[[str], object] = print,
    open_browser: bool = True,
) -> None:
    """Serves the page until somebody closes it there, or this is cancelled.

    Args:
        make_bot: makes the bot, with `shard_count=SHARDS`.
        port: where the page is; 0 takes any free port.
        host: one more address of this machine for the page.
        announce: gets lines of text: where the page is, how to go live.
        open_browser: shows the page in the desktop's browser, where there is one.

    Raises:
        MissingExtraError: SimCord or a part of its preview is not installed.
        PortError: the port is taken.
        SettingsError: `host` is no address of this machine.
    """
    async with open_preview(make_bot, port=port) as page, also_at(host, port_of(page)):
        announce(_("The preview is open at {url}").format(url=page.url))
        announce(_("Close it in the page or with Ctrl+C."))
        announce(_("To go live on Discord, put DISCORD_TOKEN=<your bot's token> into .env and run again."))
        if open_browser and has_desktop():
            webbrowser.open(page.url)
        await page.wait_closed()


def port_of(page: simcord.Preview) -> int:
    """The port that the page is at."""
    port = urlsplit(page.url).port
    assert port is not None
    return port


@asynccontextmanager
async def open_preview(make_bot: Callable[[], ClippingsBot], *, port: int = 0) -> AsyncIterator[simcord.Preview]:
    """The page, open while the context is. Raises what `serve_preview` raises."""
    simulator = _simcord()
    with _installation_told():
        async with simulator.run(make_bot(), check_errors=False) as env:
            channel, viewers = await _demo_server(env)
            page = env.preview(channel, viewers=viewers, layout="channel", port=port or None)
            try:
                await page.__aenter__()
            except simulator.SetupError as error:
                if isinstance(error.__cause__, OSError):
                    raise PortError(port) from None
                raise
            try:
                yield page
            finally:
                await page.__aexit__(*sys.exc_info())


@contextmanager
def _installation_told() -> Iterator[None]:
    """SimCord leaves out of an interaction what Discord always says: that it comes through the server's own bot."""
    interactions: Any = importlib.import_module("simcord.interactions")
    base_payload = interactions.base_payload

    def told(*given: Any, **named: Any) -> tuple[Any, dict[str, Any]]:
        record, payload = base_payload(*given, **named)
        payload["authorizing_integration_owners"] = {"0": payload.get("guild_id", "0")}
        return record, payload

    interactions.base_payload = told
    try:
        yield
    finally:
        interactions.base_payload = base_payload


def _simcord() -> ModuleType:
    try:
        with _quiet_logging():
            for name in _NEEDED:
                importlib.import_module(name)
    except ImportError:
        raise MissingExtraError("The preview", "preview") from None
    return importlib.import_module("simcord")


@contextmanager
def _quiet_logging() -> Iterator[None]:
    """Silences discord.py's warnings while SimCord is imported, which tries its parts out."""
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
    before = logging.root.manager.disable
    logging.disable(logging.WARNING)
    try:
        yield
    finally:
        logging.disable(before)


def has_desktop() -> bool:
    """Whether this machine has a screen on which a browser can open."""
    return sys.platform in {"darwin", "win32"} or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


async def _demo_server(env: simcord.Env) -> tuple[simcord.ChannelHandle, list[simcord.MemberActor]]:
    """A server with an #ask channel, a member, and an admin who has posted how to begin."""
    server = env.create_guild("The Reading Room")
    channel = server.create_text_channel("ask")
    archivists = server.create_role("Archivists", permissions=discord.Permissions(manage_guild=True))
    member = server.add_member(env.create_user("reader", global_name="Reader"))
    admin = server.add_member(env.create_user("archivist", global_name="Archivist (admin)"), roles=[archivists])
    assert env.bot.user is not None
    await env.bot.user.edit(username=_NAME)
    await admin.send(channel, _WELCOME)
    return channel, [member, admin]
