"""Reading rather than asking: /article, /latest, /on-this-day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from discord import app_commands, ui
from discord.ext import commands

from bot.chat.members.article_actions import reader
from bot.chat.members.article_lookup import find_article
from bot.chat.members.ask_command import CHOICE_LIMIT, CHOICES, complete_sources
from bot.chat.text.caption import caption
from bot.chat.text.date_options import DateOptionError, day_range
from bot.chat.text.markdown import label, one_line
from bot.chat.transport.requester import asker_of, kept_private
from bot.chat.transport.responses import Interaction, deliver, failing
from bot.chat.views.answer_buttons import read
from bot.chat.views.reply import GREEN, Reply, notice
from bot.errors import ClippingsError
from bot.language.dates_in_words import SayDay, dated, day_in
from bot.model import DateRange, Heading
from bot.search import Index

if TYPE_CHECKING:
    from bot.chat.bot import ClippingsBot

LISTED = 5  # articles on one card: each is a section with a button
MOST_YEARS = 200  # that /on-this-day looks through


class NoSuchTitleError(ClippingsError):
    """What was typed is in no title."""

    def __init__(self) -> None:
        super().__init__("No article has these words in its title. Choose one of those that are offered as you type.")


class Reading(commands.Cog):
    """Articles by title, by date, by source."""

    def __init__(self, bot: ClippingsBot) -> None:
        self.bot = bot

    @app_commands.command(description="Read an article of the archive")
    @app_commands.describe(title="A few words of its title", private="Show it to you alone")
    async def article(
        self, interaction: Interaction, title: app_commands.Range[str, 1, 200], private: bool | None = None
    ) -> None:
        """/article."""
        async with failing(interaction, "/article"):
            asker = asker_of(interaction)
            settings = await self.bot.desk.settings(asker)
            key = await self._key(title, asker.server)

            async def make() -> Reply:
                found = await find_article(self.bot.library, key, asker.server)
                return reader(found, 0, day_in(settings.date_language))

            await deliver(interaction, make, private=kept_private(interaction, settings, private))

    @article.autocomplete("title")
    async def complete_title(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        """Titles with their dates, newest first."""
        asker = asker_of(interaction)
        say = day_in((await self.bot.desk.settings(asker)).date_language)
        found = await self.bot.library.use(lambda index: _titled(index, typed, asker.server))
        return [app_commands.Choice(name=_choice(heading, say), value=heading.key) for heading in found]

    async def _key(self, title: str, server: int | None) -> str:
        """The key that autocomplete put in, or that of the newest article with such a title."""

        def find(index: Index) -> str | None:
            if index.find(title, server) is not None:
                return title
            return next((heading.key for heading in index.titles(title, server, 1)), None)

        key = await self.bot.library.use(find)
        if key is None:
            raise NoSuchTitleError
        return key

    @app_commands.command(description="The newest articles of the archive")
    @app_commands.describe(source="Only of this source")
    async def latest(self, interaction: Interaction, source: app_commands.Range[str, 1, 100] | None = None) -> None:
        """/latest."""
        async with failing(interaction, "/latest"):
            asker = asker_of(interaction)
            settings = await self.bot.desk.settings(asker)
            say = day_in(settings.date_language)

            async def make() -> Reply:
                title = f"Newest articles of {one_line(source, 80)}" if source else "Newest articles"
                found = await self.bot.library.use(
                    lambda index: index.headings(asker.server, source=source or "", limit=LISTED)
                )
                return listed(title, found, say, nothing="No article has this source.")

            await deliver(interaction, make, private=kept_private(interaction, settings, None))

    @latest.autocomplete("source")
    async def complete_source(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        """The sources that the person may see."""
        return await complete_sources(self.bot, interaction, typed)

    @app_commands.command(name="on-this-day", description="What was printed on this day in other years")
    @app_commands.describe(date="The day, such as 28 October; today if left out")
    async def on_this_day(self, interaction: Interaction, date: app_commands.Range[str, 1, 60] | None = None) -> None:
        """/on-this-day."""
        async with failing(interaction, "/on-this-day"):
            asker = asker_of(interaction)
            settings = await self.bot.desk.settings(asker)
            day = _one_day(date, self.bot.today())
            say = day_in(settings.date_language)

            async def make() -> Reply:
                found = await self.bot.library.use(lambda index: _printed_on(index, day, asker.server))
                title = f"On {say(day).rsplit(' ', 1)[0].removesuffix(' de')}, in other years"
                return listed(title, found, say, nothing="Nothing was printed on this day, in any year.")

            await deliver(interaction, make, private=kept_private(interaction, settings, None))


def _titled(index: Index, typed: str, server: int | None) -> list[Heading]:
    return index.titles(typed, server, CHOICES) if typed.strip() else index.headings(server, limit=CHOICES)


def _choice(heading: Heading, say: SayDay) -> str:
    when = f" · {dated(heading.date, say)}"
    return (label(heading.title, CHOICE_LIMIT - len(when)) or "untitled") + when


def _one_day(text: str | None, today: date) -> date:
    if text is None:
        return today
    days = day_range(text, "date", today)
    if days.first is None or days.first != days.last:
        raise DateOptionError("Name one day, such as 28 October.")
    return days.first


def _printed_on(index: Index, day: date, server: int | None) -> list[Heading]:
    """At most `LISTED` articles of that day and month, the newest year first."""
    dates = index.span(server).dates
    if dates.first is None or dates.last is None:
        return []
    found: list[Heading] = []
    for year in range(dates.last.year, max(dates.first.year, dates.last.year - MOST_YEARS) - 1, -1):
        try:
            same = day.replace(year=year)
        except ValueError:  # 29 February
            continue
        found += index.headings(server, dates=DateRange(same, same), limit=2)
        if len(found) >= LISTED:
            break
    return found[:LISTED]


def listed(title: str, headings: Sequence[Heading], say: SayDay, *, nothing: str) -> Reply:
    """A list of articles, each with a button to read it. `title` is markdown."""
    if not headings:
        return notice(nothing)
    view = ui.LayoutView(timeout=None)
    parts: list[ui.Item[Any]] = [ui.TextDisplay(f"### {title}")]
    parts += [ui.Section(caption(heading, say), accessory=read(heading.key)) for heading in headings]
    view.add_item(ui.Container(*parts, accent_color=GREEN))
    return Reply(view)
