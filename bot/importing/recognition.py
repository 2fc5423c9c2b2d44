"""Recognises which program a file, folder or archive is an export of, by its content."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.articles.drafts import UnreadableError
from bot.articles.formats import READERS, suffix_of
from bot.importing.documents import read_documents
from bot.importing.entries import ExportReader
from bot.importing.exports.blogger import read_blogger
from bot.importing.exports.ghost import read_ghost
from bot.importing.exports.json_records import read_records
from bot.importing.exports.mediawiki import read_mediawiki
from bot.importing.exports.news_agencies import read_newsml, read_ninjs, read_nitf
from bot.importing.exports.newsletters import read_medium, read_substack
from bot.importing.exports.tables import read_table, read_workbook
from bot.importing.exports.wordpress import read_wordpress
from bot.importing.sources import Source

_ROOT = re.compile(rb"<(?:[\w.-]+:)?(?P<name>[A-Za-z][\w.-]*)[\s>]")
_NINJS = re.compile(rb'"(?:body_(?:text|html|xhtml)|bodies|versioncreated|firstcreated|pubstatus)"\s*:')
_NINJS_ID = re.compile(rb'"(?:uri|guid)"\s*:')
_GHOST = re.compile(rb'"(?:posts|posts_tags|posts_meta|users|settings|exported_on)"\s*:')
_TABLES = (".csv", ".tsv", ".tab")
_ARCHIVES = (".zip", ".tar", ".tgz", ".tbz2", ".txz", ".gz", ".bz2", ".xz")


@dataclass(frozen=True, slots=True)
class Recognised:
    """What was recognised: its name for a person, and who reads it."""

    name: str
    read: ExportReader


def recognise(source: Source) -> list[tuple[Recognised, list[str]]]:
    """The exports in a source and the files of each; what is no export is read as documents.

    Raises:
        UnreadableError: nothing in it is known.
    """
    names = source.names()
    together = _of_many_files(names)
    if together:
        return [(together, names)]
    found: dict[str, tuple[Recognised, list[str]]] = {}
    for name in names:
        recognised = _of_file(source, name)
        if recognised:
            found.setdefault(recognised.name, (recognised, []))[1].append(name)
    if not found:
        raise UnreadableError("Nothing in it is of a kind that can be imported.")
    return list(found.values())


def is_export(name: str, head: bytes) -> bool:
    """Whether a file that begins with `head` is for `import`, not a document that lies in the corpus as it is."""
    lower = name.lower()
    if lower.endswith((*_ARCHIVES, *_TABLES, ".xlsx")):
        return not lower.endswith((".jsonl.gz", ".ndjson.gz"))
    return lower.endswith((".json", ".xml", ".atom", ".nitf")) and next(_by_content(head, lower), None) is not None


def _of_many_files(names: list[str]) -> Recognised | None:
    lower = [name.lower() for name in names]
    if any(re.fullmatch(r"(?:[^/]+/)?posts\.csv", name) for name in lower):
        return Recognised("Substack export", read_substack)
    posts = [name for name in lower if re.fullmatch(r"(?:[^/]+/)?posts/[^/]+\.html", name)]
    if posts and all(
        re.fullmatch(r"(?:[^/]+/)?[\w-]+/[^/]+\.(?:html|jpe?g|png)|(?:[^/]+/)?readme\.html", n) for n in lower
    ):
        return Recognised("Medium export", read_medium)
    return None


def _of_file(source: Source, name: str) -> Recognised | None:
    lower = name.lower()
    if lower.endswith(".xlsx"):
        return Recognised("Excel workbook", read_workbook)
    if lower.endswith(_TABLES):
        return Recognised("table", read_table)
    if lower.endswith((".json", ".xml", ".atom", ".nitf")):
        known = next(_by_content(source.head(name), lower), None)
        if known:
            return known
    if lower.endswith((".json", ".jsonl", ".ndjson")):
        return Recognised("JSON records", read_records)
    return Recognised("documents", read_documents) if suffix_of(name) in READERS else None


def _by_content(head: bytes, name: str) -> Iterator[Recognised]:
    if name.endswith(".json"):
        if b'"db"' in head[:2_000] or (b'"data"' in head[:2_000] and _GHOST.search(head)):
            yield Recognised("Ghost export", read_ghost)
        elif _NINJS.search(head) and _NINJS_ID.search(head):
            yield Recognised("ninjs news items", read_ninjs)
        return
    root = _ROOT.search(head)
    kind = root["name"].decode("ascii", "replace").lower() if root else ""
    if kind == "rss" and b"wordpress.org/export" in head:
        yield Recognised("WordPress export", read_wordpress)
    elif kind == "mediawiki":
        yield Recognised("MediaWiki dump", read_mediawiki)
    elif kind == "feed" and (b"blogger" in head or b"google.com/g/2005#kind" in head):
        yield Recognised("Blogger export", read_blogger)
    elif kind in ("newsitem", "newsmessage", "packageitem") and b"iptc" in head:
        yield Recognised("NewsML-G2 news items", read_newsml)
    elif kind == "nitf":
        yield Recognised("NITF documents", read_nitf)
