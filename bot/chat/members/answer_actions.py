"""What the buttons of an answer do. Each press is answered as if the presser had asked, with what they may see.

Pressed by the asker, a button may change the card itself; pressed by somebody else, it answers to them alone.
"""

from __future__ import annotations

from dataclasses import replace

import discord

from bot.chat.components.persistent import Press, StrangePressError, read_span, step
from bot.chat.members.article_lookup import find_article, find_articles
from bot.chat.questions.desk import Asker, Told
from bot.chat.questions.sessions import LostSlipError, Slip
from bot.chat.transport.requester import asker_of, parent_of
from bot.chat.transport.responses import Interaction, acknowledge, deliver, replace_card, tell
from bot.chat.views import excerpt as excerpts
from bot.chat.views.reply import Reply, notice
from bot.errors import ClippingsError
from bot.language.dates_in_words import day_in
from bot.model import Question, Sort


class NotYoursError(ClippingsError):
    """Somebody presses a button that is the asker's alone."""


async def _slip(press: Press) -> tuple[Asker, Slip]:
    asker = asker_of(press.interaction)
    slip = await press.bot.slips.find(press.part(0), server=asker.server, member=asker.member)
    return asker, slip


async def _ask_again(press: Press, asker: Asker, slip: Slip, question: Question, *, in_place: bool) -> None:
    """Answers `question`: in place of the card for its asker, as a card of their own for anybody else."""
    press.bot.desk.admit(asker)
    own = slip.member == asker.member
    private = press.is_private or not own

    async def make() -> Reply:
        told: Told = await press.bot.desk.answer(asker, question, private=private)
        return told.card

    if own and in_place:
        await replace_card(press.interaction, make)
    else:
        await deliver(press.interaction, make, private=private)


@step("more")
async def more(press: Press) -> None:
    """The next excerpts."""
    asker, slip = await _slip(press)
    further = replace(slip.question, offset=slip.question.offset + slip.shown)
    await _ask_again(press, asker, slip, further, in_place=False)


@step("sort")
async def sort(press: Press) -> None:
    """The same question in another order."""
    asker, slip = await _slip(press)
    if press.part(1) not in set(Sort):
        raise StrangePressError
    await _ask_again(press, asker, slip, replace(slip.question, sort=Sort(press.part(1)), offset=0), in_place=True)


@step("anydate")
async def any_date(press: Press) -> None:
    """The same question without its date range."""
    asker, slip = await _slip(press)
    open_ended = replace(slip.question, any_date=True, since=None, until=None, offset=0)
    await _ask_again(press, asker, slip, open_ended, in_place=True)


@step("mean")
async def mean(press: Press) -> None:
    """The question as the archive would spell it."""
    asker, slip = await _slip(press)
    number = press.number(1)
    if number >= len(slip.suggestions):
        raise StrangePressError
    await _ask_again(press, asker, slip, replace(slip.question, text=slip.suggestions[number], offset=0), in_place=True)


@step("why")
async def why(press: Press) -> None:
    """Which words of the question each excerpt was chosen for."""
    asker, slip = await _slip(press)
    press.bot.desk.admit(asker)

    async def make() -> Reply:
        settings = await press.bot.desk.settings(asker)
        limit = max(slip.shown, 1)
        answer = await press.bot.library.ask(replace(slip.question, server=asker.server, limit=limit))
        return excerpts.reasons(answer, day_in(settings.date_language))

    await deliver(press.interaction, make, private=True)


@step("cite")
async def cite(press: Press) -> None:
    """The articles of the answer as citations that can be copied."""
    asker, slip = await _slip(press)

    async def make() -> Reply:
        return excerpts.cited(await find_articles(press.bot.library, slip.turn.articles, asker.server))

    await deliver(press.interaction, make, private=True)


@step("judge")
async def judge(press: Press) -> None:
    """Helpful, or not."""
    asker, slip = await _slip(press)
    helpful = press.part(1) == "1"
    kept = await press.bot.state.questions.judge(slip.question.server, press.part(0), asker.member, helpful=helpful)
    thanks = "Thank you." if kept else "Thank you. This server keeps no questions, so your vote stays between us."
    await tell(press.interaction, notice(thanks))


@step("share")
async def share(press: Press) -> None:
    """A private answer to the channel."""
    asker, slip = await _slip(press)
    if slip.member != asker.member:
        raise LostSlipError
    interaction = press.interaction
    settings = await press.bot.desk.settings(asker)
    here = settings.answers_in(interaction.channel_id, parent_of(interaction.channel))
    if not here or not _may_write(interaction):
        raise NotYoursError("Answers cannot be shared in this channel.")
    press.bot.desk.admit(asker)

    async def make() -> Reply:
        return (await press.bot.desk.answer(asker, slip.question, private=False, share=True)).card

    await deliver(interaction, make, private=False)


def _may_write(interaction: Interaction) -> bool:
    thread = isinstance(interaction.channel, discord.Thread)
    permissions = interaction.permissions
    return permissions.send_messages_in_threads if thread else permissions.send_messages


@step("delete")
async def delete(press: Press) -> None:
    """Takes the bot's answer away: for its asker, and for whoever may delete messages here."""
    interaction = press.interaction
    if not interaction.permissions.manage_messages:
        asker, slip = await _slip(press)
        if slip.member != asker.member:
            raise NotYoursError("Only whoever asked can delete this answer.")
    await acknowledge(interaction)
    await interaction.delete_original_response()


@step("context")
async def context(press: Press) -> None:
    """The sentences before and after an excerpt, to the presser alone."""
    asker = asker_of(press.interaction)
    key, version, (start, end) = press.part(1), press.part(2), read_span(press.part(3))

    async def make() -> Reply:
        article = await find_article(press.bot.library, key, asker.server, version, [(start, end)])
        settings = await press.bot.desk.settings(asker)
        return excerpts.in_context(article, start, end, day_in(settings.date_language))

    await deliver(press.interaction, make, private=True)


@step("others")
async def others(press: Press) -> None:
    """Further excerpts of the same article, to the presser alone."""
    asker = asker_of(press.interaction)
    key, version = press.part(1), press.part(2)
    spans = [read_span(part) for part in press.part(3).split(",")]

    async def make() -> Reply:
        article = await find_article(press.bot.library, key, asker.server, version, spans)
        asked = await _asked(press, asker)
        bold = await press.bot.library.use(lambda index: excerpts.matched(index.analyzer, asked, article, spans))
        settings = await press.bot.desk.settings(asker)
        return excerpts.further(article, spans, bold, press.part(0), day_in(settings.date_language))

    await deliver(press.interaction, make, private=True)


async def _asked(press: Press, asker: Asker) -> str:
    """The words of the question, for what to show in bold; none where it is forgotten."""
    try:
        slip = await press.bot.slips.find(press.part(0), server=asker.server, member=asker.member)
    except LostSlipError:
        return ""
    return slip.turn.question
