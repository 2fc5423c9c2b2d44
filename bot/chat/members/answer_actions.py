"""What the buttons of an answer do. Each press is answered as if the presser had asked, with what they may see.

Pressed by the member who asked, a button may change the card itself; pressed by somebody else, it answers to them
alone.
"""

from __future__ import annotations

from dataclasses import replace

import discord

from bot.chat.components.custom_ids import UnknownActionError, read_span
from bot.chat.components.persistent import Handlers, Press
from bot.chat.members.answer_delivery import deliver_answer
from bot.chat.members.article_lookup import find_article, find_articles
from bot.chat.questions.desk import Desk
from bot.chat.questions.sessions import Session, SessionExpiredError
from bot.chat.transport.reply import Reply, notice
from bot.chat.transport.requester import Requester, parent_of, requester_of
from bot.chat.transport.responses import Interaction, acknowledge, deliver, tell
from bot.chat.views import excerpt as excerpts
from bot.errors import ClippingsError
from bot.language.dates_in_words import day_in
from bot.library import Library
from bot.model import Question, Sort
from bot.store.state import State


class NotYoursError(ClippingsError):
    """Somebody presses a button that is only for the member who asked."""


class AnswerActions:
    """The actions of an answer's buttons."""

    def __init__(self, library: Library, state: State, desk: Desk) -> None:
        self._library = library
        self._state = state
        self._desk = desk

    def handlers(self) -> Handlers:
        """The actions by their names in custom ids, also those that only older messages carry."""
        return {
            "more": self._more,
            "sort": self._sort,
            "anydate": self._any_date,
            "mean": self._did_you_mean,
            "why": self._why,
            "cite": self._cite,
            "judge": self._judge,
            "share": self._share,
            "delete": self._delete,
            "context": self._context,
            "others": self._others,
        }

    async def _session(self, press: Press) -> tuple[Requester, Session]:
        requester = requester_of(press.interaction)
        session = await self._desk.sessions.find(press.part(0), server=requester.server, member=requester.member)
        return requester, session

    async def _ask_again(
        self, press: Press, requester: Requester, session: Session, question: Question, *, in_place: bool
    ) -> None:
        """Answers `question`: in place of the card for the member who asked, as a new private card for others."""
        self._desk.admit(requester)
        own = session.member == requester.member
        await deliver_answer(
            self._desk,
            press.interaction,
            requester,
            question,
            private=press.is_private or not own,
            in_place=own and in_place,
        )

    async def _more(self, press: Press) -> None:
        """The next excerpts."""
        requester, session = await self._session(press)
        further = replace(session.question, offset=session.question.offset + session.shown)
        await self._ask_again(press, requester, session, further, in_place=False)

    async def _sort(self, press: Press) -> None:
        """The same question in another order."""
        requester, session = await self._session(press)
        if press.part(1) not in set(Sort):
            raise UnknownActionError
        sorted_anew = replace(session.question, sort=Sort(press.part(1)), offset=0)
        await self._ask_again(press, requester, session, sorted_anew, in_place=True)

    async def _any_date(self, press: Press) -> None:
        """The same question without its date range."""
        requester, session = await self._session(press)
        open_ended = replace(session.question, any_date=True, since=None, until=None, offset=0)
        await self._ask_again(press, requester, session, open_ended, in_place=True)

    async def _did_you_mean(self, press: Press) -> None:
        """The question as the archive would spell it."""
        requester, session = await self._session(press)
        number = press.number(1)
        if number >= len(session.suggestions):
            raise UnknownActionError
        meant = replace(session.question, text=session.suggestions[number], offset=0)
        await self._ask_again(press, requester, session, meant, in_place=True)

    async def _why(self, press: Press) -> None:
        """Which words of the question each excerpt was chosen for."""
        requester, session = await self._session(press)
        self._desk.admit(requester)

        async def make() -> Reply:
            settings = await self._desk.settings(requester)
            limit = max(session.shown, 1)
            answer = await self._library.ask(replace(session.question, server=requester.server, limit=limit))
            return excerpts.reasons(answer, day_in(settings.date_language))

        await deliver(press.interaction, make, private=True)

    async def _cite(self, press: Press) -> None:
        """The articles of the answer as citations that can be copied."""
        requester, session = await self._session(press)

        async def make() -> Reply:
            return excerpts.cited(await find_articles(self._library, session.turn.articles, requester.server))

        await deliver(press.interaction, make, private=True)

    async def _judge(self, press: Press) -> None:
        """Helpful, or not."""
        requester, session = await self._session(press)
        kept = await self._state.questions.judge(
            session.question.server, press.part(0), requester.member, helpful=press.part(1) == "1"
        )
        thanks = "Thank you." if kept else "Thank you. This server keeps no questions, so your vote stays between us."
        await tell(press.interaction, notice(thanks))

    async def _share(self, press: Press) -> None:
        """A private answer to the channel."""
        requester, session = await self._session(press)
        if session.member != requester.member:
            raise SessionExpiredError
        interaction = press.interaction
        settings = await self._desk.settings(requester)
        here = settings.answers_in(interaction.channel_id, parent_of(interaction.channel))
        if not here or not _may_write(interaction):
            raise NotYoursError("Answers cannot be shared in this channel.")
        self._desk.admit(requester)
        await deliver_answer(
            self._desk, interaction, requester, session.question, private=False, shared_by=requester.member
        )

    async def _delete(self, press: Press) -> None:
        """Deletes the answer: for the member who asked, and for whoever may delete messages here."""
        interaction = press.interaction
        if not interaction.permissions.manage_messages:
            requester, session = await self._session(press)
            if session.member != requester.member:
                raise NotYoursError("Only whoever asked can delete this answer.")
        await acknowledge(interaction)
        await interaction.delete_original_response()

    async def _context(self, press: Press) -> None:
        """The sentences before and after an excerpt, to the presser alone."""
        requester = requester_of(press.interaction)
        key, version, (start, end) = press.part(1), press.part(2), read_span(press.part(3))

        async def make() -> Reply:
            article = await find_article(self._library, key, requester.server, version, [(start, end)])
            settings = await self._desk.settings(requester)
            return excerpts.in_context(article, start, end, day_in(settings.date_language))

        await deliver(press.interaction, make, private=True)

    async def _others(self, press: Press) -> None:
        """Further excerpts of the same article, to the presser alone."""
        requester = requester_of(press.interaction)
        key, version = press.part(1), press.part(2)
        spans = [read_span(part) for part in press.part(3).split(",")]

        async def make() -> Reply:
            article = await find_article(self._library, key, requester.server, version, spans)
            asked = await self._asked(press, requester)
            bold = await self._library.use(lambda index: excerpts.matched(index.analyzer, asked, article, spans))
            settings = await self._desk.settings(requester)
            return excerpts.further(article, spans, bold, press.part(0), day_in(settings.date_language))

        await deliver(press.interaction, make, private=True)

    async def _asked(self, press: Press, requester: Requester) -> str:
        """The words of the question, for what to show in bold; empty where the session is gone."""
        try:
            session = await self._desk.sessions.find(press.part(0), server=requester.server, member=requester.member)
        except SessionExpiredError:
            return ""
        return session.turn.question


def _may_write(interaction: Interaction) -> bool:
    thread = isinstance(interaction.channel, discord.Thread)
    permissions = interaction.permissions
    return permissions.send_messages_in_threads if thread else permissions.send_messages
