"""An article's date in words, its source and its title, as shown with a quote and in every list."""

from __future__ import annotations

from bot.chat.text.markdown import one_line
from bot.language.dates_in_words import dated_as
from bot.language.interface import _
from bot.model import Article, Heading

TITLE_LIMIT, SOURCE_LIMIT, AUTHOR_LIMIT = 120, 60, 60  # characters of markdown
CAPTION_LIMIT = TITLE_LIMIT + SOURCE_LIMIT + AUTHOR_LIMIT + 80


def caption(article: Article | Heading, *, page: int | None = None, title: bool = True, author: bool = True) -> str:
    """Date, page, source and author, and the title on a line below: at most `CAPTION_LIMIT` characters of markdown.

    The date comes first, as newspaper archives head a clipping, and for the ear: a screen reader says it before the
    quote. It also comes before the source, since one in a right-to-left script would reorder its digits.
    """
    by = one_line(article.author, AUTHOR_LIMIT) if author else ""
    parts = (
        f"**{dated_as(article)}**",
        "" if page is None else _("page {number}").format(number=page),
        one_line(article.source, SOURCE_LIMIT),
        _("by {author}").format(author=by) if by else "",
    )
    first = " · ".join(filter(None, parts))
    named = (one_line(article.title, TITLE_LIMIT) or _("untitled")) if title else ""
    return f"{first}\n{named}" if named else first
