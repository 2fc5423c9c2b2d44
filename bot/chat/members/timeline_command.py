"""/timeline: when a topic was in the news, as a picture, and the articles of a bar that one chooses."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from discord import app_commands
from discord.ext import commands

from bot.answers.timeline import count_bars, in_bar
from bot.chat.components.custom_ids import UnknownActionError
from bot.chat.components.persistent import Handlers, Press
from bot.chat.questions.desk import Desk
from bot.chat.questions.sessions import Session
from bot.chat.text.date_options import bounds
from bot.chat.text.markdown import one_line
from bot.chat.transport.reply import Reply
from bot.chat.transport.requester import Requester, is_private, requester_of
from bot.chat.transport.responses import Interaction, deliver
from bot.chat.transport.turns import compute_apart
from bot.chat.views.article_list import LISTED, article_list
from bot.chat.views.timeline import no_timeline, read_option_value, timeline_card
from bot.chat.views.timeline_chart import draw
from bot.language.dates_in_words import period_in_words
from bot.language.interface import _
from bot.library import Library
from bot.model import DateRange, Question, Turn

FEWEST = 3  # articles that are drawn; fewer are listed


class TimelineCommand(commands.Cog):
    """When a topic was in the news."""

    def __init__(self, library: Library, desk: Desk, today: Callable[[], date]) -> None:
        self._library = library
        self._desk = desk
        self._today = today

    def handlers(self) -> Handlers:
        """The actions by their names in custom ids."""
        return {"bars": self.of_answer, "bar": self._articles_of_bar}

    @app_commands.command(description="Show when a topic was in the news")
    @app_commands.describe(
        topic="A few words",
        since="Only articles from then on: 2020, May 2020, 28 October 2020, last week",
        until="Only articles up to then",
    )
    async def timeline(
        self,
        interaction: Interaction,
        topic: app_commands.Range[str, 1, 200],
        since: app_commands.Range[str, 1, 60] | None = None,
        until: app_commands.Range[str, 1, 60] | None = None,
    ) -> None:
        """/timeline."""
        requester = requester_of(interaction)
        limits = bounds(since, until, self._today())
        question = self._desk.question(requester, topic, since=limits.since, until=limits.until)
        self._desk.admit(requester)
        settings = self._desk.remembered_settings(requester)
        private = is_private(interaction, settings, None)
        await deliver(interaction, lambda: self._draw(requester, question), private=private)

    async def _draw(self, requester: Requester, question: Question) -> Reply:
        """The card of a topic's timeline; its menu finds the question again by a session."""
        bars = await self._library.use(lambda index: count_bars(index, question))
        if bars.total < FEWEST:
            found = await self._library.use(lambda index: in_bar(index, question, DateRange(), LISTED))
            dated = [heading for heading in found if heading.date is not None]
            return article_list(one_line(bars.topic, 200), dated, nothing=no_timeline(bars.topic))
        picture = await compute_apart(draw, bars)
        name = self._desk.sessions.new_name()
        await self._desk.sessions.write(name, Session(question, requester.member, Turn(question.text)))
        return timeline_card(bars, picture, name)

    async def of_answer(self, press: Press) -> None:
        """The timeline of an answer's question."""
        requester = requester_of(press.interaction)
        self._desk.admit(requester)

        async def make() -> Reply:
            session = await self._desk.sessions.find(press.part(0), server=requester.server, member=requester.member)
            return await self._draw(requester, session.question)

        await deliver(press.interaction, make, private=True)

    async def _articles_of_bar(self, press: Press) -> None:
        """The articles of the bar that was chosen."""
        requester = requester_of(press.interaction)
        dates = read_option_value(press.values[0]) if press.values else None
        if dates is None:
            raise UnknownActionError

        async def make() -> Reply:
            session = await self._desk.sessions.find(press.part(0), server=requester.server, member=requester.member)
            found = await self._library.use(lambda index: in_bar(index, session.question, dates, LISTED))
            title = f"{one_line(session.question.text, 200)} · {period_in_words(dates)}"
            return article_list(title, found, nothing=_("No article is left of this bar."))

        await deliver(press.interaction, make, private=True)
