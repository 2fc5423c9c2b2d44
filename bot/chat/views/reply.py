"""Plain words to a person: a sentence on a card of its own, and what is said when something goes wrong."""

from __future__ import annotations

import logging
from dataclasses import dataclass

import discord
from discord import ui

from bot.chat.text.markdown import to_discord
from bot.chat.text.redaction import discreet, sentence
from bot.chat.transport.retry import BROKEN
from bot.errors import ClippingsError
from bot.request import request

log = logging.getLogger(__name__)

GREY = 0x80848E
AMBER = 0xF0B232
RED = 0xDA373C
GREEN = 0x23A55A

# Discord's answers that mean: the person, the message or the permission is not there any more. Nothing is broken.
_GONE = {
    10003: "the channel is gone",
    10008: "the message is gone",
    10015: "the interaction has expired",
    10062: "the interaction has expired",
    40060: "the interaction was answered already",
    50001: "no access to the channel",
    50007: "the member takes no direct messages",
    50013: "no permission to post",
    50027: "the interaction has expired",
}


@dataclass(frozen=True, slots=True)
class Reply:
    """A finished card, with the files that it shows."""

    view: ui.LayoutView
    files: tuple[discord.File, ...] = ()


def notice(*lines: str, color: int = GREY) -> Reply:
    """A card of a few lines of markdown. Text of others must have gone through `to_discord` before."""
    view = ui.LayoutView(timeout=None)
    view.add_item(ui.Container[ui.LayoutView](*(ui.TextDisplay(line) for line in lines), accent_color=color))
    return Reply(view)


def explained(error: BaseException, doing: str) -> Reply | None:
    """What to tell the person about `error`, after the log was told; None when there is nobody left to tell.

    Only a `ClippingsError` speaks for itself. Of anything else the person gets a reference: the request's id, which
    stands in the log beside the traceback. `doing` is for the log ("button more"): never the words of a question,
    never a name.
    """
    if isinstance(error, ClippingsError):
        return notice(to_discord(sentence(error)), color=AMBER)
    if isinstance(error, BROKEN):
        log.warning("%s: not delivered, the connection to Discord broke", doing)
        return None
    if isinstance(error, discord.HTTPException) and (error.code in _GONE or error.status >= 500):
        reason = _GONE.get(error.code, f"Discord answered {error.status}")
        log.warning("%s: not delivered, %s", doing, reason)
        return None
    with request() as reference:
        log.error("%s failed", doing, exc_info=discreet(error))
    return notice(
        "Something went wrong here, and it is not your question.",
        f"-# If it happens again, give this reference to whoever runs the bot: **{reference}**",
        color=RED,
    )
