"""The error boundary: what the person and the log are told when a command, a press or a message fails."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

import discord

from bot.chat.text.markdown import to_discord
from bot.chat.text.redaction import discreet, sentence, without_folders
from bot.chat.transport.inflight import Inflight
from bot.chat.transport.reply import AMBER, RED, Reply, notice
from bot.chat.transport.responses import Interaction, tell
from bot.chat.transport.retry import BROKEN
from bot.chat.transport.turns import TURNS
from bot.errors import ClippingsError, DataError, EngineError, Failure
from bot.language.interface import _
from bot.request import request, set_party

log = logging.getLogger(__name__)

# Discord's error codes that mean: the person, the message or the permission is gone. Nothing is broken.
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
_LATE = (10015, 10062, 50027)


@contextmanager
def counted(inflight: Inflight, party: int) -> Iterator[None]:
    """Gives everything inside one request id and counts it as under way.

    `party` is the id of the server, or of the person in a direct message, with whose other requests it is queued.
    """
    set_party(party)
    with request(), inflight, TURNS.under_way():
        yield


@asynccontextmanager
async def error_boundary(interaction: Interaction, inflight: Inflight, name: str) -> AsyncIterator[None]:
    """Counts what is inside as under way; an error in it is reported and goes no further.

    Args:
        interaction: the command or press that is answered.
        inflight: the bot's counter.
        name: what failed, for the log ("/ask", "button more").
    """
    with counted(inflight, interaction.guild_id or interaction.user.id):
        try:
            yield
        except Exception as error:
            await report(interaction, error, name)


async def report(interaction: Interaction, error: BaseException, name: str) -> None:
    """Tells the log about `error`, and the person in private where Discord still lets us."""
    reply = explained(error, name)
    if reply is None:
        return
    try:
        await tell(interaction, reply)
    except discord.HTTPException as lost:
        log.warning("%s: the error was not delivered, Discord answered %s (%s)", name, lost.status, lost.code)
    except BROKEN:
        log.warning("%s: the error was not delivered, the connection to Discord broke", name)


def explained(error: BaseException, name: str) -> Reply | None:
    """Logs `error` and returns the card that explains it; None when there is nobody left to tell.

    Only a `ClippingsError` carries its own sentence. For any other error the person gets a reference: the request's
    id, which is in the log beside the traceback. `name` is for the log: never the words of a question, never a person.
    """
    if isinstance(error, ClippingsError):
        if isinstance(error, DataError | EngineError):
            said = without_folders(str(error))
            log.warning("%s: not answered, %s", name, said, extra={"failure": Failure.UNAVAILABLE})
        return notice(to_discord(sentence(error)), color=AMBER)
    if isinstance(error, BROKEN):
        undelivered = {"failure": Failure.UNDELIVERED}
        log.warning("%s: not delivered, the connection to Discord broke", name, extra=undelivered)
        return None
    if isinstance(error, discord.HTTPException) and (error.code in _GONE or error.status >= 500):
        failure = Failure.LATE if error.code in _LATE else Failure.UNDELIVERED
        reason = _GONE.get(error.code, f"Discord answered {error.status}")
        log.warning("%s: not delivered, %s", name, reason, extra={"failure": failure})
        return None
    with request() as reference:
        log.error("%s failed", name, exc_info=discreet(error), extra={"failure": Failure.ERROR})
    return notice(
        _("Something went wrong here, and it is not your question."),
        _("-# If it happens again, give this reference to whoever runs the bot: **{reference}**").format(
            reference=reference
        ),
        color=RED,
    )
