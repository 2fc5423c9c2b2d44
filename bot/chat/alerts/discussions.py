"""Discuss: a thread under an answer, in which replies to the bot follow the answer up."""

from __future__ import annotations

import discord

from bot.chat.components.persistent import Press
from bot.chat.questions.desk import Desk
from bot.chat.text.markdown import label
from bot.chat.transport.reply import GREEN, Reply, notice
from bot.chat.transport.requester import requester_of
from bot.chat.transport.responses import NO_MENTIONS, deliver
from bot.errors import ClippingsError
from bot.language.interface import _, in_public

_HAS_THREAD = 160004  # Discord's code
_NAME = 100  # characters of a thread's name


class NoThreadError(ClippingsError):
    """No thread can be opened under this answer; the sentence says why."""


class Discussions:
    """Opens threads where a server's admins allow it (`/settings members discuss:True`)."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def of_answer(self, press: Press) -> None:
        """Opens the thread, and tells in it what the bot reads."""
        await deliver(press.interaction, lambda: self._open(press), private=True)

    async def _open(self, press: Press) -> Reply:
        requester = requester_of(press.interaction)
        session = await self._desk.sessions.find(press.part(0), server=requester.server, member=requester.member)
        message = press.interaction.message
        if not (await self._desk.settings(requester)).discuss or message is None:
            raise NoThreadError(
                "Threads are off here. An admin can turn them on with `/settings members discuss:True`."
            )
        if press.is_private or isinstance(press.interaction.channel, discord.Thread):
            raise NoThreadError("A thread can be opened only under an answer that all see, and not inside a thread.")
        try:
            thread = await message.create_thread(name=label(session.turn.question, _NAME) or _("Discussion"))
            with in_public():
                text = _("Reply to this message, or mention me, to ask on. Other messages here I cannot read.")
            said = notice(text, color=GREEN)
            first = await thread.send(view=said.view, allowed_mentions=NO_MENTIONS)
        except discord.Forbidden:
            raise NoThreadError("I may not open threads or write in them here; an admin can allow it.") from None
        except discord.HTTPException as error:
            if error.code != _HAS_THREAD:
                raise
            raise NoThreadError("There is a thread under this answer already.") from None
        await self._desk.sessions.set_message(first.id, press.part(0), session.member)
        return notice(_("Opened <#{thread}>.").format(thread=thread.id), color=GREEN)
