"""Feeds of an invented paper, in the three formats."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape


@dataclass(frozen=True)
class Item:
    guid: str
    title: str
    html: str
    published: str = "Tue, 03 Jun 2025 00:30:00 +0200"
    link: str = ""
    full: bool = True


FERRY = Item(
    "1", "A new ferry", "<p>A new ferry joins the <b>two islands</b>.</p><p>The crossing takes forty minutes.</p>"
)
MARKET = Item(
    "2", "The fish market", "<p>The fish market moved to the northern pier.</p>", "Wed, 04 Jun 2025 09:00:00 GMT"
)


def rss(items: Sequence[Item], title: str = "The Island Herald") -> str:
    entries = "".join(
        f"<item><guid isPermaLink='false'>{item.guid}</guid><title>{escape(item.title)}</title><link>{item.link}</link>"
        f"<pubDate>{item.published}</pubDate><description>{escape(item.html)}</description>"
        + (f"<content:encoded>{escape(item.html)}</content:encoded>" if item.full else "")
        + "</item>"
        for item in items
    )
    return (
        "<?xml version='1.0'?><rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/'>"
        f"<channel><title>{title}</title>{entries}</channel></rss>"
    )


def atom(items: Sequence[Item]) -> str:
    entries = "".join(
        f"<entry><id>urn:{item.guid}</id><title>{escape(item.title)}</title><link href='/articles/{item.guid}'/>"
        f"<published>2025-06-03T00:30:00+02:00</published><content type='html'>{escape(item.html)}</content></entry>"
        for item in items
    )
    return f"<feed xmlns='http://www.w3.org/2005/Atom'><title>The Island Herald</title>{entries}</feed>"


def json_feed(items: Sequence[Item]) -> str:
    entries = [
        {
            "id": item.guid,
            "url": f"https://herald.example/{item.guid}",
            "title": item.title,
            "content_html": item.html,
            "date_published": "2025-06-03T00:30:00+02:00",
        }
        for item in items
    ]
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "The Island Herald", "items": entries})
