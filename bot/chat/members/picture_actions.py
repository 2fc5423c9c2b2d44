"""Sharing a quote with the channel as the picture of a clipping."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answers.reply.highlighting import highlights
from bot.chat.components.persistent import Press
from bot.chat.members.article_lookup import ChangedArticleError, find_article
from bot.chat.members.sharing import require_sharing
from bot.chat.questions.desk import Desk
from bot.chat.transport.reply import Reply
from bot.chat.transport.requester import requester_of
from bot.chat.transport.responses import deliver
from bot.chat.transport.turns import compute
from bot.chat.views.answer_buttons import read_span_of
from bot.chat.views.clipping import clipping_card, clipping_of, draw
from bot.chat.views.printed_clipping import printed_clipping
from bot.library import Library
from bot.model import Article, Turn
from bot.search import Analyzer

Span = tuple[int, int]


class PictureActions:
    """What "Share as picture" does."""

    def __init__(self, library: Library, desk: Desk) -> None:
        self._library = library
        self._desk = desk

    async def share(self, press: Press) -> None:
        """Posts a quote of the answer as a picture: of the page it is printed on, where the corpus has that.

        Parts: the answer's session; for another quote than the first, its article's key and version, start and end.
        """
        requester = requester_of(press.interaction)
        if requester.server is not None:
            require_sharing(press.interaction, self._desk.remembered_settings(requester))
        self._desk.admit(requester)

        async def make() -> Reply:
            session = await self._desk.sessions.find(press.part(0), server=requester.server, member=requester.member)
            turn = session.turn
            if not turn.articles:
                raise ChangedArticleError
            article, quote = await self._quote(press, turn, requester.server)
            text = article.text[slice(*quote)]
            marked = await self._library.use(lambda index: _marked(index.analyzer, turn.question, text))
            clipping = clipping_of(article, quote, marked)
            if article.facsimile:
                places = (self._library.corpus, self._library.scans)
                picture = await compute(printed_clipping, *places, article, quote, tuple(marked))
            else:
                picture = await compute(draw, clipping)
            return clipping_card(clipping, picture, read_span_of(article, quote), requester.member)

        await deliver(press.interaction, make, private=False)

    async def _quote(self, press: Press, turn: Turn, server: int | None) -> tuple[Article, Span]:
        """The article and the slice of it that was chosen. Raises ChangedArticleError where it is no longer there."""
        if len(press.parts) > 1:
            quote = (press.number(3), press.number(4))
            return await find_article(self._library, press.part(1), server, press.part(2), [quote]), quote
        article = await find_article(self._library, turn.articles[0], server)
        start = article.text.find(turn.excerpts[0])
        if start < 0:
            raise ChangedArticleError
        return article, (start, start + len(turn.excerpts[0]))


def _marked(analyzer: Analyzer, asked: str, quote: str) -> Sequence[Span]:
    """The words of the quote that the question asked for."""
    terms = set(analyzer.terms(asked))
    hits = [(token.start, token.end) for token in analyzer.tokens_among(terms, quote)]
    return highlights(quote, hits, asked)
