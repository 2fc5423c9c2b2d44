"""Asking by talking: mention the bot, reply to its answer, or write to it directly. It says nothing unless asked."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING
from weakref import WeakValueDictionary

import discord
from discord.ext import commands

from bot.chat.questions.desk import Asker
from bot.chat.questions.sessions import EDIT_SECONDS, LostSlipError, Slip
from bot.chat.transport.requester import asker_by_message, parent_of
from bot.chat.transport.responses import NOBODY
from bot.chat.transport.retry import BROKEN, persistently
from bot.chat.views.reply import Reply, explained
from bot.errors import ClippingsError
from bot.model import Question
from bot.request import request

if TYPE_CHECKING:
    from bot.chat.bot import ClippingsBot

log = logging.getLogger(__name__)

_SLIP = re.compile(r"clip:judge:([\w-]{16}):")  # every answer has such a button


class ElsewhereError(ClippingsError):
    """The server wants answers in other channels."""


class Conversation(commands.Cog):
    """Questions by message."""

    def __init__(self, bot: ClippingsBot) -> None:
        self.bot = bot
        self._turns: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """Answers a message that speaks to the bot."""
        async with self._turn(message):
            text = await self._asked(message)
            if text is not None:
                with request(), self.bot.work:
                    await self._reply(message, text)

    async def _reply(self, message: discord.Message, text: str) -> None:
        typing = asyncio.create_task(_typing(message.channel))
        answered = await self._answered(message, text)
        await typing
        if answered is None:
            return
        try:
            sent = await persistently(
                lambda: message.channel.send(
                    view=answered.view,
                    reference=message.to_reference(fail_if_not_exists=False),
                    mention_author=False,
                    allowed_mentions=NOBODY,
                    nonce=str(message.id),  # by which Discord knows a reply that it has already
                )
            )
            await self.bot.slips.answered(message.id, sent.id, message.author.id)
        except (discord.HTTPException, *BROKEN, ClippingsError) as error:
            explained(error, "a reply")

    @commands.Cog.listener()
    async def on_raw_message_edit(self, payload: discord.RawMessageUpdateEvent) -> None:
        """Answers an edited question anew, in the answer that is there."""
        message = payload.message
        if message.edited_at is None or (message.edited_at - message.created_at).total_seconds() > EDIT_SECONDS:
            return
        async with self._turn(message):
            text = await self._asked(message)
            if text is not None:
                with request(), self.bot.work:
                    await self._answer_anew(message, text)

    def _turn(self, message: discord.Message) -> asyncio.Lock:
        """One version of a message after the other: an edit may come before its answer is there."""
        return self._turns.setdefault(message.id, asyncio.Lock())

    async def _answer_anew(self, message: discord.Message, text: str) -> None:
        try:
            reply = await self.bot.slips.reply_to(message.id)
            if reply is None:
                return
            answered = await self._answered(message, text)
            if answered is not None:
                place = self.bot.get_partial_messageable(message.channel.id).get_partial_message(reply)
                await persistently(lambda: place.edit(view=answered.view, attachments=[], allowed_mentions=NOBODY))
        except (discord.HTTPException, *BROKEN, ClippingsError) as error:
            explained(error, "an edited reply")

    async def _asked(self, message: discord.Message) -> str | None:
        """The words that are meant for the bot; None for everything else that is written."""
        me = self.bot.user
        if me is None or message.author.bot or message.webhook_id is not None or message.is_system():
            return None
        if message.guild is None:
            return message.content
        if all(mentioned.id != me.id for mentioned in message.mentions):
            return None
        settings = await self.bot.state.servers.read(message.guild.id)
        if not settings.mentions or not _may_answer(message, message.guild.me):
            return None
        return re.sub(rf"<@!?{me.id}>", " ", message.content)

    async def _answered(self, message: discord.Message, text: str) -> Reply | None:
        asker = asker_by_message(message)
        try:
            settings = await self.bot.desk.settings(asker)
            if not settings.answers_in(message.channel.id, parent_of(message.channel)):
                raise ElsewhereError(f"Here I am asked to keep quiet. Ask me in {_named(message, settings.channels)}.")
            asked = await self._question(message, asker, text)
            self.bot.desk.admit(asker)
            return (await self.bot.desk.answer(asker, asked, private=False)).card
        except Exception as error:
            return explained(error, "a message")

    async def _question(self, message: discord.Message, asker: Asker, text: str) -> Question:
        """The question, with the conversation that it goes on from."""
        asked = self.bot.desk.question(asker, text)
        slip = await self._before(message, asker)
        return asked if slip is None else replace(asked, history=slip.history)

    async def _before(self, message: discord.Message, asker: Asker) -> Slip | None:
        """The answer that is replied to; else the last one to this member in this channel, if that was just now."""
        name = _replied_to(message) or await self.bot.slips.last_talk(message.channel.id, asker.member)
        if name is None:
            return None
        try:
            return await self.bot.slips.find(name, server=asker.server, member=asker.member)
        except LostSlipError:
            return None


def _replied_to(message: discord.Message) -> str | None:
    """The slip of the answer that `message` replies to."""
    answer = message.reference.resolved if message.reference else None
    if not isinstance(answer, discord.Message):
        return None
    for item in discord.ui.LayoutView.from_message(answer).walk_children():
        found = _SLIP.match(getattr(item, "custom_id", None) or "")
        if found:
            return found[1]
    return None


def _named(message: discord.Message, channels: Sequence[int]) -> str:
    """The channels by name, of those that are still there."""
    there = [message.guild.get_channel(channel) for channel in channels] if message.guild else []
    return ", ".join(f"#{channel.name}" for channel in there if channel) or "another channel"


def _may_answer(message: discord.Message, me: discord.Member) -> bool:
    """Whether the bot may write here at all: there is no use in searching when it may not."""
    try:
        permissions = message.channel.permissions_for(me)
    except discord.ClientException:  # a thread of a channel that is out of sight: trying will tell
        return True
    thread = isinstance(message.channel, discord.Thread)
    may = permissions.send_messages_in_threads if thread else permissions.send_messages
    if not may:
        log.warning("asked in channel %d, but there is no permission to post", message.channel.id)
    return may


async def _typing(channel: discord.abc.Messageable) -> None:
    """Shows that the bot works, as long as Discord shows it (ten seconds); not worth an error."""
    try:
        await channel.typing()
    except (discord.HTTPException, *BROKEN):
        log.info("typing could not be shown")
