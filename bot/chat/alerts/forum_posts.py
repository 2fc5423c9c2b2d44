"""New posts in a forum, answered from their titles: where the archive has an answer, and nowhere else.

A thread's creation reaches the bot without any privileged intent, and so does its title; its messages are not read.
"""

from __future__ import annotations

import asyncio
import logging

import discord
from discord.ext import commands

from bot.chat.questions.desk import Desk
from bot.chat.transport.errors import counted
from bot.chat.transport.inflight import Inflight
from bot.chat.transport.languages import Languages
from bot.chat.transport.requester import Requester
from bot.chat.transport.responses import NO_MENTIONS
from bot.chat.transport.retry import BROKEN
from bot.chat.views.answer import answer_card
from bot.errors import ClippingsError, DataError
from bot.model import Verdict
from bot.store.state import State

log = logging.getLogger(__name__)

_ONCE = 24 * 3600.0  # seconds for which no process answers a post again
_NO_FIRST_MESSAGE = 40058  # Discord's code: the author's own message has to be there first
_PAUSES = (1.0, 3.0, 9.0)  # seconds to wait for it


class ForumPosts(commands.Cog):
    """Answers new posts in the forums that a server's admins chose (`/settings forum`)."""

    def __init__(self, bot: discord.Client, state: State, desk: Desk, inflight: Inflight, languages: Languages) -> None:
        self._bot = bot
        self._state = state
        self._desk = desk
        self._inflight = inflight
        self._languages = languages

    @commands.Cog.listener()
    async def on_thread_create(self, thread: discord.Thread) -> None:
        """Answers a new post; whatever goes wrong is logged and nobody is told, since nobody asked the bot."""
        try:
            if await self._is_ours(thread):
                with self._languages.for_server(thread.guild), counted(self._inflight, thread.guild.id):
                    await self._answer(thread)
        except ClippingsError as error:
            log.info("a forum post in server %s got no answer: %s", thread.guild.id, error)
        except (discord.HTTPException, *BROKEN) as error:
            log.warning("an answer to a forum post in server %s was not sent: %s", thread.guild.id, error)

    async def withdraw(self, interaction: discord.Interaction) -> bool:
        """Takes back the answer under which its post's author pressed "Not helpful"; whether it was that."""
        thread, message = interaction.channel, interaction.message
        if not isinstance(thread, discord.Thread) or message is None or thread.owner_id != interaction.user.id:
            return False
        settings = await self._state.servers.read(thread.guild.id)
        if thread.parent_id not in settings.forums or message.reference is not None or message.interaction_metadata:
            return False
        await message.delete()
        return True

    async def _is_ours(self, thread: discord.Thread) -> bool:
        """Whether the server wants answers there, the post is a person's, and no other process answers it."""
        settings = await self._state.servers.read(thread.guild.id)
        own = self._bot.user is not None and thread.owner_id == self._bot.user.id
        if thread.parent_id not in settings.forums or own:
            return False
        return await self._state.leases.acquire(f"forum:{thread.id}", seconds=_ONCE)

    async def _answer(self, thread: discord.Thread) -> None:
        requester = Requester(thread.owner_id, thread.guild.id, thread.id)
        question = self._desk.question(requester, thread.name)
        self._desk.admit(requester)
        answered = await self._desk.answer(requester, question, private=False)
        if answered.answer.verdict is not Verdict.ANSWERED:
            return
        sent = await self._send(thread, answer_card(answered).view)
        try:
            await self._desk.sessions.set_message(sent.id, answered.session, thread.owner_id)
        except DataError as error:
            log.warning("a reply to an answer will not be taken as a follow-up: %s", error)

    async def _send(self, thread: discord.Thread, view: discord.ui.LayoutView) -> discord.Message:
        for pause in _PAUSES:
            try:
                return await thread.send(view=view, allowed_mentions=NO_MENTIONS, nonce=str(thread.id))
            except discord.HTTPException as error:
                if error.code != _NO_FIRST_MESSAGE:
                    raise
            await asyncio.sleep(pause)
        return await thread.send(view=view, allowed_mentions=NO_MENTIONS, nonce=str(thread.id))
