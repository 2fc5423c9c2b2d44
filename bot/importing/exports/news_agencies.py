"""The IPTC's formats of news agencies: NITF, NewsML-G2 (both XML) and ninjs (JSON). Only the latest version counts."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from bot.articles.decoding import decode
from bot.articles.drafts import Draft, Flaw, UnreadableError
from bot.importing.entries import Entry, LeftOut, ReadOptions, Supersedes
from bot.importing.sources import Source
from bot.importing.xml_stream import child, elements, local, text_of
from bot.web.html_text import html_to_text

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_BLOCKS = frozenset(
    ("p", "hl2", "li", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "dt", "dd", "tr", "td", "pre", "br", "div")
)
_DIGITS = re.compile(r"(?P<y>[0-9]{4})-?(?P<m>[0-9]{2})-?(?P<d>[0-9]{2})")
_NITF_DATES = (("date.issue", "norm"), ("story.date", "norm"), ("pubdata", "date.publication"))
_NITF_SOURCES = (("pubdata", "name"), ("doc.copyright", "holder"))
_WITHDRAWN = ("canceled", "cancelled", "withheld")


def day_of(written: str) -> str | None:
    """The day of an ISO 8601 time, written with or without hyphens."""
    match = _DIGITS.match(written.strip())
    return f"{match['y']}-{match['m']}-{match['d']}" if match else written.strip() or None


def read_nitf(source: Source, _options: ReadOptions) -> Iterator[Entry]:
    """Every document. Raises UnreadableError."""
    for name in source.names():
        if name.lower().endswith((".xml", ".nitf")):
            with source.open(name) as stream:
                for element in elements(stream, ("nitf",)):
                    yield nitf_draft(element)


def nitf_draft(nitf: Element) -> Draft:
    """The draft of one NITF document."""
    every = {local(one.tag): one for one in reversed(list(nitf.iter())) if isinstance(one.tag, str)}

    def attribute(element: str, name: str) -> str:
        return every[element].get(name, "") if element in every else ""

    body = every.get("body.content")
    return Draft(
        text=xml_text(body) if body is not None else "",
        title=text_of(every.get("hl1")) or text_of(every.get("title")),
        date=day_of(next(filter(None, (attribute(*place) for place in _NITF_DATES)), "")),
        source=next(
            filter(None, (text_of(every.get("distributor")), *(attribute(*place) for place in _NITF_SOURCES))), ""
        ),
        id=attribute("doc-id", "id-string"),
        author=_byline(every.get("byline")),
    )


def read_newsml(source: Source, _options: ReadOptions) -> Iterator[Entry]:
    """Every news item of NewsML-G2. Raises UnreadableError."""
    for name in source.names():
        if name.lower().endswith(".xml"):
            with source.open(name) as stream:
                for element in elements(stream, ("newsItem",)):
                    yield _news_item(element)


def _news_item(item: Element) -> Entry:
    meta, content = child(item, "itemMeta"), child(item, "contentMeta")
    kind = _code(meta, "itemClass")
    if kind not in ("", "text", "composite"):
        return LeftOut(f"items of the kind “{kind[:40]}”")
    if _code(meta, "pubStatus") in _WITHDRAWN:
        return LeftOut("withdrawn items")
    if _is_later(text_of(meta, "embargoed")):
        return LeftOut("items under embargo")
    creator = child(content, "creator") if content is not None else None
    provider = child(meta, "provider") if meta is not None else None
    first = text_of(meta, "firstCreated") or text_of(content, "contentCreated") or text_of(meta, "versionCreated")
    draft = Draft(
        text=_contents(child(item, "contentSet")),
        title=text_of(content, "headline") or text_of(meta, "title"),
        date=day_of(first),
        source=_name(provider),
        id=item.get("guid", ""),
        author=_byline(child(content, "by") if content is not None else None) or _name(creator),
    )
    version = item.get("version", "")
    return Supersedes(draft, int(version) if version.isascii() and version.isdigit() else 1)


def _contents(content_set: Element | None) -> str:
    for one in content_set if content_set is not None else ():
        if local(one.tag) == "inlineXML":
            nitf = next((inner for inner in one.iter() if local(inner.tag) == "nitf"), None)
            return nitf_draft(nitf).text if nitf is not None else xml_text(one)
        if local(one.tag) == "inlineData":
            plain = "".join(one.itertext())
            is_html = "html" in one.get("contenttype", "") or "</p>" in plain  # some call their HTML plain text
            return html_to_text(plain) if is_html else plain.strip()
    return ""


def _code(meta: Element | None, name: str) -> str:
    found = child(meta, name) if meta is not None else None
    return found.get("qcode", "").rpartition(":")[2].lower() if found is not None else ""


def _name(party: Element | None) -> str:
    if party is None:
        return ""
    return text_of(party, "name") or party.get("literal", "") or party.get("qcode", "").rpartition(":")[2]


def read_ninjs(source: Source, options: ReadOptions) -> Iterator[Entry]:
    """Every item of ninjs: one in a file, or a list of them. Raises UnreadableError."""
    for name in source.names():
        if not name.lower().endswith(".json"):
            continue
        with source.open(name) as stream:
            data = stream.read(options.limits.max_file_bytes + 1)
        if len(data) > options.limits.max_file_bytes:
            raise UnreadableError(f"It is larger than {options.limits.max_file_mb:g} MB.")
        try:
            content = json.loads(decode(data)[0])
        except (ValueError, RecursionError):
            yield Flaw(f"{name}: it is not JSON that can be read.")
            continue
        for item in _items(content):
            yield _ninjs_item(item) if isinstance(item, dict) else Flaw(f"{name}: it is no item.")


def _items(content: Any) -> list[Any]:
    """The items of a file: one, a list of them, or the list in the answer of an agency's API."""
    if isinstance(content, dict) and "headline" not in content:
        content = next(
            (content[key] for key in ("item", "items", "_items") if isinstance(content.get(key), list)), content
        )
    return content if isinstance(content, list) else [content]


