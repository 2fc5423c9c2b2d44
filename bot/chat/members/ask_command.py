"""Commands that ask: /ask, and "Find sources" in the Apps menu of a message."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.chat.questions.desk import Asker
from bot.chat.text.date_options import bounds
from bot.chat.text.markdown import label
from bot.chat.transport.requester import asker_of, kept_private, server_of
from bot.chat.transport.responses import Interaction, deliver, failing
from bot.chat.views.reply import Reply
from bot.model import Question, Sort

if TYPE_CHECKING:
    from bot.chat.bot import ClippingsBot

CHOICES = 25  # Discord's, for autocomplete
CHOICE_LIMIT = 100  # characters of each

_SORTS = [
    app_commands.Choice(name="best first", value=Sort.RELEVANCE.value),
    app_commands.Choice(name="newest first", value=Sort.NEWEST.value),
    app_commands.Choice(name="oldest first", value=Sort.OLDEST.value),
]


class Asking(commands.Cog):
    """Questions by command."""

    def __init__(self, bot: ClippingsBot) -> None:
        self.bot = bot
        self.sources = app_commands.ContextMenu(name="Find sources", callback=self.find_sources)

    async def cog_load(self) -> None:
        """The message command is no attribute that discord.py finds by itself."""
        self.bot.tree.add_command(self.sources)

    async def cog_unload(self) -> None:
        """Takes it back."""
        self.bot.tree.remove_command(self.sources.name, type=self.sources.type)

    @app_commands.command(description="Answer a question with dated quotes from the archive")
    @app_commands.describe(
        question="What you want to know",
        since="Only articles from then on: 2020, May 2020, 28 October 2020, last week",
        until="Only articles up to then",
        source="Only articles of this source",
        sort="The order of the quotes",
        private="Show the answer to you alone",
    )
    @app_commands.choices(sort=_SORTS)
    async def ask(
        self,
        interaction: Interaction,
        question: app_commands.Range[str, 1, 6000],
        since: app_commands.Range[str, 1, 60] | None = None,
        until: app_commands.Range[str, 1, 60] | None = None,
        source: app_commands.Range[str, 1, 100] | None = None,
        sort: app_commands.Choice[str] | None = None,
        private: bool | None = None,
    ) -> None:
        """/ask."""
        async with failing(interaction, "/ask"):
            asker = asker_of(interaction)
            limits = bounds(since, until, self.bot.today())
            asked = self.bot.desk.question(
                asker,
                question,
                since=limits.since,
                until=limits.until,
                source=source,
                sort=Sort(sort.value) if sort else None,
            )
            await self._answer(interaction, asker, asked, private)

    @ask.autocomplete("source")
    async def complete_source(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        """The sources that the asker may see."""
        return await complete_sources(self.bot, interaction, typed)

    async def find_sources(self, interaction: Interaction, message: discord.Message) -> None:
        """Takes another member's message as the question, and answers to the presser alone."""
        async with failing(interaction, "Find sources"):
            asker = asker_of(interaction)
            await self._answer(interaction, asker, self.bot.desk.question(asker, message.content), private=True)

    async def _answer(self, interaction: Interaction, asker: Asker, asked: Question, private: bool | None) -> None:
        self.bot.desk.admit(asker)
        alone = kept_private(interaction, await self.bot.desk.settings(asker), private)

        async def make() -> Reply:
            return (await self.bot.desk.answer(asker, asked, private=alone)).card

        await deliver(interaction, make, private=alone)


async def complete_sources(bot: ClippingsBot, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """The sources that hold what was typed, of those that the person may see."""
    server = server_of(interaction)
    found = await bot.library.use(lambda index: index.sources(server))
    fitting = [source for source in found if typed.casefold() in source.casefold() and len(source) <= CHOICE_LIMIT]
    return [app_commands.Choice(name=label(source, CHOICE_LIMIT), value=source) for source in fitting[:CHOICES]]
