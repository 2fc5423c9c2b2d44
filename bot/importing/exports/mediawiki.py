"""MediaWiki: an XML dump (dumpBackup.php, Special:Export). Articles on the day of their last edit, wikitext as text.

The form is https://www.mediawiki.org/wiki/Help:Export#Export_format.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import quote

from bot.articles.drafts import Draft, Flaw, UnreadableError
from bot.errors import MissingExtraError
from bot.importing.entries import Entry, LeftOut, ReadOptions
from bot.importing.sources import Source
from bot.importing.xml_stream import child, elements, local, text_of
from bot.model import DateKind

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_REDIRECT = re.compile(r"\s*#\w+\s*:?\s*\[\[")
_TABLE_MARK = re.compile(r"(?P<opens>(?<![^\s:])\{\|)|^[ \t:]*+\|\}(?!\})", re.MULTILINE)
_HEADING = re.compile(r"^=+\s*(.*?)\s*=+\s*$", re.MULTILINE)
_LIST_MARK = re.compile(r"^[*#:;]+\s*", re.MULTILINE)
_DROPPED_TAGS = frozenset({"ref", "gallery", "math", "timeline", "table", "score", "syntaxhighlight", "references"})
_OPENING_TAG = re.compile(r"<[a-zA-Z][^<>/]*>")
_ANY_TAG = re.compile(r"</?[a-zA-Z][^<>]*>?")
_MOST_OPEN = 200
_MOST = 2_000_000  # characters of one page's wikitext; the longest real one has a quarter of that


def read_mediawiki(source: Source, _options: ReadOptions) -> Iterator[Entry]:
    """Every article of the main namespace. Raises UnreadableError."""
    try:
        import mwparserfromhell  # noqa: F401, PLC0415 - the extra, asked for before hours of reading
    except ImportError:
        raise UnreadableError(str(MissingExtraError("Reading a wiki", "wiki"))) from None
    for name in source.names():
        with source.open(name) as stream:
            wiki = _Wiki()
            last: dict[str, str] = {}
            for element in elements(stream, ("siteinfo", "revision", "page"), whole=False):
                kind = local(element.tag)
                if kind == "siteinfo":
                    wiki.learn(element)
                elif kind == "revision":
                    _keep_latest(element, last)
                    element.clear()
                else:
                    yield wiki.entry(element, last)
                    last = {}


def _keep_latest(revision: Element, last: dict[str, str]) -> None:
    when = text_of(revision, "timestamp")
    if when >= last.get("timestamp", ""):
        text = child(revision, "text")
        last.update(timestamp=when, text="".join(text.itertext()) if text is not None else "")
        last["model"] = text_of(revision, "model") or "wikitext"


class _Wiki:
    """What the dump says of the wiki: its name, its addresses, the prefixes of files and categories."""

    def __init__(self) -> None:
        self.name = ""
        self._base = ""
        self._beside = {"file", "image", "category"}

    def learn(self, siteinfo: Element) -> None:
        self.name = text_of(siteinfo, "sitename")
        self._base = text_of(siteinfo, "base").rpartition("/")[0]
        spaces = child(siteinfo, "namespaces")
        for space in spaces if spaces is not None else ():
            if space.get("key") in ("6", "14"):
                self._beside.add(text_of(space).casefold())

    def entry(self, page: Element, last: dict[str, str]) -> Entry:
        title, text = text_of(page, "title"), last.get("text", "")
        if text_of(page, "ns") not in ("0", ""):
            return LeftOut("pages outside the main namespace")
        if child(page, "redirect") is not None or _REDIRECT.match(text):
            return LeftOut("redirects")
        if last.get("model", "wikitext") != "wikitext":
            return LeftOut("pages that are no wikitext")
        try:
            plain = wikitext_to_text(text, self._beside)
        except (ValueError, RecursionError) as error:
            return Flaw(f"The page “{title[:100]}” cannot be read: {error}.")
        address = f"{self._base}/{quote(title.replace(' ', '_'), safe='/:()')}" if self._base else ""
        return Draft(
            text=plain,
            title=title,
            date=last.get("timestamp"),
            source=self.name,
            url=address,
            id=f"{self._base or self.name}#{text_of(page, 'id')}",
            date_kind=DateKind.EDITED,
        )


def wikitext_to_text(wikitext: str, beside: set[str]) -> str:
    """The prose of wikitext: without templates, tables, footnotes, files and categories; links as their words.

    `beside` are the prefixes, in lower case, of links to files and categories. Raises ValueError for what is too long.
    """
    import mwparserfromhell  # noqa: PLC0415

    if len(wikitext) > _MOST:
        raise ValueError(f"it is longer than {_MOST:,} characters")
    code = mwparserfromhell.parse(_balanced(_without_tables(wikitext)), skip_style_tags=True)
    for link in code.filter_wikilinks(matches=lambda node: _prefix(str(node.title)) in beside):
        _remove(code, link)
    for tag in code.filter_tags(matches=lambda node: str(node.tag).strip().lower() in _DROPPED_TAGS):
        _remove(code, tag)
    text = code.strip_code(normalize=True, collapse=True)
    text = _LIST_MARK.sub("", _HEADING.sub(r"\1", text)).replace("'''", "").replace("''", "")
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def _without_tables(wikitext: str) -> str:
    """`wikitext` without its tables, which may stand in each other; of one that does not end, its words stay."""
    parts, begun, place = list[str](), list[int](), 0
    for mark in _TABLE_MARK.finditer(wikitext):
        parts.append(wikitext[place : mark.start()])
        place = mark.end()
        if mark["opens"]:
            begun.append(len(parts))
        elif begun:
            del parts[begun.pop() :]
    return "".join([*parts, wikitext[place:]]).replace("{|", "")


def _balanced(wikitext: str) -> str:
    """`wikitext` without its tags, brackets, braces or comments where hundreds of them stay open.

    For each one the parser reads on to the end of the page, so that its time grows with the square of their number.
    """
    if len(_OPENING_TAG.findall(wikitext)) - wikitext.count("</") > _MOST_OPEN:
        wikitext = _ANY_TAG.sub("", wikitext)
    for opening, closing in (("[", "]"), ("{", "}"), ("<!--", "-->")):
        if wikitext.count(opening) - wikitext.count(closing) > _MOST_OPEN:
            wikitext = wikitext.replace(opening, "")
    return wikitext


def _prefix(title: str) -> str:
    return title.partition(":")[0].strip().casefold() if ":" in title else ""


def _remove(code: object, node: object) -> None:
    try:
        code.remove(node)  # type: ignore[attr-defined]
    except ValueError:
        return  # it went with a link or tag around it
