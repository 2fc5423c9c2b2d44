"""What the buttons of an article do: read it, turn its pages, share a page, find related articles."""

from __future__ import annotations

from dataclasses import dataclass

from bot.answers.related import related
from bot.chat.components.custom_ids import read_span
from bot.chat.components.persistent import Handlers, Press
from bot.chat.members.article_lookup import find_article
from bot.chat.members.sharing import require_sharing
from bot.chat.questions.desk import Desk
from bot.chat.text.markdown import one_line
from bot.chat.text.pagination import Span, page_of, pages
from bot.chat.transport.reply import Reply
from bot.chat.transport.requester import Requester, requester_of
from bot.chat.transport.responses import acknowledge, deliver, replace_card
from bot.chat.views.article import article_page
from bot.chat.views.article_list import RELATED, article_list
from bot.language.interface import _
from bot.library import Library


@dataclass(frozen=True, slots=True)
class _Place:
    """A place in an article: of its `version`, at the page of `quote` or at `page`."""

    key: str
    version: str | None = None
    quote: Span | None = None
    page: int | None = None


class ArticleActions:
    """The actions of the reader."""

    def __init__(self, library: Library, desk: Desk) -> None:
        self._library = library
        self._desk = desk

    def handlers(self) -> Handlers:
        """The actions by their names in custom ids. "context" and "others" are on messages of former versions."""
        return {
            "read": self._read,
            "quote": self._to_quote,
            "turn": self._turn,
            "post": self._post,
            "related": self._related,
            "context": self._context,
            "others": self._context,
        }

    async def _read(self, press: Press) -> None:
        """Opens the article at a page."""
        await self._show(press, _Place(press.part(0), page=press.number(1)), in_place=False)

    async def _to_quote(self, press: Press) -> None:
        """Opens the article where the quotation stands."""
        place = _Place(press.part(0), press.part(1), read_span(press.part(2)))
        await self._show(press, place, in_place=False)
        await self._note_opened(press)

    async def _note_opened(self, press: Press) -> None:
        """An answer that is read on from was of use: see `KeptQuestion.needs_articles`."""
        message = press.interaction.message
        sessions = self._desk.sessions
        name = await sessions.of_message(message.id) if message else None
        if name is not None:
            await sessions.set_opened(name, press.interaction.user.id)

    async def _context(self, press: Press) -> None:
        """Opens the article where the quotation stands: the id begins with a session that is not needed here."""
        first, _, _ = press.part(3).partition(",")
        await self._show(press, _Place(press.part(1), press.part(2), read_span(first)), in_place=False)

    async def _turn(self, press: Press) -> None:
        """Turns the page of a reader."""
        await self._show(press, _page(press), in_place=press.is_own)

    async def _post(self, press: Press) -> None:
        """Shows the page of a private reader to the channel."""
        requester, place = requester_of(press.interaction), _page(press)
        require_sharing(press.interaction, self._desk.remembered_settings(requester))
        await acknowledge(press.interaction)  # nothing is shown in public before it is made, so that an error is not

        async def make() -> Reply:
            return await self._card(requester, place, may_share=False, shared_by=requester.member)

        await deliver(press.interaction, make, private=False)

    async def _related(self, press: Press) -> None:
        """Articles about the same, to the presser alone."""
        requester, key = requester_of(press.interaction), press.part(0)
        self._desk.admit(requester)

        async def make() -> Reply:
            article = await find_article(self._library, key, requester.server)
            found = await self._library.use(lambda index: related(index, article, requester.server, RELATED))
            title = _("Related to {title}").format(title=one_line(article.title, 120))
            return article_list(title, found, nothing=_("No other article is about this."))

        await deliver(press.interaction, make, private=True)

    async def _show(self, press: Press, place: _Place, *, in_place: bool) -> None:
        requester = requester_of(press.interaction)
        private = press.is_private or not in_place
        may_share = private and requester.server is not None

        async def make() -> Reply:
            return await self._card(requester, place, may_share=may_share)

        if in_place:
            await replace_card(press.interaction, make)
        else:
            await deliver(press.interaction, make, private=True)

    async def _card(
        self, requester: Requester, place: _Place, *, may_share: bool, shared_by: int | None = None
    ) -> Reply:
        spans = [place.quote] if place.quote else []
        article = await find_article(self._library, place.key, requester.server, place.version, spans)
        page = place.page
        if page is None:
            page = page_of(pages(article.text), place.quote[0]) if place.quote else 0
        return article_page(article, page, place.quote, may_share=may_share, shared_by=shared_by)


def _page(press: Press) -> _Place:
    """The page that a button of the reader names, with the quotation where there is one."""
    if len(press.parts) > 2:
        return _Place(press.part(0), press.part(2), read_span(press.part(3)), press.number(1))
    return _Place(press.part(0), page=press.number(1))
