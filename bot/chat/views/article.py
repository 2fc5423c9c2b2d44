"""The reader: an article page by page, with the quoted sentence in bold."""

from __future__ import annotations

from discord import ui

from bot.chat.components.custom_ids import custom_id, span
from bot.chat.text.caption import caption
from bot.chat.text.markdown import length, to_discord
from bot.chat.text.pagination import PAGE, Span, page_of, pages
from bot.chat.transport.reply import GREEN, Item, Reply, card
from bot.chat.views.answer_buttons import button, open_article
from bot.language.dates_in_words import SayDay
from bot.model import Article

BODY_LIMIT = 2 * PAGE + 400  # characters of markdown: with the caption, what a card takes


def article_page(article: Article, number: int, say: SayDay, quote: Span | None = None) -> Reply:
    """Page `number` (from 0) of an article, with the slice `quote` in bold where it stands on that page."""
    spans = pages(article.text)
    number = min(number, len(spans) - 1)
    start, end = spans[number]
    marked = [(quote[0] - start, quote[1] - start)] if quote else []
    body = to_discord(article.text[start:end], marked)
    if length(body) > BODY_LIMIT:
        body = to_discord(article.text[start:end])
    parts: list[Item] = [
        ui.TextDisplay(f"### {caption(article, say)}"),
        ui.Separator(),
        ui.TextDisplay(body or "-# There is no text."),
        ui.TextDisplay(f"-# Page {number + 1} of {len(spans)}"),
    ]
    row = _page_buttons(article, number, spans, quote)
    return card(*parts, color=GREEN, below=[ui.ActionRow(*row)] if row else [])


def _page_buttons(article: Article, number: int, spans: list[Span], quote: Span | None) -> list[Item]:
    place = (article.version, span(*quote)) if quote else ()
    turns = [("Back", number - 1), ("Next", number + 1)]
    if quote and page_of(spans, quote[0]) not in (number - 1, number, number + 1):
        turns.append(("To the quote", page_of(spans, quote[0])))
    row = [button(text, custom_id("turn", article.key, page, *place)) for text, page in turns if 0 <= page < len(spans)]
    return [*row, *open_article(article.url, article.text[slice(*quote)] if quote else "")]
