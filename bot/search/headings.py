"""What every engine stores of an article beside its text, as a JSON list: a new field is added here alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from bot.model import Article, Heading, read_details

_OF_TEXT = ("pages", "facsimile")  # details that only the article has, not its heading


def stored_heading(article: Article) -> list[Any]:
    """What is stored of an article beside its text, as JSON holds it."""
    day = article.date.isoformat() if article.date else None
    given = [article.id, article.title, article.path, day, article.source, article.url, article.server, article.key]
    return [*given, article.details()]


def heading_from(stored: Sequence[Any], number: int) -> Heading:
    """The heading of row `number` from `stored_heading`."""
    ident, title, path, day, source, url, server, key, details = stored
    given = read_details({name: value for name, value in details.items() if name not in _OF_TEXT})
    day = date.fromisoformat(day) if day else None
    return Heading(number, ident, title, path, day, source, url, server, key, **given)


def article_from(stored: Sequence[Any], text: str) -> Article:
    """The article from `stored_heading` and its text."""
    ident, title, path, day, source, url, server, _, details = stored
    day = date.fromisoformat(day) if day else None
    return Article(ident, title, text, path, day, source, url, server, **read_details(details))
