"""What the buttons of an article do: open it in a reader of the presser's own, turn its pages."""

from __future__ import annotations

from bot.chat.components.custom_ids import read_span
from bot.chat.components.persistent import Handlers, Press
from bot.chat.members.article_lookup import find_article
from bot.chat.questions.desk import Desk
from bot.chat.text.pagination import Span, page_of, pages
from bot.chat.transport.reply import Reply
from bot.chat.transport.requester import requester_of
from bot.chat.transport.responses import deliver, replace_card
from bot.chat.views.article import article_page
from bot.language.dates_in_words import day_in
from bot.library import Library


class ArticleActions:
    """The actions of the reader."""

    def __init__(self, library: Library, desk: Desk) -> None:
        self._library = library
        self._desk = desk

    def handlers(self) -> Handlers:
        """The actions by their names in custom ids."""
        return {"read": self._read, "quote": self._to_quote, "turn": self._turn}

    async def _read(self, press: Press) -> None:
        """Opens the article at a page."""
        await self._show(press, press.part(0), None, press.number(1), None, in_place=False)

    async def _to_quote(self, press: Press) -> None:
        """Opens the article where the quotation stands."""
        await self._show(press, press.part(0), press.part(1), None, read_span(press.part(2)), in_place=False)

    async def _turn(self, press: Press) -> None:
        """Turns the page of a reader."""
        quote = read_span(press.part(3)) if len(press.parts) > 2 else None
        version = press.part(2) if quote else None
        await self._show(press, press.part(0), version, press.number(1), quote, in_place=press.is_own)

    async def _show(
        self, press: Press, key: str, version: str | None, number: int | None, quote: Span | None, *, in_place: bool
    ) -> None:
        requester = requester_of(press.interaction)

        async def make() -> Reply:
            article = await find_article(self._library, key, requester.server, version, [quote] if quote else [])
            settings = await self._desk.settings(requester)
            page = page_of(pages(article.text), quote[0]) if number is None and quote else number or 0
            return article_page(article, page, day_in(settings.date_language), quote)

        if in_place:
            await replace_card(press.interaction, make)
        else:
            await deliver(press.interaction, make, private=True)
