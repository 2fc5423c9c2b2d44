"""What stands below a quote and in every list: an article's title, its date in words, its source."""

from __future__ import annotations

from bot.chat.text.markdown import one_line
from bot.language.dates_in_words import SayDay, dated
from bot.model import Article, Heading

TITLE_LIMIT, SOURCE_LIMIT = 120, 60  # characters of markdown
CAPTION_LIMIT = TITLE_LIMIT + SOURCE_LIMIT + 40


def caption(article: Article | Heading, say: SayDay) -> str:
    """Title, and on a line below it date and source: at most `CAPTION_LIMIT` characters of markdown.

    The date comes before the source: the letters of one that is written from right to left would pull its digits over.
    """
    title = one_line(article.title, TITLE_LIMIT) or "untitled"
    when = f"**{dated(article.date, say)}**"
    source = one_line(article.source, SOURCE_LIMIT)
    return f"{title}\n{when} · {source}" if source else f"{title}\n{when}"
