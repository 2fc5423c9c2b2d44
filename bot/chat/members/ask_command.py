"""Commands that ask: /ask, and "Find sources" in the Apps menu of a message."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.chat.members.answer_delivery import deliver_answer
from bot.chat.members.autocomplete import source_choices
from bot.chat.questions.desk import Desk
from bot.chat.text.date_options import bounds
from bot.chat.transport.requester import Requester, is_private, requester_of
from bot.chat.transport.responses import Interaction
from bot.library import Library
from bot.model import Question, Sort

_SORTS = [
    app_commands.Choice(name="best first", value=Sort.RELEVANCE.value),
    app_commands.Choice(name="newest first", value=Sort.NEWEST.value),
    app_commands.Choice(name="oldest first", value=Sort.OLDEST.value),
]


class AskCommand(commands.Cog):
    """Questions by command."""

    def __init__(
        self, tree: app_commands.CommandTree[Any], library: Library, desk: Desk, today: Callable[[], date]
    ) -> None:
        self._tree = tree
        self._library = library
        self._desk = desk
        self._today = today
        self._sources = app_commands.ContextMenu(name="Find sources", callback=self.find_sources)

    async def cog_load(self) -> None:
        """Adds the message command, which discord.py does not find by itself."""
        self._tree.add_command(self._sources)

    async def cog_unload(self) -> None:
        """Removes it."""
        self._tree.remove_command(self._sources.name, type=self._sources.type)

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
        requester = requester_of(interaction)
        limits = bounds(since, until, self._today())
        asked = self._desk.question(
            requester,
            question,
            since=limits.since,
            until=limits.until,
            source=source,
            sort=Sort(sort.value) if sort else None,
        )
        await self._answer(interaction, requester, asked, private)

    @ask.autocomplete("source")
    async def complete_source(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        """The sources that the member may see."""
        return await source_choices(self._library, interaction, typed)

    async def find_sources(self, interaction: Interaction, message: discord.Message) -> None:
        """Takes another member's message as the question, and answers to the presser alone."""
        requester = requester_of(interaction)
        await self._answer(interaction, requester, self._desk.question(requester, message.content), private=True)

    async def _answer(
        self, interaction: Interaction, requester: Requester, asked: Question, private: bool | None
    ) -> None:
        self._desk.admit(requester)
        alone = is_private(interaction, self._desk.remembered_settings(requester), private)
        await deliver_answer(self._desk, interaction, requester, asked, private=alone)
