"""A list of articles, each with a button to read it."""

from __future__ import annotations

from collections.abc import Sequence

from discord import ui

from bot.chat.text.caption import caption
from bot.chat.transport.reply import GREEN, Item, Reply, card, notice
from bot.chat.views.answer_buttons import read_heading
from bot.model import Heading

LISTED = 5  # articles on one card: each is a section with a button
RELATED = 3  # articles about the same as another


def article_list(title: str, headings: Sequence[Heading], *, nothing: str) -> Reply:
    """The list under `title` (markdown), or the sentence `nothing` where there are no articles."""
    if not headings:
        return notice(nothing)
    parts: list[Item] = [ui.TextDisplay(f"### {title}")]
    parts += [ui.Section(caption(heading), accessory=read_heading(heading)) for heading in headings]
    return card(*parts, color=GREEN)
