"""A Discord with two servers: the Herald's and the Gazette's, which must never see each other's articles."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import discord
import simcord

from bot.chat.client import ClippingsBot
from tests.chat.world import Seen, seen


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
        self.herald = self._server("The Herald", "edith", "moss")
        self.gazette = self._server("The Gazette", "gregor", "otter")
        self.owner = self._admin(self.herald.guild, "ada")
        bot.owners = frozenset({self.owner.id})

    def _server(self, name: str, admin: str, member: str) -> Server:
        guild = self.env.create_guild(name)
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

    def files(self) -> dict[str, bytes]:
        """Everything in the corpus, to see that nothing changed."""
        return {
            path.relative_to(self.corpus).as_posix(): path.read_bytes()
            for path in sorted(self.corpus.rglob("*"))
            if path.is_file()
        }
