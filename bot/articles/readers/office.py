"""Word and OpenDocument texts: a zip with XML in it, of which only the body and the properties are read."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from bot.articles.drafts import Draft, Flaw, UnreadableError
from bot.articles.limits import MEGABYTE, Limits
from bot.model import DateKind

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

MOST_UNPACKED = 200 * MEGABYTE  # of one part of a document


@contextmanager
def opened_zip(stream: BinaryIO, kind: str) -> Iterator[zipfile.ZipFile]:
    """The zip that a document is. Raises UnreadableError, also for what happens inside."""
    try:
        with zipfile.ZipFile(stream) as archive:
            yield archive
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, RecursionError):
        raise UnreadableError(f"It is not {kind} that can be read, or it is locked.") from None


def part(archive: zipfile.ZipFile, name: str) -> bytes:
    """One part of a document; empty where it has none. Raises UnreadableError for one that unpacks beyond bounds."""
    try:
        with archive.open(name) as packed:
            data = packed.read(MOST_UNPACKED + 1)
    except KeyError:
        return b""
    if len(data) > MOST_UNPACKED:
        raise UnreadableError(f"It unpacks to more than {MOST_UNPACKED // MEGABYTE} MB.")
    return data


def parsed(data: bytes) -> Element | None:
    """The XML of one part, None for an empty one. Raises UnreadableError."""
    if not data:
        return None
    try:
        root: Element = fromstring(data)
    except (ParseError, DefusedXmlException, ValueError):
        raise UnreadableError("The XML in it is broken or defines entities.") from None
    return root


def local(element: Element) -> str:
    """The name of an element without its namespace."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def read_docx(stream: BinaryIO, _limits: Limits) -> Iterator[Draft | Flaw]:
    """One article from a Word document, on the day it was last changed. Raises UnreadableError."""
    with opened_zip(stream, "a Word document") as archive:
        body = parsed(part(archive, "word/document.xml"))
        about = _properties(parsed(part(archive, "docProps/core.xml")))
    if body is None:
        raise UnreadableError("It is not a Word document: it has no text part.")
    title, lines = about.get("title", ""), list[str]()
    for paragraph in (one for one in body.iter() if local(one) == "p"):
        words = "".join(_docx_words(paragraph)).strip()
        style = next(
            (value for about in paragraph if local(about) == "pPr" for one in about for value in one.attrib.values()
             if local(one) == "pStyle"), "",
        )  # fmt: skip
        if style == "Title" and words and not title:
            title = words
        elif words and words != title:
            lines.append(words)
    yield _draft(lines, title, about)


def _docx_words(element: Element) -> Iterator[str]:
    """The words of a paragraph, without what was deleted with changes tracked, and without text boxes said twice."""
    for one in element:
        name = local(one)
        if name == "t":
            yield one.text or ""
        elif name in ("tab", "br", "cr"):
            yield " "
        elif name == "softHyphen":
            yield "\N{SOFT HYPHEN}"
        elif name not in ("del", "pPr", "rPr", "Fallback", "instrText", "p", "moveFrom"):
            yield from _docx_words(one)


def read_odt(stream: BinaryIO, _limits: Limits) -> Iterator[Draft | Flaw]:
    """One article from an OpenDocument text, on the day it was last changed. Raises UnreadableError."""
    with opened_zip(stream, "an OpenDocument text") as archive:
        body = parsed(part(archive, "content.xml"))
        about = _properties(parsed(part(archive, "meta.xml")))
    if body is None:
        raise UnreadableError("It is not an OpenDocument text: it has no text part.")
    title, lines = about.get("title", ""), list[str]()
    for block in (one for one in body.iter() if local(one) in ("p", "h")):
        words = " ".join("".join(_odt_words(block)).split())
        style = next((value for name, value in block.attrib.items() if name.endswith("style-name")), "")
        if style == "Title" and words and not title:
            title = words
        elif words and words != title:
            lines.append(words)
    yield _draft(lines, title, about)


def _odt_words(element: Element) -> Iterator[str]:
    yield element.text or ""
    for one in element:
        name = local(one)
        if name in ("s", "tab", "line-break"):
            yield " "
        elif name not in ("note", "annotation", "tracked-changes", "p", "h"):
            yield from _odt_words(one)
        yield one.tail or ""


def _properties(root: Element | None) -> dict[str, str]:
    """Title, creator and dates of a document, by their names in Dublin Core."""
    found: dict[str, str] = {}
    for one in root.iter() if root is not None else ():
        if one.text and one.text.strip():
            found.setdefault(local(one), one.text.strip())
    return found


def _draft(lines: list[str], title: str, about: dict[str, str]) -> Draft:
    changed = about.get("modified") or about.get("date") or about.get("created") or about.get("creation-date")
    author = about.get("initial-creator") or about.get("creator") or ""
    return Draft("\n".join(lines), title, changed, author=author, date_kind=DateKind.EDITED)
