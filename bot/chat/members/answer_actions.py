"""What the buttons of an answer do. Each press is answered as if the presser had asked, with what they may see.

Pressed by the member who asked, a button may change the card itself; pressed by somebody else, it answers to them
alone.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import discord
from discord import ui

from bot.chat.alerts.discussions import Discussions
from bot.chat.alerts.forum_posts import ForumPosts
from bot.chat.alerts.watch_command import WatchCog
from bot.chat.components.custom_ids import UnknownActionError, custom_id
from bot.chat.components.persistent import Handlers, Press, modal
from bot.chat.members.answer_delivery import deliver_answer
from bot.chat.members.article_lookup import find_articles
from bot.chat.members.picture_actions import PictureActions
from bot.chat.members.scrapbook import Scrapbook
from bot.chat.members.sharing import NotYoursError, require_sharing
from bot.chat.members.timeline_command import TimelineCommand
from bot.chat.questions.desk import Desk
from bot.chat.questions.sessions import Session, SessionExpiredError
from bot.chat.text.markdown import from_discord
from bot.chat.transport.reply import Reply, notice
from bot.chat.transport.requester import Requester, is_private, requester_of
from bot.chat.transport.responses import acknowledge, deliver
from bot.chat.views import excerpt as excerpts
from bot.language.interface import _
from bot.library import Library
from bot.model import Question, Sort
from bot.store.state import State

REWORDED = 4000  # characters: Discord's longest field
_HEADING = "### "  # before the question on a card


class AnswerActions:
    """The actions of an answer's buttons."""

    def __init__(
        self,
        library: Library,
        state: State,
        desk: Desk,
        timeline: TimelineCommand,
        pictures: PictureActions,
        watches: WatchCog,
        forum_posts: ForumPosts,
        discussions: Discussions,
        scrapbook: Scrapbook,
    ) -> None:
        """Takes the rooms whose actions the menu offers beside its own."""
        self._timeline = timeline
        self._pictures = pictures
        self._watches = watches
        self._forum_posts = forum_posts
        self._discussions = discussions
        self._scrapbook = scrapbook
        self._library = library
        self._state = state
        self._desk = desk

    def handlers(self) -> Handlers:
        """The actions by their names in custom ids, also those that only older messages carry."""
        return {
            "menu": self._menu,
            "follow": self._ask_follow_up,
            "followup": self._follow_up,
            "reword": self._ask_reworded,
            "reworded": self._reworded,
            "more": self._more,
            "sort": self._sort,
            "anydate": self._any_date,
            "mean": self._did_you_mean,
            "astyped": self._as_typed,
            "why": self._why,
            "whynumbers": self._why_in_numbers,
            "cite": self._cite,
            "judge": self._judge,
            "share": self._share,
            "delete": self._delete,
        }

    async def _menu(self, press: Press) -> None:
        """Does what was chosen from the menu; each choice is an action that has, or had, a button of its own."""
        chosen = {
            "sort": self._sort,
            "anydate": self._any_date,
            "bars": self._timeline.of_answer,
            "cite": self._cite,
            "why": self._why,
            "picture": self._pictures.share,
            "clip": self._scrapbook.clip_answer,
            "export": self._scrapbook.export_answer,
            "watch": self._watches.of_answer,
            "discuss": self._discussions.of_answer,
            "delete": self._delete,
        }
        name, *parts = press.values[0].split(":") if press.values else [""]
        if name not in chosen:
            raise UnknownActionError
        await chosen[name](replace(press, parts=(press.part(0), *parts), values=()))

    async def _ask_follow_up(self, press: Press) -> None:
        """Opens a form for a question that goes on from this answer; whether it can is told when the form is sent."""
        field = ui.TextInput[Any](
            label=_("Your question"),
            placeholder=_("What happened next?"),
            style=discord.TextStyle.short,
            max_length=300,
        )
        await press.interaction.response.send_modal(modal(_("Follow up"), custom_id("followup", press.part(0)), field))

    async def _follow_up(self, press: Press) -> None:
        """Answers the follow-up question in a card of its own."""
        requester = requester_of(press.interaction)
        asked = self._desk.question(requester, _typed(press))
        self._desk.admit(requester)
        settings = self._desk.remembered_settings(requester)
        private = press.is_private or is_private(press.interaction, settings, None)
        await acknowledge(press.interaction, private=private, thinking=True)
        _requester, session = await self._session(press)
        asked = replace(asked, history=session.history)
        await deliver_answer(self._desk, press.interaction, requester, asked, private=private)

    async def _ask_reworded(self, press: Press) -> None:
        """Opens a form with the question in it, to be asked differently."""
        field = ui.TextInput[Any](
            label=_("Your question"),
            default=_question_on(press.interaction.message),
            style=discord.TextStyle.paragraph,
            max_length=REWORDED,
        )
        form = modal(_("Ask differently"), custom_id("reworded", press.part(0)), field)
        await press.interaction.response.send_modal(form)

    async def _reworded(self, press: Press) -> None:
        """Answers the question in its new words, within the same dates and source."""
        words = self._desk.question(requester_of(press.interaction), _typed(press)).text
        requester, session = await self._session(press)
        reworded = replace(session.question, text=words, offset=0, as_typed=False)
        await self._ask_again(press, requester, session, reworded, in_place=True)

    async def _session(self, press: Press) -> tuple[Requester, Session]:
        """Who presses, and the session. The press is acknowledged first, without saying yet who will see the answer."""
        requester = requester_of(press.interaction)
        await acknowledge(press.interaction)
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
        alone = session.member != requester.member or is_private(
            press.interaction, await self._desk.settings(requester), None
        )
        self._desk.admit(requester)
        await deliver_answer(self._desk, press.interaction, requester, further, private=press.is_private or alone)

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

    async def _as_typed(self, press: Press) -> None:
        """The question without the correction of a word."""
        requester, session = await self._session(press)
        as_typed = replace(session.question, as_typed=True, offset=0)
        await self._ask_again(press, requester, session, as_typed, in_place=True)

    async def _why(self, press: Press) -> None:
        """Why each excerpt was chosen, in words."""
        await self._reasons(press, numbers=False)

    async def _why_in_numbers(self, press: Press) -> None:
        """Why each excerpt was chosen, with what each word added to its score."""
        await self._reasons(press, numbers=True)

    async def _reasons(self, press: Press, *, numbers: bool) -> None:
        self._desk.admit(requester_of(press.interaction))

        async def make() -> Reply:
            requester, session = await self._session(press)
            limit = max(session.shown, 1)
            answer = await self._library.explain(replace(session.question, server=requester.server, limit=limit))
            return excerpts.reasons(answer, press.part(0), numbers=numbers)

        await deliver(press.interaction, make, private=True)

    async def _cite(self, press: Press) -> None:
        """The articles of the answer as citations that can be copied."""

        async def make() -> Reply:
            requester, session = await self._session(press)
            return excerpts.cited(await find_articles(self._library, session.turn.articles, requester.server))

        await deliver(press.interaction, make, private=True)

    async def _judge(self, press: Press) -> None:
        """Helpful, or not."""
        helpful = press.part(1) == "1"

        async def make() -> Reply:
            requester, session = await self._session(press)
            kept = await self._state.questions.judge(
                session.question.server, press.part(0), requester.member, helpful=helpful
            )
            return notice(_thanks(kept=kept, helpful=helpful))

        await deliver(press.interaction, make, private=True)
        if not helpful:
            await self._forum_posts.withdraw(press.interaction)

    async def _share(self, press: Press) -> None:
        """A private answer to the channel."""
        interaction = press.interaction
        require_sharing(interaction, self._desk.remembered_settings(requester_of(interaction)))
        requester, session = await self._session(press)
        if session.member != requester.member:
            raise SessionExpiredError
        self._desk.admit(requester)
        await deliver_answer(
            self._desk, interaction, requester, session.question, private=False, shared_by=requester.member
        )

    async def _delete(self, press: Press) -> None:
        """Deletes the answer: for the member who asked, and for whoever may delete messages here."""
        await acknowledge(press.interaction)
        if not press.interaction.permissions.manage_messages:
            requester, session = await self._session(press)
            if session.member != requester.member:
                raise NotYoursError("Only whoever asked can delete this answer.")
        await press.interaction.delete_original_response()


def _thanks(*, kept: bool, helpful: bool) -> str:
    if not kept:
        return _("Thank you. This server keeps no questions, so your vote stays between us.")
    if helpful:
        return _("Thank you.")
    return _("Thank you. The archivists see this question among those that need articles.")


def _question_on(card: discord.Message | None) -> str | None:
    """The question that stands above an answer, as far as the card shows it."""
    texts = ui.LayoutView.from_message(card).walk_children() if card else ()
    first = next((item.content for item in texts if isinstance(item, ui.TextDisplay)), "")
    heading = first.partition("\n")[0]
    return from_discord(heading.removeprefix(_HEADING))[:REWORDED] if heading.startswith(_HEADING) else None


def _typed(press: Press) -> str:
    """What was typed into the only field of a form."""
    return press.values[0] if press.values else ""
