"""Asking by talking: mention the bot, reply to its answer, or write to it directly. It says nothing unless asked."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from weakref import WeakValueDictionary

import discord
from discord.ext import commands

from bot.chat.components.custom_ids import read_custom_id
from bot.chat.members.answer_delivery import remember_message
from bot.chat.questions.desk import AnsweredQuestion, Desk
from bot.chat.questions.sessions import EDIT_SECONDS, Session, SessionExpiredError
from bot.chat.transport.errors import counted, explained
from bot.chat.transport.inflight import Inflight
from bot.chat.transport.languages import Languages
from bot.chat.transport.reply import Reply
from bot.chat.transport.requester import Requester, parent_of, requester_of_message
from bot.chat.transport.responses import NO_MENTIONS
from bot.chat.transport.retry import BROKEN, with_retries
from bot.chat.views.answer import answer_card
from bot.errors import ClippingsError, DataError
from bot.language.interface import _
from bot.model import Question

log = logging.getLogger(__name__)

_ANSWER_ACTIONS = frozenset({"judge", "more", "cite", "why"})  # their first part is the session's name


class ElsewhereError(ClippingsError):
    """The server wants answers in other channels."""


class WithheldTextError(ClippingsError):
    """A reply without a text: Discord withholds that of a reply to a command's answer (discord-api-docs #5395)."""

    def __init__(self) -> None:
        super().__init__(
            "Discord does not show me the words of a reply to this answer. Press Follow up under it, or mention me."
        )


