"""The messages of posts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from discord import ui

from bot.articles.openings import first_sentence
from bot.chat.admin.insights.grouping import Group
from bot.chat.text.caption import caption
from bot.chat.text.markdown import one_line, quotation
from bot.chat.transport.reply import GREEN, Item, Reply, card
from bot.chat.views.answer_buttons import open_article, read_heading
from bot.language.dates_in_words import say_day_of_year
from bot.language.interface import _, ngettext
from bot.model import Article, Heading

LISTED = 8  # articles in one message
_QUOTE = 900  # characters of markdown
_QUESTION = 120


def new_article(article: Article, heading: Heading) -> Reply:
    """One new article: its caption, its first sentence as it is printed, and a button to read it."""
    parts: list[Item] = [ui.TextDisplay(caption(article, title=article.has_own_title))]
    if opening := first_sentence(article.text):
        quote, _length = quotation(opening, (), _QUOTE)
        parts.append(ui.TextDisplay(quote))
    return card(*parts, color=GREEN, below=[ui.ActionRow(read_heading(heading), *open_article(article.url))])


def new_articles(headings: Sequence[Heading]) -> Reply:
    """Several new articles as a list."""
    return card(ui.TextDisplay(f"### {_('New articles')}"), *_list(headings), color=GREEN)


def digest(headings: Sequence[Heading], asked: Sequence[Group]) -> Reply:
    """A week: what was new, and what was asked most and found."""
    parts: list[Item] = [ui.TextDisplay(f"### {_('This week in the archive')}")]
    if headings:
        count = ngettext("{count} new article", "{count} new articles", len(headings)).format(count=len(headings))
        parts += [ui.TextDisplay(f"**{count}**"), *_list(headings)]
    if asked:
        lines = [f"- {one_line(group.text, _QUESTION)} · {group.asked}×" for group in asked]
        parts += [ui.Separator(), ui.TextDisplay("\n".join([f"**{_('Asked most, and found')}**", *lines]))]
    return card(*parts, color=GREEN)


def on_this_day(day: date, headings: Sequence[Heading]) -> Reply:
    """What was printed on this day in other years."""
    title = _("On {day}, in other years").format(day=say_day_of_year(day))
    return card(ui.TextDisplay(f"### {title}"), *_list(headings), color=GREEN)


def _list(headings: Sequence[Heading]) -> list[Item]:
    parts: list[Item] = [ui.Section(caption(heading), accessory=read_heading(heading)) for heading in headings[:LISTED]]
    if more := max(0, len(headings) - LISTED):
        said = ngettext("{count} more: see /latest.", "{count} more: see /latest.", more).format(count=more)
        parts.append(ui.TextDisplay(f"-# {said}"))
    return parts
