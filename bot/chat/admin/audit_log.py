"""The line that each change leaves: in the state database, in the log, and in a channel where a server wants it."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import discord

from bot.chat.text.markdown import one_line
from bot.chat.transport.responses import NOBODY
from bot.chat.views.reply import notice
from bot.errors import DataError
from bot.store.audit import Entry

if TYPE_CHECKING:
    from bot.chat.bot import ClippingsBot

log = logging.getLogger(__name__)

_DETAIL = 300  # characters of a line's detail that are shown


def line(entry: Entry) -> str:
    """One entry as markdown: when, who, what."""
    who = "by itself" if entry.who is None else f"<@{entry.who}>"
    when = f"{entry.at.day} {entry.at:%B %Y, %H:%M} UTC"
    detail = f" — {one_line(entry.detail, _DETAIL)}" if entry.detail else ""
    return f"- {when} · {who} · **{entry.action}**{detail}"


async def note(bot: ClippingsBot, server: int | None, who: int | None, action: str, detail: str = "") -> bool:
    """Writes the line; it is on the disk before this returns. False when it, or the channel's, could not be written.

    What it tells of is done already, so a line that cannot be written is an error in the log and nothing else; so is a
    channel that takes none.
    """
    log.info("%s: user %s, server %s", action, who, server)
    try:
        entry = await bot.state.audit.add(server, who, action, detail)
        channel = None if server is None else (await bot.state.servers.read(server)).audit_channel
    except DataError as error:
        log.error("no line for %s by user %s in server %s: %s", action, who, server, error)
        return False
    return channel is None or await _tell(bot, server, channel, entry)


async def _tell(bot: ClippingsBot, server: int | None, channel: int, entry: Entry) -> bool:
    place = bot.get_partial_messageable(channel, guild_id=server)
    try:
        await place.send(view=notice(line(entry)).view, allowed_mentions=NOBODY)
    except discord.HTTPException as error:
        log.warning(
            "the log channel of server %s took no line, Discord answered %s (%s)", server, error.status, error.code
        )
        return False
    return True
