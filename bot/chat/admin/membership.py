"""The bot joins a server: does it have what it needs? It leaves one: what was kept is forgotten after a week."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

import discord
from discord.ext import commands

from bot.chat.admin.services import AdminServices
from bot.chat.transport.languages import Languages
from bot.chat.transport.reply import AMBER, Reply, notice
from bot.chat.transport.retry import BROKEN
from bot.errors import ClippingsError
from bot.language.interface import _
from bot.store.memory import DAY
from bot.store.state import GRACE_DAYS, State

log = logging.getLogger(__name__)

NEEDED = ("view_channel", "send_messages", "send_messages_in_threads", "attach_files", "read_message_history")
_TOLD = "permissions told"  # the kind of what is remembered, so that a server is told once
_TOLD_DAYS = 365


class MembershipCog(commands.Cog):
    """Notes which servers were joined and left."""

    def __init__(self, state: State, write_to: Callable[[int, Reply], Awaitable[None]], languages: Languages) -> None:
        """`write_to` sends a direct message to a Discord user."""
        self._state = state
        self._languages = languages
        self._write_to = write_to

    @commands.Cog.listener()
    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Keeps what was kept for a server that comes back; tells its admin once which permissions are missing."""
        try:
            await self._state.server_joined(guild.id)
            missing = missing_permissions(guild.me.guild_permissions)
            log.info("server %d was joined; missing permissions: %s", guild.id, ", ".join(missing) or "none")
            if missing and await self._state.memory.get(_TOLD, str(guild.id)) is None:
                await self._state.memory.put(_TOLD, str(guild.id), list(missing), seconds=_TOLD_DAYS * DAY)
                await self._tell_admin(guild, missing)
        except ClippingsError as error:
            log.warning("joining server %d could not be noted: %s", guild.id, error)

    @commands.Cog.listener()
    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Notes the day; the hourly sweep forgets the server when its grace is over."""
        try:
            await self._state.server_left(guild.id)
        except ClippingsError as error:
            log.error("leaving server %d could not be noted, what is kept for it stays: %s", guild.id, error)
        else:
            log.info("server %d was left; what is kept for it is deleted in %d days", guild.id, GRACE_DAYS)

    async def _tell_admin(self, guild: discord.Guild, missing: tuple[str, ...]) -> None:
        """Writes to whoever added the bot, if the audit log may be read; else to the server's owner."""
        admin = await _inviter(guild) or guild.owner_id
        if admin is None:
            return
        with self._languages.for_member(admin, guild):
            reply = hint(guild.name, missing)
        try:
            await self._write_to(admin, reply)
        except (discord.HTTPException, *BROKEN) as error:
            log.info("the admin of server %d takes no direct message (%s)", guild.id, type(error).__name__)


def missing_permissions(has: discord.Permissions) -> tuple[str, ...]:
    """The permissions that the bot needs and does not have, as Discord's settings call them."""
    return tuple(name.replace("_", " ").title() for name in NEEDED if not getattr(has, name))


def hint(server: str, missing: tuple[str, ...]) -> Reply:
    """What to grant, for whoever added the bot."""
    name = discord.utils.escape_markdown(server)
    return notice(
        _("Thank you for adding me to **{server}**. To answer there I still need: **{permissions}**.").format(
            server=name, permissions=", ".join(missing)
        ),
        _(
            "-# Server Settings › Roles › my role, or ask for me again with the link that has these permissions. "
            "`/settings channels` says where I answer."
        ),
        color=AMBER,
    )


async def _inviter(guild: discord.Guild) -> int | None:
    if not guild.me.guild_permissions.view_audit_log:
        return None
    try:
        async for entry in guild.audit_logs(limit=5, action=discord.AuditLogAction.bot_add):
            if entry.target is not None and entry.target.id == guild.me.id:
                return entry.user_id
    except (discord.HTTPException, *BROKEN):
        return None
    return None


async def forget_left_servers(services: AdminServices) -> None:
    """Forgets each server whose grace is over; its own articles go to the trash, and from there in a month.

    For the process that indexes: the files are its own.
    """
    for server in await services.state.servers_to_forget():
        removed = await asyncio.to_thread(_remove_articles, services, server)
        await services.state.forget_server(server)
        log.info("server %d was left %d days ago: everything kept for it is deleted", server, GRACE_DAYS)
        if removed:
            services.library.supervisor.run("the reload after a server left", _reload(services))


def _remove_articles(services: AdminServices, server: int) -> int:
    if not services.corpus.corpus.is_dir():
        return 0
    files = services.corpus.files(server)
    for file in files:
        services.corpus.remove(server, file.path)
    return len(files)


async def _reload(services: AdminServices) -> None:
    await services.library.reload("a server that left")
