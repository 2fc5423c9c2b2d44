"""The audit log: an entry for each change, in the state database, in the log, and in the channel a server chose."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from typing import TypeAlias

import discord

from bot.chat.admin.panel import own_path
from bot.chat.text.markdown import one_line
from bot.chat.transport.reply import Reply, notice
from bot.chat.transport.retry import BROKEN
from bot.errors import DataError
from bot.language.dates_in_words import say_moment
from bot.language.interface import N_, _, in_public
from bot.store.audit import AuditEntry
from bot.store.state import State

log = logging.getLogger(__name__)

_DETAIL = 300  # characters of an entry's detail that are shown

_ACTIONS = {
    "add": N_("add"),
    "delete": N_("delete"),
    "feed added": N_("feed added"),
    "feed removed": N_("feed removed"),
    "posts": N_("posts"),
    "posts off": N_("posts off"),
    "reload": N_("reload"),
    "remove": N_("remove"),
    "restore": N_("restore"),
    "setting": N_("setting"),
}

Announce: TypeAlias = Callable[[int, int, Reply], Awaitable[object]]
"""Sends a reply to a channel: `announce(server, channel, reply)`. Raises what discord.py raises."""


class AuditLog:
    """Records changes for every server."""

    def __init__(self, state: State, announce: Announce) -> None:
        self._state = state
        self._announce = announce

    async def record(self, server: int | None, user: int | None, action: str, detail: str = "") -> bool:
        """Writes an entry; it is on the disk when this returns. False if it, or its message, could not be written.

        The change itself is done already, so a failure here is logged and never raised.

        Args:
            server: the Discord server; None for a change that the bot made for all servers.
            user: the id of the member who made the change; None for the bot itself.
            action: one word, such as "reload".
            detail: what changed.
        """
        log.info("%s: user %s, server %s", action, user, server)
        try:
            entry = await self._state.audit.add(server, user, action, detail)
            channel = None if server is None else (await self._state.servers.read(server)).audit_channel
        except DataError as error:
            log.error("no audit log entry for %s by user %s in server %s: %s", action, user, server, error)
            return False
        return server is None or channel is None or await self._send(server, channel, entry)

    async def _send(self, server: int, channel: int, entry: AuditEntry) -> bool:
        with in_public():
            line = notice(entry_line(entry))
        try:
            await self._announce(server, channel, line)
        except discord.HTTPException as error:
            log.warning(
                "no message in the log channel of server %s: Discord answered %s (%s)", server, error.status, error.code
            )
            return False
        except BROKEN as error:
            log.warning("no message in the log channel of server %s: %s", server, type(error).__name__)
            return False
        return True


def entry_line(entry: AuditEntry) -> str:
    """One entry as markdown: when, who, what."""
    who = _("by itself") if entry.who is None else f"<@{entry.who}>"
    detail = f" — {one_line(own_path(entry.detail), _DETAIL)}" if entry.detail else ""
    return f"- {say_moment(entry.at)} · {who} · **{_(_ACTIONS.get(entry.action, entry.action))}**{detail}"
