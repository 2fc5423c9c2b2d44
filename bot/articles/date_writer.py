"""Writes a missing publication date into an uploaded article, in the place its format has for one."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Callable
from datetime import date

from bot.articles.decoding import decode
from bot.articles.formats import suffix_of

_FRONT = re.compile(r"\s{0,8}---[ \t]*\r?\n")


def with_date(name: str, content: bytes, day: date) -> bytes | None:
    """`content` with the publication date in it; None where the format has no single place for one.

    The caller checks that the reader then finds this date: the file may state another one elsewhere.
    """
    write = _WRITERS.get(suffix_of(name))
    return None if write is None else write(content, day)


def _in_text(content: bytes, day: date) -> bytes:
    return f" date {day.isoformat()}\n{decode(content)[0]}".encode()


def _in_front_matter(content: bytes, day: date) -> bytes:
    text = decode(content)[0]
    line = f"date: {day.isoformat()}\n"
    if front := _FRONT.match(text):
        return (text[: front.end()] + line + text[front.end() :]).encode()
    return f"---\n{line}---\n{text}".encode()


def _in_page(content: bytes, day: date) -> bytes:
    """Keeps the page's bytes as they are: its encoding may be declared inside it."""
    body = content.removeprefix(codecs.BOM_UTF8)
    bom = content[: len(content) - len(body)]
    return bom + f'<meta property="article:published_time" content="{day.isoformat()}">\n'.encode() + body


def _in_record(content: bytes, day: date) -> bytes | None:
    try:
        parsed = json.loads(decode(content)[0])
    except (ValueError, RecursionError):
        return None
    record = parsed[0] if isinstance(parsed, list) and len(parsed) == 1 else parsed
    if not isinstance(record, dict):
        return None
    record["date"] = day.isoformat()
    return json.dumps(parsed, ensure_ascii=False).encode("utf-8", "surrogatepass")


_WRITERS: dict[str, Callable[[bytes, date], bytes | None]] = {
    ".txt": _in_text,
    ".md": _in_front_matter,
    ".html": _in_page,
    ".json": _in_record,
    ".jsonl": _in_record,
}
