"""The names under which files and feeds keep an article's text, title, date, source and address."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.articles.drafts import Draft
from bot.model import DateKind

_TITLES = ("title", "headline")
_DATES = ("date", "published", "published_at", "publish_date")
_SOURCES = ("source", "publication")
_AUTHORS = ("author", "authors")
_ADDRESSES = ("url", "link")
TEXTS = ("text", "body", "content")


def draft_from(record: Mapping[Any, Any], text: str, number: int | None = None) -> Draft:
    """A draft of `text` with the fields of `record`, whose names may be in any case."""
    fields = {name.casefold(): value for name, value in record.items() if isinstance(name, str)}
    return Draft(
        text=text,
        title=_first(fields, _TITLES),
        date=_date(fields),
        source=_first(fields, _SOURCES),
        author=_first(fields, _AUTHORS),
        date_kind=_date_kind(fields.get("date_kind")),
        pages=_pages(fields.get("pages")),
        url=_first(fields, _ADDRESSES),
        id=_words(fields.get("id")),
        record=number,
    )


def _first(fields: Mapping[str, Any], names: tuple[str, ...]) -> str:
    return next((words for name in names if (words := _words(fields.get(name)))), "")


def _date(fields: Mapping[str, Any]) -> str | int | float | None:
    for name in _DATES:
        value = fields.get(name)
        if isinstance(value, str | int | float) and not isinstance(value, bool) and value != "":
            return value
    return None


def _date_kind(value: object) -> DateKind:
    return DateKind.EDITED if value == DateKind.EDITED else DateKind.PUBLISHED


def _pages(value: object) -> tuple[tuple[int, int], ...]:
    """Where printed pages begin, as `Article.pages`; none unless the whole of it is well formed."""
    if not isinstance(value, list):
        return ()
    pairs = [tuple(pair) for pair in value if isinstance(pair, list) and len(pair) == 2]
    if len(pairs) != len(value) or not all(type(number) is int and number >= 0 for pair in pairs for number in pair):
        return ()
    return tuple(sorted((offset, page) for offset, page in pairs))


def _words(value: object) -> str:
    """A field as words: a number as it is written, a list joined, an object (an author, say) by its name."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, dict):
        return _words(value.get("name")) if isinstance(value.get("name"), str) else ""
    if isinstance(value, list):
        return ", ".join(filter(None, (_words(part) for part in value if isinstance(part, str | dict))))
    return ""
