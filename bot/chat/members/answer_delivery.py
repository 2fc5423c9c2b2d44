"""One answer to one interaction: asked at the desk, shown as a card, and remembered by the card's message."""

from __future__ import annotations

import logging

import discord

from bot.chat.questions.desk import Desk
from bot.chat.transport.reply import Reply
from bot.chat.transport.requester import Requester
from bot.chat.transport.responses import Interaction, deliver, replace_card
from bot.chat.views.answer import answer_card
from bot.errors import DataError
from bot.model import Question

log = logging.getLogger(__name__)


async def deliver_answer(
    desk: Desk,
    interaction: Interaction,
    requester: Requester,
    question: Question,
    *,
    private: bool,
    in_place: bool = False,
    shared_by: int | None = None,
) -> None:
    """Answers `question`, which was admitted, in a new card or `in_place` of the one that was pressed.

    `shared_by` is the member who shows the answer to the channel by a press.
    """
    names = []

    async def make() -> Reply:
        answered = await desk.answer(requester, question, private=private)
        names.append(answered.session)
        return answer_card(answered, private=private, shared_by=shared_by)

    message: discord.Message
    if in_place:
        message = await replace_card(interaction, make)
    else:
        message = await deliver(interaction, make, private=private)
    await remember_message(desk, message.id, names[0], requester.member)


async def remember_message(desk: Desk, message: int, session: str, member: int) -> None:
    """Notes which session stands behind a card, so that a reply to it is a follow-up; "" is none."""
    if not session:
        return
    try:
        await desk.sessions.set_message(message, session, member)
    except DataError as error:
        log.warning("a reply to an answer will not be taken as a follow-up: %s", error)
