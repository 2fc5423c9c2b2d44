"""The reader: an article page by page, with the quoted sentence in bold."""

from __future__ import annotations

from typing import Any

from discord import ui

from bot.chat.components.persistent import Press, custom_id, read_span, span, step
from bot.chat.members.article_lookup import find_article
from bot.chat.text.caption import caption
from bot.chat.text.links import link_to
from bot.chat.text.markdown import length, to_discord
from bot.chat.text.pagination import PAGE, Span, page_of, pages
from bot.chat.transport.requester import asker_of
from bot.chat.transport.responses import deliver, replace_card
from bot.chat.views.answer_buttons import button
from bot.chat.views.reply import GREEN, Reply
from bot.language.dates_in_words import SayDay, day_in
from bot.model import Article

BODY_LIMIT = 2 * PAGE + 400  # of markdown: with the caption, what a card takes


def reader(article: Article, number: int, say: SayDay, quote: Span | None = None) -> Reply:
    """Page `number` (from 0) of an article, with the slice `quote` in bold where it stands on it."""
    spans = pages(article.text)
    number = min(number, len(spans) - 1)
    start, end = spans[number]
    marked = [(quote[0] - start, quote[1] - start)] if quote else []
    body = to_discord(article.text[start:end], marked)
    if length(body) > BODY_LIMIT:
        body = to_discord(article.text[start:end])
    parts: list[ui.Item[Any]] = [
        ui.TextDisplay(f"### {caption(article, say)}"),
        ui.Separator(),
        ui.TextDisplay(body or "-# There is no text."),
        ui.TextDisplay(f"-# Page {number + 1} of {len(spans)}"),
    ]
    view = ui.LayoutView(timeout=None)
    view.add_item(ui.Container(*parts, accent_color=GREEN))
    row = _turning(article, number, spans, quote)
    if row:
        view.add_item(ui.ActionRow(*row))
    return Reply(view)


def _turning(article: Article, number: int, spans: list[Span], quote: Span | None) -> list[ui.Item[Any]]:
    place = (article.version, span(*quote)) if quote else ()
    turns = [("Back", number - 1), ("Next", number + 1)]
    if quote and page_of(spans, quote[0]) not in (number - 1, number, number + 1):
        turns.append(("To the quote", page_of(spans, quote[0])))
    row: list[ui.Item[Any]] = [
        button(text, custom_id("turn", article.key, page, *place)) for text, page in turns if 0 <= page < len(spans)
    ]
    link = link_to(article.url, article.text[slice(*quote)] if quote else "")
    if link:
        row.append(ui.Button(label="Open article", url=link))
    return row


@step("read")
async def read(press: Press) -> None:
    """Opens the article in a reader of the presser's own."""
    await _show(press, press.part(0), None, press.number(1), None, anew=True)


@step("quote")
async def to_quote(press: Press) -> None:
    """Opens the article in a reader of the presser's own, where the quotation stands."""
    await _show(press, press.part(0), press.part(1), None, read_span(press.part(2)), anew=True)


@step("turn")
async def turn(press: Press) -> None:
    """Turns the page of a reader."""
    quote = read_span(press.part(3)) if len(press.parts) > 2 else None
    await _show(press, press.part(0), press.part(2) if quote else None, press.number(1), quote, anew=not press.is_own)


async def _show(
    press: Press, key: str, version: str | None, number: int | None, quote: Span | None, *, anew: bool
) -> None:
    asker = asker_of(press.interaction)

    async def make() -> Reply:
        article = await find_article(press.bot.library, key, asker.server, version, [quote] if quote else [])
        settings = await press.bot.desk.settings(asker)
        page = page_of(pages(article.text), quote[0]) if number is None and quote else number or 0
        return reader(article, page, day_in(settings.date_language), quote)

    if anew:
        await deliver(press.interaction, make, private=True)
    else:
        await replace_card(press.interaction, make)
