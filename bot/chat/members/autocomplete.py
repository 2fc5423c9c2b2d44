"""Choices that are offered while a member types, of what they may see."""

from __future__ import annotations

from discord import app_commands

from bot.chat.text.markdown import label
from bot.chat.transport.requester import requester_of, server_of
from bot.chat.transport.responses import Interaction
from bot.language.dates_in_words import dated_as
from bot.language.interface import _
from bot.library import Library
from bot.model import Heading
from bot.search import Index

CHOICES = 25  # Discord's, for autocomplete
CHOICE_LIMIT = 100  # characters of each

Choice = app_commands.Choice[str]


async def source_choices(library: Library, interaction: Interaction, typed: str) -> list[Choice]:
    """The sources that contain what was typed."""
    server = server_of(interaction)
    found = await library.use(lambda index: index.sources(server))
    fitting = [source for source in found if typed.casefold() in source.casefold() and len(source) <= CHOICE_LIMIT]
    return [Choice(name=label(source, CHOICE_LIMIT), value=source) for source in fitting[:CHOICES]]


async def title_choices(library: Library, interaction: Interaction, typed: str) -> list[Choice]:
    """Titles with their dates, newest first; the value of each is the article's key."""
    requester = requester_of(interaction)

    def find(index: Index) -> list[Heading]:
        if typed.strip():
            return index.titles(typed, requester.server, CHOICES)
        return index.headings(requester.server, limit=CHOICES)

    return [Choice(name=_choice(heading), value=heading.key) for heading in await library.use(find)]


def _choice(heading: Heading) -> str:
    when = f" · {dated_as(heading)}"
    return (label(heading.title, CHOICE_LIMIT - len(when)) or _("untitled")) + when
