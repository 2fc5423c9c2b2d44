"""The bot: what it asks of Discord, how it starts and how it leaves. What it is made of is in `setup`."""

from __future__ import annotations

import asyncio
import logging
import sys
from collections.abc import Awaitable, Callable
from typing import Any

import discord
from discord.ext import commands

from bot.chat.command_sync import sync_commands
from bot.chat.command_translations import Translations
from bot.chat.text.redaction import discreet
from bot.chat.transport.inflight import Inflight
from bot.chat.transport.languages import Languages
from bot.chat.transport.reply import Reply
from bot.chat.transport.responses import NO_MENTIONS
from bot.chat.tree import Tree
from bot.errors import DataError
from bot.store.state import State

log = logging.getLogger(__name__)

IDENTIFY_EVERY = 6.0  # seconds between two shards: Discord's five, and one because leases are in whole seconds
FINISH_SECONDS = 5.0  # for answers under way when the bot is told to leave; Docker kills after ten in all


class ClippingsBot(commands.AutoShardedBot):
    """A connection to Discord. Make it with `setup.create_bot`; it needs no token until it connects."""

    def __init__(
        self,
        state: State,
        inflight: Inflight,
        languages: Languages,
        install: Callable[[ClippingsBot], Awaitable[None]],
        **options: Any,
    ) -> None:
        """Makes the bot.

        Args:
            state: remembers which commands were sent, and lets processes take turns.
            inflight: counts what is under way.
            languages: knows which language to speak to whom.
            install: adds the cogs and listeners, after the login and before the first event.
            options: what `discord.ext.commands.AutoShardedBot` takes.
        """
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False  # this bot has no voice to warn about
        super().__init__(
            command_prefix=commands.when_mentioned,
            help_command=None,
            tree_cls=lambda client: Tree(client, inflight, languages),  # type: ignore[arg-type] # called like the class
            intents=discord.Intents(guilds=True, guild_messages=True, dm_messages=True),
            allowed_mentions=NO_MENTIONS,
            member_cache_flags=discord.MemberCacheFlags.none(),
            max_messages=None,
            activity=discord.CustomActivity("/ask the archive"),
            **options,
        )
        self._state = state
        self.inflight = inflight
        self._install = install

    async def setup_hook(self) -> None:
        """Everything between the login and the first event."""
        await self.install()
        await self.tree.set_translator(Translations())
        await sync_commands(self.tree, self._state)

    async def install(self) -> None:
        """Adds the cogs and listeners, as before the first event; needs no connection."""
        await self._install(self)

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Waits for this shard's turn: Discord lets one in every five seconds, of all processes together."""
        if self.shard_ids is None:
            await super().before_identify_hook(shard_id, initial=initial)
            return
        try:
            await self._state.leases.wait("identify", seconds=IDENTIFY_EVERY)
        except DataError as error:
            log.warning("shard %s does not wait for its turn: %s", shard_id, error)
            await super().before_identify_hook(shard_id, initial=False)

    async def announce(self, server: int, channel: int, reply: Reply) -> None:
        """Sends a message to a channel of a server."""
        place = self.get_partial_messageable(channel, guild_id=server)
        await place.send(view=reply.view, files=list(reply.files), allowed_mentions=NO_MENTIONS)

    async def write_to(self, member: int, reply: Reply) -> None:
        """Sends a direct message. Raises discord.HTTPException when the member takes none."""
        person = await self.fetch_user(member)
        await person.send(view=reply.view, files=list(reply.files), allowed_mentions=NO_MENTIONS)

    async def on_message(self, message: discord.Message, /) -> None:
        """Does nothing: messages are questions, never commands with a prefix. See `Mentions`."""

    async def on_error(self, event_method: str, /, *args: Any, **kwargs: Any) -> None:
        """Logs an event's error that nobody else handled."""
        del args, kwargs
        error = sys.exception()
        log.error("%s failed", event_method, exc_info=discreet(error) if error else None)

    def is_connected(self) -> bool:
        """Whether every shard is connected to Discord now."""
        return self.is_ready() and not any(shard.is_closed() for shard in self.shards.values())

    async def on_ready(self) -> None:
        """Logs one line; happens again after every reconnect."""
        here = ", ".join(map(str, sorted(self.shards)))
        log.info("ready: %d servers; shards %s of %d", len(self.guilds), here, self.shard_count or 1)

    async def close(self) -> None:
        """Lets answers under way finish, then leaves."""
        if not self.is_closed():
            await self._finish()
        await super().close()

    async def _finish(self) -> None:
        self.inflight.close()
        self.dispatch("leaving")  # whoever shows something that would go on for longer ends it now
        try:
            async with asyncio.timeout(FINISH_SECONDS):
                await self.inflight.idle()
        except TimeoutError:
            log.warning("leaving with %d answers or commands unfinished", self.inflight.count)
