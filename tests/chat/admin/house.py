"""A Discord with two servers: the Herald's and the Gazette's, which must never see each other's articles."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import discord
import simcord

from bot.chat.admin.feeds_command import FeedsCog
from bot.chat.admin.services import AdminServices
from bot.chat.bot import ClippingsBot
from bot.chat.transport.reply import Reply
from bot.feeds.poller import FeedPoller
from tests.chat.world import Seen, seen, services_of

T = TypeVar("T")
HERALD, GAZETTE = 1456074443980900001, 1456074443980900002  # fixed, so that their folders can be there before


async def eventually(look: Callable[[], Awaitable[T]]) -> T:
    """What `look` finds once it finds anything: for what tells nobody that it is done."""
    while True:
        if found := await look():
            return found
        await asyncio.sleep(0.02)


@dataclass
class Server:
    """One server: its admin may manage it, its member may not; both may use every command that Discord lets them."""

    guild: Any
    channel: Any
    admin: Any
    member: Any

    @property
    def id(self) -> int:
        return int(self.guild.id)


class House:
    def __init__(self, env: simcord.Env, bot: ClippingsBot, corpus: Path, data: Path) -> None:
        self.env = env
        self.bot = bot
        self.corpus = corpus
        self.data = data
        self.herald = self._server("The Herald", HERALD, "edith", "moss")
        self.gazette = self._server("The Gazette", GAZETTE, "gregor", "otter")
        self.owner = self._admin(self.herald.guild, "ada")
        self.services.permissions.owners = frozenset({self.owner.id})
        self.trashed = ""  # what a test left in the trash, and cards that wait for a press
        self.pending_upload: Any = None
        self.pending_removal: Any = None

    @property
    def services(self) -> AdminServices:
        """Those that the admin commands were given."""
        return services_of(self.bot)

    @property
    def feeds(self) -> FeedPoller:
        """What polls the feeds."""
        return next(cog for cog in self.bot.cogs.values() if isinstance(cog, FeedsCog)).poller

    def _server(self, name: str, number: int, admin: str, member: str) -> Server:
        guild = self.env.create_guild(name, id=number)
        channel = guild.create_text_channel("ask")
        return Server(guild, channel, self._admin(guild, admin), guild.add_member(self.env.create_user(member)))

    def _admin(self, guild: Any, name: str) -> Any:
        role = guild.create_role(f"{name}s", permissions=discord.Permissions(manage_guild=True))
        return guild.add_member(self.env.create_user(name), roles=[role])

    async def show_all_commands_to(self, server: Server, member: Any) -> None:
        """What a server's owner can do in Discord's settings, past the default permissions."""
        for command in await self.bot.tree.fetch_commands():
            server.guild.set_command_permissions(command.id, {member: True})

    def own_folder(self, server: Server) -> Path:
        folder = self.corpus / "servers" / str(server.id)
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    async def ask(self, server: Server, who: Any, question: str) -> Seen:
        return seen(await who.slash(server.channel, "ask", question=question))

    def write(self, server: Server | None, name: str, text: str) -> Path:
        """A file that somebody puts into the folder, shared or a server's own."""
        path = (self.corpus if server is None else self.own_folder(server)) / name
        path.write_text(text, encoding="utf-8")
        return path

    async def reload(self) -> None:
        await self.services.library.reload("console")

    async def post(self, server: Server, reply: Reply) -> discord.Message:
        """A card of the bot's, as it stands in the channel since some earlier time."""
        channel = self.bot.get_channel(server.channel.id)
        assert isinstance(channel, discord.TextChannel)
        return await channel.send(view=reply.view)

    def edits(self) -> list[str]:
        """What the bot's answers said one after the other, as Discord was told."""
        return [str(entry.json) for entry in self.env.http_requests if entry.method == "PATCH"]

    def files(self) -> dict[str, bytes]:
        """Everything in the corpus, to see that nothing changed."""
        return {
            path.relative_to(self.corpus).as_posix(): path.read_bytes()
            for path in sorted(self.corpus.rglob("*"))
            if path.is_file()
        }
