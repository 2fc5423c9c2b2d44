"""Blogger: the Atom file of Settings > Back up content, old form and new (Google Takeout's feed.atom)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from bot.articles.drafts import Draft
from bot.importing.entries import Entry, LeftOut, ReadOptions
from bot.importing.sources import Source
from bot.importing.xml_stream import child, elements, local, text_of
from bot.web.html_text import html_to_text

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_KINDS = {"comment": "comments", "template": "templates", "settings": "settings", "page": "pages"}


def read_blogger(source: Source, _options: ReadOptions) -> Iterator[Entry]:
    """Every live post. Raises UnreadableError."""
    for name in source.names():
        if not name.lower().endswith((".atom", ".xml")):
            continue
        with source.open(name) as stream:
            blog = ""
            for element in elements(stream, ("title", "entry")):
                if local(element.tag) == "title":
                    blog = blog or text_of(element)
                else:
                    yield _entry(element, blog)


def _entry(entry: Element, blog: str) -> Entry:
    kind = _kind(entry)
    if kind != "post":
        return LeftOut(_KINDS.get(kind, "other entries"))
    control = child(entry, "control")
    status = text_of(entry, "status").upper()
    if (control is not None and text_of(control, "draft") == "yes") or status not in ("", "LIVE"):
        return LeftOut("drafts")
    content = child(entry, "content")
    address = next(
        (one.get("href", "") for one in entry if local(one.tag) == "link" and one.get("rel") == "alternate"), ""
    )
    author = child(entry, "author")
    return Draft(
        text=html_to_text(text_of(content)),
        title=html_to_text(text_of(entry, "title")),
        date=text_of(entry, "published") or None,
        source=html_to_text(blog),
        url=address,
        id=text_of(entry, "id") or address,
        author=text_of(author, "name") if author is not None else "",
    )


def _kind(entry: Element) -> str:
    for one in entry:
        if local(one.tag) == "category" and one.get("scheme", "").endswith("#kind"):
            return one.get("term", "").rpartition("#")[2]
    return text_of(entry, "type").lower() or "post"
