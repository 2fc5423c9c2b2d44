"""An article's title, its date in words and its source, as shown with a quote and in every list."""

from __future__ import annotations

from bot.chat.text.markdown import one_line
from bot.language.dates_in_words import SayDay, dated_as
from bot.model import Article, Heading

TITLE_LIMIT, SOURCE_LIMIT, AUTHOR_LIMIT = 120, 60, 60  # characters of markdown
CAPTION_LIMIT = TITLE_LIMIT + SOURCE_LIMIT + AUTHOR_LIMIT + 80


def caption(article: Article | Heading, say: SayDay, page: int | None = None) -> str:
    """Title, and on a line below it date, page, source and author: at most `CAPTION_LIMIT` characters of markdown.

    The date comes before the source: a source in a right-to-left script would otherwise reorder its digits.
    """
    title = one_line(article.title, TITLE_LIMIT) or "untitled"
    author = one_line(article.author, AUTHOR_LIMIT)
    parts = (
        f"**{dated_as(article, say)}**",
        "" if page is None else f"page {page}",
        one_line(article.source, SOURCE_LIMIT),
        f"by {author}" if author else "",
    )
    return f"{title}\n" + " · ".join(filter(None, parts))
