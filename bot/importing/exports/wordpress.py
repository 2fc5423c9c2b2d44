"""WordPress: the WXR file of Tools > Export. Published posts on the site's own day, with their authors' names.

WXR is RSS 2.0 with WordPress's own elements; see `export_wp()` in wp-admin/includes/export.php.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from bot.articles.drafts import Draft
from bot.importing.entries import Entry, LeftOut, ReadOptions
from bot.importing.sources import Source
from bot.importing.xml_stream import child, elements, text_of
from bot.web.html_text import html_to_text

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_LEFT_OUT = {
    "page": "pages",
    "attachment": "attachments",
    "revision": "revisions",
    "nav_menu_item": "menu entries",
}
_INTERNAL = re.compile(
    r"custom_css|customize_changeset|oembed_cache|user_request|wp_.*|acf-.*|elementor_.*|shop_.*|product.*|jp_.*|feedback"
)
_STATUSES = {
    "draft": "drafts",
    "auto-draft": "drafts",
    "pending": "drafts",
    "future": "posts planned for later",
    "private": "private posts",
    "trash": "posts in the trash",
}
_WITH_ATTRIBUTES = re.compile(r"\[/?[a-zA-Z][\w-]*(?:\s+[\w-]+=(?:\"[^\"]*\"|'[^']*'|[^\s\]]+))+\s*/?\]")
_CLOSING = re.compile(r"\[/(?P<name>[a-zA-Z][\w-]*+)\]")
_PLAIN = re.compile(r"\[/?(?P<name>[a-zA-Z][\w-]*+)\]")
_ADDRESS_ALONE = re.compile(
    r"\[embed[^\[\]]{0,200}\][^\[\n]{0,2000}\[/embed\]|^[ \t]*+https?://\S++[ \t\r]*+$", re.MULTILINE
)
_BLANK_LINE = re.compile(r"\n[ \t\r]*\n\s*")


def read_wordpress(source: Source, _options: ReadOptions) -> Iterator[Entry]:
    """Every published post of the export. Raises UnreadableError."""
    for name in source.names():
        with source.open(name) as stream:
            site, names = "", dict[str, str]()
            for element in elements(stream, ("title", "author", "item")):
                kind = element.tag.rpartition("}")[2]
                if kind == "title":
                    site = site or text_of(element)
                elif kind == "author":
                    names[text_of(element, "author_login")] = text_of(element, "author_display_name")
                else:
                    yield _post(element, site, names)


def _post(item: Element, site: str, names: dict[str, str]) -> Entry:
    kind, status = text_of(item, "post_type"), text_of(item, "status")
    if kind in _LEFT_OUT or _INTERNAL.fullmatch(kind):
        return LeftOut(_LEFT_OUT.get(kind, "settings and templates"))
    if status != "publish":
        return LeftOut(_STATUSES.get(status, f"posts marked “{status[:40]}”"))
    if text_of(item, "post_password"):
        return LeftOut("posts behind a password")
    login = text_of(item, "creator")
    link = text_of(item, "link")
    return Draft(
        text=post_text(_content(item)),
        title=html_to_text(text_of(item, "title")),
        date=_own_day(item),
        source=html_to_text(site),
        url=link,
        id=text_of(item, "guid") or link or text_of(item, "post_id"),
        author=names.get(login) or login,
    )


def _content(item: Element) -> str:
    """The post's body; its excerpt has the same local name in another namespace."""
    for one in item:
        if one.tag.endswith("encoded") and "excerpt" not in one.tag:
            return "".join(one.itertext())
    return ""


def _own_day(item: Element) -> str | None:
    """The day on the site's own clock: `pubDate` is in GMT, where an evening in New York is tomorrow already."""
    stated = text_of(item, "post_date")
    if stated and not stated.startswith("0000"):
        return stated
    return text_of(item, "pubDate") or None if child(item, "pubDate") is not None else None


def post_text(content: str) -> str:
    """The text of a post: blocks are HTML with comments; classic posts mark paragraphs by blank lines (`wpautop`)."""
    content = without_shortcodes(content)
    if "<!-- wp:" not in content:
        content = _BLANK_LINE.sub("<p>", content).replace("\n", "<br>")
    return html_to_text(content)


def without_shortcodes(content: str) -> str:
    """`content` without tags such as [caption width="600"] and [/caption]; "[sic]" stays, what they enclose stays."""
    content = _WITH_ATTRIBUTES.sub("", _ADDRESS_ALONE.sub("", content))
    names = {match["name"] for match in _CLOSING.finditer(content)}
    content = _PLAIN.sub(lambda match: "" if match["name"] in names else match[0], content)
    return re.sub(r"\[(?:gallery|playlist|contact-form-7|more|nextpage)\]", "", content)
