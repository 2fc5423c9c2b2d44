"""The bot: what it is made of, what it asks of Discord, how it starts and how it leaves."""

from __future__ import annotations

import asyncio
import logging
import sys
import time
from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.chat.admin import ACTIONS, admin_cogs
from bot.chat.admin.permissions import Permissions
from bot.chat.admin.services import admin_services
from bot.chat.command_sync import sync_commands
from bot.chat.command_translations import Wording
from bot.chat.components.persistent import STEPS, StepButton, StepMenu
from bot.chat.members import answer_actions as _pressed  # noqa: F401 - registers what the buttons do
from bot.chat.members.ask_command import Asking
from bot.chat.members.browse_commands import Reading
from bot.chat.members.help_command import About
from bot.chat.members.mentions import Conversation
from bot.chat.members.privacy_command import PrivacyCog
from bot.chat.members.timeline_command import Timelines
from bot.chat.questions.desk import Desk, Pace
from bot.chat.questions.inflight import Work
from bot.chat.text.redaction import discreet
from bot.chat.transport.responses import NOBODY, failing
from bot.chat.views.reply import Reply
from bot.errors import DataError
from bot.store.state import State

if TYPE_CHECKING:
    from bot.library import Library

log = logging.getLogger(__name__)

__all__ = ["ClippingsBot", "create_bot"]

IDENTIFYING = 6.0  # seconds between two shards: Discord's five, and one because turns are counted in whole ones
PATIENCE = 5.0  # seconds for answers under way when the bot is told to leave; Docker kills after ten in all


class Tree(app_commands.CommandTree["ClippingsBot"]):
    """The slash commands; usable in servers and direct messages, installed for a server or for oneself."""

    def __init__(self, client: ClippingsBot) -> None:
        super().__init__(
            client,
            allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=True),
            allowed_installs=app_commands.AppInstallationType(guild=True, user=True),
        )

    async def on_error(self, interaction: discord.Interaction[Any], error: app_commands.AppCommandError, /) -> None:
        """What a command did not tell by itself: told to the person and the log, like all errors."""
        cause = error.original if isinstance(error, app_commands.CommandInvokeError) else error
        name = interaction.command.qualified_name if interaction.command else "an unknown command"
        async with failing(interaction, f"/{name}"):
            raise cause


class ClippingsBot(commands.AutoShardedBot):
    """Answers in Discord from one library. Make it with `create_bot`; it needs no token until it connects."""

    def __init__(
        self,
        library: Library,
        state: State,
        *,
        today: Callable[[], date],
        pace: Pace | None,
        clock: Callable[[], float],
        owners: frozenset[int],
        home_servers: frozenset[int],
        auto_reload: bool,
        **options: Any,
    ) -> None:
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False  # this bot has no voice to warn about
        super().__init__(
            command_prefix=commands.when_mentioned,
            help_command=None,
            tree_cls=Tree,
            intents=discord.Intents(guilds=True, guild_messages=True, dm_messages=True),
            allowed_mentions=NOBODY,
            member_cache_flags=discord.MemberCacheFlags.none(),
            max_messages=None,
            activity=discord.CustomActivity("/ask the archive"),
            **options,
        )
        self.library = library
        self.state = state
        self.today = today
        self.permissions = Permissions(owners, home_servers)
        self.auto_reload = auto_reload
        self.desk = Desk(library, state, today=today, pace=pace, clock=clock)
        self.slips = self.desk.slips
        self.work = Work()

    async def setup_hook(self) -> None:
        """Everything between logging in and the first event."""
        self.add_dynamic_items(StepButton, StepMenu)
        for cog in (
            Asking(self),
            Reading(self),
            Timelines(self),
            About(self),
            PrivacyCog(self.state),
            Conversation(self),
        ):
            await self.add_cog(cog)
        await self.add_admin()
        await self.tree.set_translator(Wording())
        await sync_commands(self.tree, self.state)

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Discord lets one shard in every five seconds, whichever process it is in: with several, they take turns."""
        if self.shard_ids is None:
            await super().before_identify_hook(shard_id, initial=initial)
            return
        try:
            await self.state.leases.wait("identify", seconds=IDENTIFYING)
        except DataError as error:
            log.warning("shard %s does not wait for its turn: %s", shard_id, error)
            await super().before_identify_hook(shard_id, initial=False)

    async def add_admin(self) -> None:
        """The admin's commands."""
        services = admin_services(self.library, self.state, self.permissions, self.announce, self.today)
        for name, action in ACTIONS.items():
            STEPS[name] = partial(action, services)
        for cog in admin_cogs(services, auto_reload=self.auto_reload):
            await self.add_cog(cog)

    async def announce(self, server: int, channel: int, reply: Reply) -> discord.Message:
        """Sends a message to a channel of a server."""
        place = self.get_partial_messageable(channel, guild_id=server)
        return await place.send(view=reply.view, files=list(reply.files), allowed_mentions=NOBODY)

    async def on_message(self, message: discord.Message, /) -> None:
        """Messages are questions, never commands with a prefix: see `Conversation`."""

    async def on_error(self, event_method: str, /, *args: Any, **kwargs: Any) -> None:
        """An event that failed where there is nobody to tell."""
        del args, kwargs
        error = sys.exception()
        log.error("%s failed", event_method, exc_info=discreet(error) if error else None)

    def is_connected(self) -> bool:
        """Whether Discord hears and is heard now, on every shard."""
        return self.is_ready() and not any(shard.is_closed() for shard in self.shards.values())

    async def on_ready(self) -> None:
        """One line for the log; happens again after every reconnect."""
        here = ", ".join(map(str, sorted(self.shards)))
        log.info("ready: %d servers; shards %s of %d", len(self.guilds), here, self.shard_count or 1)

    async def close(self) -> None:
        """Lets answers under way finish, then leaves."""
        if not self.is_closed():
            await self._finish()
        await super().close()

    async def _finish(self) -> None:
        try:
            async with asyncio.timeout(PATIENCE):
                await self.work.done()
        except TimeoutError:
            log.warning("leaving with %d answers or commands unfinished", self.work.count)


def create_bot(
    library: Library,
    state: State,
    *,
    today: Callable[[], date] = date.today,
    pace: Pace | None = None,
    clock: Callable[[], float] = time.time,
    owners: frozenset[int] = frozenset(),
    home_servers: frozenset[int] = frozenset(),
    auto_reload: bool = False,
    **options: Any,
) -> ClippingsBot:
    """The bot over an open library and state, not yet connected.

    Args:
        library: answers the questions; stays the caller's to close.
        state: remembers slips and settings; stays the caller's to close.
        today: the day of asking.
        pace: how fast members may ask, and how much is taken on at once.
        clock: seconds, for the pace.
        owners: who may change the shared corpus, besides the application's owner (`OWNER_IDS`).
        home_servers: whose admins may as well (`HOME_SERVERS`).
        auto_reload: whether the library is reloaded when its folder changes (`AUTO_RELOAD`).
        options: what `discord.ext.commands.AutoShardedBot` takes, such as `shard_count`.
    """
    return ClippingsBot(
        library,
        state,
        today=today,
        pace=pace,
        clock=clock,
        owners=owners,
        home_servers=home_servers,
        auto_reload=auto_reload,
        **options,
    )
