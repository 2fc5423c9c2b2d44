"""Reading rather than asking: /article, /latest, /on-this-day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from discord import app_commands
from discord.ext import commands

from bot.answers.on_this_day import printed_on
from bot.answers.reply.advice import no_articles
from bot.chat.members.article_lookup import find_article
from bot.chat.members.autocomplete import source_choices, title_choices
from bot.chat.questions.desk import Desk
from bot.chat.text.date_options import DateOptionError, day_range
from bot.chat.text.markdown import one_line
from bot.chat.transport.reply import Reply
from bot.chat.transport.requester import is_private, requester_of
from bot.chat.transport.responses import Interaction, deliver
from bot.chat.views.article import article_page
from bot.chat.views.article_list import LISTED, article_list
from bot.errors import ClippingsError
from bot.language.dates_in_words import say_day_of_year
from bot.language.interface import _
from bot.library import Library
from bot.search import Index


class NoSuchTitleError(ClippingsError):
    """What was typed is in no title."""

    def __init__(self) -> None:
        super().__init__("No article has these words in its title. Choose one of those that are offered as you type.")


class BrowseCommands(commands.Cog):
    """Articles by title, by date, by source."""

    def __init__(self, library: Library, desk: Desk, today: Callable[[], date]) -> None:
        self._library = library
        self._desk = desk
        self._today = today

    @app_commands.command(description="Read an article of the archive")
    @app_commands.describe(title="A few words of its title", private="Show it to you alone")
    async def article(
        self, interaction: Interaction, title: app_commands.Range[str, 1, 200], private: bool | None = None
    ) -> None:
        """/article."""
        requester = requester_of(interaction)
        settings = self._desk.remembered_settings(requester)

        async def make() -> Reply:
            key = await self._key(title, requester.server)
            found = await find_article(self._library, key, requester.server)
            return article_page(found, 0)

        await deliver(interaction, make, private=is_private(interaction, settings, private))

    @article.autocomplete("title")
    async def complete_title(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        """Titles with their dates, newest first."""
        return await title_choices(self._library, interaction, typed)

    async def _key(self, title: str, server: int | None) -> str:
        """The key that autocomplete put in, or that of the newest article with such a title."""

        def find(index: Index) -> str | None:
            if index.find(title, server) is not None:
                return title
            return next((heading.key for heading in index.titles(title, server, 1)), None)

        key = await self._library.use(find)
        if key is None:
            raise NoSuchTitleError
        return key

    @app_commands.command(description="The newest articles of the archive")
    @app_commands.describe(source="Only of this source")
    async def latest(self, interaction: Interaction, source: app_commands.Range[str, 1, 100] | None = None) -> None:
        """/latest."""
        requester = requester_of(interaction)
        settings = self._desk.remembered_settings(requester)

        async def make() -> Reply:
            title = (
                _("Newest articles of {source}").format(source=one_line(source, 80)) if source else _("Newest articles")
            )
            found = await self._library.use(
                lambda index: index.headings(requester.server, source=source or "", limit=LISTED)
            )
            return article_list(title, found, nothing=_("No article has this source.") if source else no_articles())

        await deliver(interaction, make, private=is_private(interaction, settings, None))

    @latest.autocomplete("source")
    async def complete_source(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        """The sources that the member may see."""
        return await source_choices(self._library, interaction, typed)

    @app_commands.command(name="on-this-day", description="What was printed on this day in other years")
    @app_commands.describe(date="The day, such as 28 October; today if left out")
    async def on_this_day(self, interaction: Interaction, date: app_commands.Range[str, 1, 60] | None = None) -> None:
        """/on-this-day."""
        requester = requester_of(interaction)
        settings = self._desk.remembered_settings(requester)
        day = _one_day(date, self._today())

        async def make() -> Reply:
            found = await self._library.use(lambda index: printed_on(index, day, requester.server, LISTED))
            title = _("On {day}, in other years").format(day=say_day_of_year(day))
            return article_list(title, found, nothing=_("Nothing was printed on this day, in any year."))

        await deliver(interaction, make, private=is_private(interaction, settings, None))


def _one_day(text: str | None, today: date) -> date:
    if text is None:
        return today
    days = day_range(text, "date", today)
    if days.first is None or days.first != days.last:
        raise DateOptionError("Name one day, such as 28 October.")
    return days.first