class Mentions(commands.Cog):
    """Questions by message."""

    def __init__(
        self, bot: commands.Bot | commands.AutoShardedBot, desk: Desk, inflight: Inflight, languages: Languages
    ) -> None:
        self._bot = bot
        self._desk = desk
        self._inflight = inflight
        self._languages = languages
        self._locks: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """Answers a message that speaks to the bot."""
        async with self._lock(message):
            text = await self._asked(message)
            if text is not None:
                with self._counted(message):
                    await self._reply(message, text)

    async def _reply(self, message: discord.Message, text: str) -> None:
        typing = asyncio.create_task(_typing(message.channel))
        answered = await self._answered(message, text)
        await typing
        if answered is None:
            return
        reply, session = answered
        try:
            sent = await with_retries(
                lambda: message.channel.send(
                    view=reply.view,
                    reference=message.to_reference(fail_if_not_exists=False),
                    mention_author=False,
                    allowed_mentions=NO_MENTIONS,
                    nonce=str(message.id),  # lets Discord recognise a reply that it has already
                )
            )
            await self._desk.sessions.set_reply(message.id, sent.id, message.author.id)
            if session:
                await remember_message(self._desk, sent.id, session, message.author.id)
        except (discord.HTTPException, *BROKEN, ClippingsError) as error:
            explained(error, "a reply")

    @commands.Cog.listener()
    async def on_raw_message_edit(self, payload: discord.RawMessageUpdateEvent) -> None:
        """Answers an edited question again, in place of its first answer."""
        message = payload.message
        if message.edited_at is None or (message.edited_at - message.created_at).total_seconds() > EDIT_SECONDS:
            return
        async with self._lock(message):
            text = await self._asked(message)
            if text is not None:
                with self._counted(message):
                    await self._answer_again(message, text)

    @contextmanager
    def _counted(self, message: discord.Message) -> Iterator[None]:
        """Counts the answer as under way, and speaks the language of where it was asked."""
        party = message.guild.id if message.guild else message.author.id
        with self._languages.for_message(message), counted(self._inflight, party):
            yield

    def _lock(self, message: discord.Message) -> asyncio.Lock:
        """One version of a message after the other: an edit may come before the answer is there."""
        return self._locks.setdefault(message.id, asyncio.Lock())

    async def _answer_again(self, message: discord.Message, text: str) -> None:
        try:
            reply_id = await self._desk.sessions.reply_to(message.id)
            if reply_id is None:
                return
            answered = await self._answered(message, text)
            if answered is None:
                return
            reply, session = answered
            place = self._bot.get_partial_messageable(message.channel.id).get_partial_message(reply_id)
            await with_retries(lambda: place.edit(view=reply.view, attachments=[], allowed_mentions=NO_MENTIONS))
            if session:
                await remember_message(self._desk, reply_id, session, message.author.id)
        except (discord.HTTPException, *BROKEN, ClippingsError) as error:
            explained(error, "an edited reply")

    async def _asked(self, message: discord.Message) -> str | None:
        """The words that are meant for the bot; None for every other message."""
        me = self._bot.user
        if me is None or self._inflight.closed:
            return None
        if message.author.bot or message.webhook_id is not None or message.is_system():
            return None
        if message.guild is None:
            return message.content
        if all(mentioned.id != me.id for mentioned in message.mentions):
            return None
        if not _may_answer(message, message.guild.me):
            return None
        with suppress(DataError):  # else `_answer` says that they cannot be read: better than silence
            if not (await self._desk.settings(requester_of_message(message))).mentions:
                return None
        return re.sub(rf"<@!?{me.id}>", " ", message.content)

    async def _answered(self, message: discord.Message, text: str) -> tuple[Reply, str] | None:
        """The card and the name of its session, empty for an error's card; None where nobody can be told."""
        requester = requester_of_message(message)
        try:
            answered = await self._answer(message, requester, text)
        except Exception as error:
            reply = explained(error, "a message")
            return None if reply is None else (reply, "")
        return answer_card(answered), answered.session

    async def _answer(self, message: discord.Message, requester: Requester, text: str) -> AnsweredQuestion:
        settings = await self._desk.settings(requester)
        if not settings.answers_in(message.channel.id, parent_of(message.channel)):
            raise ElsewhereError(
                "Here I am asked to keep quiet. Ask me in {channels}.", channels=_named(message, settings.channels)
            )
        if message.reference is not None and not text.strip():
            raise WithheldTextError
        asked = await self._question(message, requester, text)
        self._desk.admit(requester)
        return await self._desk.answer(requester, asked, private=False)

    async def _question(self, message: discord.Message, requester: Requester, text: str) -> Question:
        """The question, with the conversation that it goes on from."""
        asked = self._desk.question(requester, text)
        session = await self._followed_up(message, requester)
        return asked if session is None else replace(asked, history=session.history)

    async def _followed_up(self, message: discord.Message, requester: Requester) -> Session | None:
        """The session of the answer that is replied to; else of the latest answer to this member in this channel."""
        sessions = self._desk.sessions
        name = await self._replied_to(message) or await sessions.latest(message.channel.id, requester.member)
        if name is None:
            return None
        try:
            return await sessions.find(name, server=requester.server, member=requester.member)
        except SessionExpiredError:
            return None

    async def _replied_to(self, message: discord.Message) -> str | None:
        """The name of the session behind the answer that `message` replies to."""
        if message.reference is None or message.reference.message_id is None:
            return None
        name = await self._desk.sessions.of_message(message.reference.message_id)
        answer = message.reference.resolved
        if name is None and isinstance(answer, discord.Message):
            return _session_on_buttons(answer)
        return name


def _session_on_buttons(answer: discord.Message) -> str | None:
    """The session's name on the buttons of an answer from before message ids were stored, for the month it lasts."""
    for item in discord.ui.LayoutView.from_message(answer).walk_children():
        found = read_custom_id(getattr(item, "custom_id", None) or "")
        if found and found[0] in _ANSWER_ACTIONS and found[1]:
            return found[1][0]
    return None


def _named(message: discord.Message, channels: Sequence[int]) -> str:
    """The channels by name, of those that are still there."""
    there = [message.guild.get_channel(channel) for channel in channels] if message.guild else []
    return ", ".join(f"#{channel.name}" for channel in there if channel) or _("another channel")


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
