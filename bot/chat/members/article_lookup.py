"""Finds the article that a button or a choice names, for the member who pressed it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.errors import ClippingsError
from bot.library import Library
from bot.model import Article
from bot.search import Index


class GoneArticleError(ClippingsError):
    """An article that was quoted is not in the archive any more, or not for this person."""

    def __init__(self) -> None:
        super().__init__("This article is not in the archive any more.")


class ChangedArticleError(ClippingsError):
    """An article has other words now than when it was quoted."""

    def __init__(self) -> None:
        super().__init__("This article has changed since it was quoted. Ask again to see what it says now.")


async def find_article(
    library: Library,
    key: str,
    server: int | None,
    version: str | None = None,
    spans: Sequence[tuple[int, int]] = (),
) -> Article:
    """The article of that `Article.key`, if `server` may see it.

    Raises:
        GoneArticleError: there is none.
        ChangedArticleError: its text is not `version` any more, or does not have these slices.
    """

    def find(index: Index) -> Article | None:
        row = index.find(key, server)
        return None if row is None else index.article(row)

    article = await library.use(find)
    if article is None:
        raise GoneArticleError
    if version is not None and article.version != version:
        raise ChangedArticleError
    if any(end > len(article.text) for _, end in spans):
        raise ChangedArticleError
    return article


async def find_articles(library: Library, keys: Sequence[str], server: int | None) -> list[Article]:
    """Those of the articles that are still there, in the order of `keys`."""

    def find(index: Index) -> list[Article]:
        rows = (index.find(key, server) for key in keys)
        return [index.article(row) for row in rows if row is not None]

    return await library.use(find)
