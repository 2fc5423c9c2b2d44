"""The reader: an article page by page, with the quoted sentence in bold."""

from __future__ import annotations

from discord import ButtonStyle, ui

from bot.chat.components.custom_ids import custom_id, span
from bot.chat.text.caption import caption
from bot.chat.text.markdown import length, to_discord
from bot.chat.text.pagination import Span, page_of, pages
from bot.chat.transport.reply import GREEN, Item, Reply, card
from bot.chat.views.answer_buttons import button, open_article
from bot.language.hard_wraps import unwrapped
from bot.language.interface import _
from bot.model import Article

_MOST_BUTTONS = 5  # Discord's, in a row
BODY_LIMIT = 3700  # characters of markdown: with the caption, what a card takes


def article_page(
    article: Article,
    number: int,
    quote: Span | None = None,
    *,
    may_share: bool = False,
    shared_by: int | None = None,
) -> Reply:
    """Page `number` (from 0) of an article.

    Args:
        article: the article.
        number: the page; beyond the last, the last.
        quote: a slice that is shown in bold where it stands on the page.
        may_share: the page is seen by one person alone, who may show it to the channel.
        shared_by: the member who shows it to the channel.
    """
    spans = pages(article.text)
    number = min(number, len(spans) - 1)
    start, end = spans[number]
    marked = [(quote[0] - start, quote[1] - start)] if quote else []
    text = unwrapped(article.text, start, end)
    body = to_discord(text, marked)
    if length(body) > BODY_LIMIT:
        body = to_discord(text)
    foot = _("-# Page {number} of {count}").format(number=number + 1, count=len(spans)) if len(spans) > 1 else ""
    if shared_by is not None:
        shared = _("-# Shared by <@{member}>").format(member=shared_by)
        foot = f"{foot}\n{shared}" if foot else shared
    parts: list[Item] = [ui.TextDisplay(caption(article, title=article.has_own_title)), ui.Separator()]
    parts.append(ui.TextDisplay(body or _("-# There is no text.")))
    if foot:
        parts.append(ui.TextDisplay(foot))
    row = _page_buttons(article, number, spans, quote, may_share=may_share)
    return card(
        *parts,
        color=GREEN,
        below=[ui.ActionRow(*row[at : at + _MOST_BUTTONS]) for at in range(0, len(row), _MOST_BUTTONS)],
    )


def _page_buttons(
    article: Article, number: int, spans: list[Span], quote: Span | None, *, may_share: bool
) -> list[Item]:
    place = (article.version, span(*quote)) if quote else ()
    last = len(spans) - 1
    turns = [(_("Previous"), number - 1), (_("Next"), number + 1)]
    row = [button(text, custom_id("turn", article.key, page, *place)) for text, page in turns if 0 <= page <= last]
    quoted = page_of(spans, quote[0]) if quote else number
    if quoted not in (number - 1, number, number + 1):
        row.append(button(_("To the quote"), custom_id("turn", article.key, quoted, *place)))
    elif may_share:
        row.append(button(_("Share"), custom_id("post", article.key, number, *place), style=ButtonStyle.success))
    row.append(button(_("Related"), custom_id("related", article.key)))
    row += open_article(article.url, article.text[slice(*quote)] if quote else "")
    if last > number + 1 and last != quoted:
        row.insert(min(number, 1) + 1, button(_("Last page"), custom_id("turn", article.key, last, *place)))
    return row