def _ninjs_item(item: Mapping[str, Any]) -> Entry:
    if item.get("type", "text") not in ("text", "composite", None):
        return LeftOut(f"items of the kind “{str(item['type'])[:40]}”")
    if item.get("pubstatus") in _WITHDRAWN:
        return LeftOut("withdrawn items")
    if _is_later(str(item.get("embargoed") or item.get("embargoedto") or "")):
        return LeftOut("items under embargo")
    when = item.get("firstcreated") or item.get("contentcreated") or item.get("versioncreated")
    sources = [one.get("name") for one in _dicts(item.get("infosources"))]
    draft = Draft(
        text=_ninjs_text(item),
        title=_first_value(item, "headline", "headlines"),
        date=day_of(str(when)) if when else None,
        source=str(next(filter(None, sources), None) or item.get("copyrightholder") or item.get("source") or ""),
        url=str(item.get("canonical") or ""),
        id=str(item.get("uri") or item.get("guid") or ""),
        author=_without_by(str(item.get("byline") or _first_value(item, "by", "bylines"))),
    )
    version = str(item.get("version") or "1")
    return Supersedes(draft, int(version) if version.isascii() and version.isdigit() else 1)


def _ninjs_text(item: Mapping[str, Any]) -> str:
    """The body as plain text where there is one, else as HTML; a dict in version 1, a list in 2."""
    if isinstance(plain := item.get("body_text"), str) and plain.strip():
        return plain.strip()
    for name in ("body_html", "body_xhtml"):
        if isinstance(item.get(name), str):
            return html_to_text(item[name])
    bodies = sorted(_dicts(item.get("bodies")), key=lambda body: "html" in str(body.get("contenttype")))
    for body in bodies:
        value = str(body.get("value") or "")
        return html_to_text(value) if "html" in str(body.get("contenttype")) else value
    return ""


def _first_value(item: Mapping[str, Any], one: str, several: str) -> str:
    if isinstance(item.get(one), str):
        return html_to_text(item[one])
    return next((str(part["value"]) for part in _dicts(item.get(several)) if part.get("value")), "")


def _dicts(value: object) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _byline(element: Element | None) -> str:
    """Its parts apart: "<person>Mo Oddly</person><byttl>Staff</byttl>" has no space between them."""
    return _without_by(" ".join(element.itertext())) if element is not None else ""


def _without_by(words: str) -> str:
    return re.sub(r"(?i)^by\s+", "", " ".join(words.split()))


def _is_later(written: str) -> bool:
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        return False
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)) > datetime.now(UTC)


def xml_text(element: Element) -> str:
    """The text of XML prose, one line a block."""
    parts: list[str] = []
    _collect(element, parts)
    lines = (" ".join(line.split()) for line in "".join(parts).split("\n"))
    return "\n".join(line for line in lines if line)


def _collect(element: Element, parts: list[str]) -> None:
    block = isinstance(element.tag, str) and local(element.tag) in _BLOCKS
    if block:
        parts.append("\n")
    parts.append(" ".join((element.text or "").split("\n")))
    for one in element:
        _collect(one, parts)
        parts.append(" ".join((one.tail or "").split("\n")))
    if block:
        parts.append("\n")
