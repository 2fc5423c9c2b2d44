"""Substack and Medium: zips with one HTML file a post."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from html import unescape

from bot.articles.decoding import decode
from bot.articles.drafts import Draft, Flaw, UnreadableError
from bot.importing.entries import Entry, LeftOut, ReadOptions
from bot.importing.exports.tables import careful
from bot.importing.sources import Source
from bot.web.html_text import html_to_text

_POST = re.compile(r"(?:.*/)?posts/[^/]+\.html", re.IGNORECASE)
_TITLE = re.compile(r"<h1[^<>]*\bp-name\b[^<>]*>(?P<it>.{0,500}?)</h1>", re.DOTALL)
_BODY = re.compile(r"<section[^<>]*\bdata-field=\"body\"[^<>]*>")
_BODY_END = re.compile(r"</section>\s*<footer")
_DAY = re.compile(r"<time[^<>]*\bdt-published\b[^<>]*datetime=\"(?P<it>[^\"]{1,50})\"")
_ADDRESS = re.compile(r"<a href=\"(?P<it>[^\"]{1,2000})\"[^<>]*\bp-canonical\b")
_AUTHOR = re.compile(r"<a[^<>]*\bp-author\b[^<>]*>(?P<it>.{0,300}?)</a>", re.DOTALL)
_IDENT = re.compile(r"-(?P<it>[0-9a-f]{6,16})\.html$", re.IGNORECASE)
_LISTED = frozenset({"newsletter", "podcast", "video", ""})


def read_substack(source: Source, options: ReadOptions) -> Iterator[Entry]:
    """The published posts that posts.csv lists. Raises UnreadableError."""
    names = set(source.names())
    table = next(name for name in sorted(names) if name.rpartition("/")[2].lower() == "posts.csv")
    folder = table.rpartition("posts.csv")[0]
    text = _read(source, options, table)
    csv.field_size_limit(options.limits.max_article_chars)
    rows = careful(csv.reader(io.StringIO(text)))
    heading = next(rows, [])
    for number, row in enumerate(rows, start=1):
        if isinstance(row, Flaw) or isinstance(heading, Flaw):
            yield row if isinstance(row, Flaw) else Flaw("posts.csv has no heading that can be read.")
            continue
        post = dict(zip(heading, row, strict=False))
        ident = post.get("post_id", "")
        if post.get("is_published", "").lower() != "true":
            yield LeftOut("drafts")
        elif post.get("type", "") not in _LISTED:
            yield LeftOut(f"entries of the kind “{post['type'][:40]}”")
        elif (name := f"{folder}posts/{ident}.html") in names:
            yield _substack_post(source, options, name, post)
        else:
            yield Flaw(f"posts.csv lists “{ident[:100]}”, but its file is not there.", number)


def _substack_post(source: Source, options: ReadOptions, name: str, post: Mapping[str, str]) -> Entry:
    html = _read(source, options, name)
    subtitle = unescape(post.get("subtitle", "")).strip()
    return Draft(
        text="\n".join(filter(None, (subtitle, html_to_text(html)))),
        title=unescape(post.get("title", "")),
        date=post.get("post_date") or None,
        id=post.get("post_id", "").partition(".")[0],
    )


def read_medium(source: Source, options: ReadOptions) -> Iterator[Entry]:
    """The published stories of a Medium export. Raises UnreadableError."""
    for name in filter(_POST.fullmatch, source.names()):
        if name.rpartition("/")[2].startswith("draft_"):
            yield LeftOut("drafts")
            continue
        html = _read(source, options, name)
        body = _body_of(html)
        if not body:
            yield Flaw(f"{name}: it holds no story.")
            continue
        title = html_to_text(_found(_TITLE, html))
        text = html_to_text(body)
        yield Draft(
            text=text.removeprefix(title + "\n"),
            title=title,
            date=_found(_DAY, html) or None,
            source="Medium",
            url=unescape(_found(_ADDRESS, html)),
            id=_found(_IDENT, name) or name,
            author=html_to_text(_found(_AUTHOR, html)),
        )


def _body_of(html: str) -> str:
    begin = _BODY.search(html)
    ends = [match.start() for match in _BODY_END.finditer(html, begin.end())] if begin else []
    return html[begin.end() : ends[-1]].strip() if begin and ends else ""


def _found(pattern: re.Pattern[str], text: str) -> str:
    match = pattern.search(text)
    return match["it"].strip() if match else ""


def _read(source: Source, options: ReadOptions, name: str) -> str:
    with source.open(name) as stream:
        data = stream.read(options.limits.max_file_bytes + 1)
    if len(data) > options.limits.max_file_bytes:
        raise UnreadableError(f"{name} is larger than {options.limits.max_file_mb:g} MB.")
    return decode(data)[0]
