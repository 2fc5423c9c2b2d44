"""Saved web pages: text and title by trafilatura, the date only from where a page declares when it was published."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, BinaryIO

from bot.articles.decoding import decode, marked_encoding
from bot.articles.drafts import Draft, Flaw, UnreadableError
from bot.articles.limits import MEGABYTE, Limits
from bot.articles.publication_dates import is_day
from bot.articles.web_encodings import web_codec
from bot.errors import MissingExtraError

if TYPE_CHECKING:
    from lxml.html import HtmlElement

for _name in ("trafilatura", "htmldate"):  # their warnings about a page are in the list of problems
    logging.getLogger(_name).setLevel(logging.CRITICAL)

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*(?P<name>[\w-]{2,40})", re.IGNORECASE)
_META_DATES = (  # most exact first; a page that has none of these rarely has a date at all
    "article:published_time", "datepublished", "og:published_time", "date", "dc.date", "dc.date.issued", "dcterms.date",
    "dcterms.issued", "citation_publication_date", "pubdate", "publish-date", "publish_date", "parsely-pub-date",
    "sailthru.date",
)  # fmt: skip
_ADDRESS_DATE = re.compile(r"/(?P<y>1[0-9]{3}|20[0-9]{2})/(?P<m>[0-9]{1,2})/(?P<d>[0-9]{1,2})(?:/|$)")
_LABEL = re.compile(r"(?i:first published|published|posted|issued|updated|date)?\s*(?i:on|:)?\s*")
_SHORT = 60  # characters of a line that is nothing but a date


def read_page(stream: BinaryIO, limits: Limits) -> Iterator[Draft | Flaw]:
    """One article from a web page.

    Raises:
        UnreadableError: when it holds no article, or the `html` extra is not installed.
    """
    data = stream.read(int(limits.max_page_mb * MEGABYTE) + 1)
    if len(data) > limits.max_page_mb * MEGABYTE:
        raise UnreadableError(f"It is larger than {limits.max_page_mb:g} MB, too much for a web page.")
    text, flaw = _decode_page(data)
    if flaw:
        yield Flaw(flaw, skipped=False)
    yield page_article(text)


def page_article(html: str) -> Draft:
    """The article on a page.

    Raises:
        UnreadableError: when there is none, or the `html` extra is not installed.
    """
    try:
        from lxml.etree import LxmlError  # noqa: PLC0415 - the extra, and half a second that only pages are worth
        from trafilatura import bare_extraction, load_html  # noqa: PLC0415
    except ImportError:
        raise UnreadableError(str(MissingExtraError("Reading web pages", "html"))) from None
    try:
        tree = load_html(html)
        if tree is None:
            raise UnreadableError("It is not a web page that can be read.")
        day = declared_date(tree)
        found = bare_extraction(tree, include_comments=False, with_metadata=True)
    except (LxmlError, RecursionError, ValueError) as error:
        raise UnreadableError(f"Its HTML cannot be read ({type(error).__name__}).") from None
    if found is None or not (found.text or "").strip():
        raise UnreadableError("No article was found on the page.")
    title = found.title or ""
    text = found.text.removeprefix(title + "\n").strip()  # the heading is no part of the prose
    return Draft(
        text=text,
        title=title,
        date=day,
        source=found.sitename or "",
        author=found.author or "",
        url=found.url or "",
    )


def declared_date(tree: HtmlElement) -> str | None:
    """The publication date as the page itself states it: metadata, linked data, `<time>`, a line that is only a date.

    Dates in the prose are never taken: an event's day printed as the publication's would be wrong in every citation.
    """
    for find in (_meta_date, _linked_data_date, _time_date, _line_date, _address_date):
        if day := find(tree):
            return day
    return None


def _meta_date(tree: HtmlElement) -> str | None:
    stated: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
        stated.setdefault(name.casefold(), (meta.get("content") or "").strip())
    return next((stated[name] for name in _META_DATES if stated.get(name)), None)


def _linked_data_date(tree: HtmlElement) -> str | None:
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or ""):
            continue
        try:
            content = json.loads(script.text or "")
        except (ValueError, RecursionError):
            continue
        for thing in _things(content):
            if isinstance(day := thing.get("datePublished"), str) and day.strip():
                return day
    return None


def _things(content: Any) -> Iterator[dict[str, Any]]:
    for thing in content if isinstance(content, list) else [content]:
        if isinstance(thing, dict):
            yield thing
            graph = thing.get("@graph")
            yield from (part for part in graph if isinstance(part, dict)) if isinstance(graph, list) else ()


def _time_date(tree: HtmlElement) -> str | None:
    times = [(time.get("datetime") or "", time.get("pubdate"), time.get("itemprop")) for time in tree.iter("time")]
    times.sort(key=lambda time: (time[1] is None, time[2] != "datePublished"))
    return next((stated for stated, *_ in times if is_day(stated.strip())), None)


def _line_date(tree: HtmlElement) -> str | None:
    for element in tree.iter("p", "div", "span", "time", "h1", "h2", "h3", "h4", "small", "em", "i", "b"):
        words = (element.text or "").strip()
        if words and len(element) == 0 and len(words) <= _SHORT:
            label = _LABEL.match(words)
            day = words[label.end() :] if label else words
            if is_day(day):
                return day
    return None


def _address_date(tree: HtmlElement) -> str | None:
    for link in tree.iter("link"):
        if link.get("rel") == "canonical" and (match := _ADDRESS_DATE.search(link.get("href") or "")):
            return f"{match['y']}-{match['m']}-{match['d']}"
    return None


def _decode_page(data: bytes) -> tuple[str, str]:
    declared = _CHARSET.search(data, 0, 2_048)
    codec = web_codec(declared["name"].decode("ascii")) if declared else None
    if codec and not marked_encoding(data) and b"\0" not in data:
        try:
            return data.decode(codec), ""
        except UnicodeDecodeError:
            pass
    return decode(data)
