"""Markdown with YAML front matter (title, date, source or author, url), or with a date as in a text file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, BinaryIO

import yaml

from bot.articles.decoding import decode
from bot.articles.drafts import Draft, Flaw
from bot.articles.fields import draft_from
from bot.articles.limits import Limits
from bot.articles.readers.plain_text import split_date

_FRONT = re.compile(r"\s{0,8}---[ \t]*\n(?P<yaml>.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_LONGEST_TITLE = 300  # characters; a longer heading is prose
_LONGEST = 16_384  # characters of front matter; more is an attack on the YAML parser
_DEEPEST = 20
_Loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # a safe loader that leaves every scalar as it is written


class _FrontMatterError(ValueError):
    pass


def read_markdown(stream: BinaryIO, limits: Limits) -> Iterator[Draft | Flaw]:
    """One article from a Markdown file; its first heading is the title where the front matter has none.

    Raises:
        UnreadableError: when it is not text.
    """
    text, flaw = decode(stream.read(limits.max_file_bytes))
    if flaw:
        yield Flaw(flaw, skipped=False)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    fields: dict[str, Any] = {}
    if front := _FRONT.match(text):
        text = text[front.end() :]
        try:
            fields = front_matter(front["yaml"])
        except (_FrontMatterError, yaml.YAMLError, RecursionError) as error:
            reason = _reason(error)
            yield Flaw(f"Its front matter was not used: {reason}.", skipped=False)
    draft = draft_from(fields, text.strip())
    heading, body = split_heading(text)
    if heading and draft.title in ("", heading):
        draft = replace(draft, title=heading, text=text[body:].strip())
    if not fields:
        plain = split_date(draft.text)  # as in a text file
        draft = replace(plain, title=draft.title or plain.title)
    yield draft


def split_heading(text: str) -> tuple[str, int]:
    """The first-level ATX heading that opens `text`, and where the text after it begins; `("", 0)` for none.

    As CommonMark has it (https://spec.commonmark.org/0.31.2/#atx-headings): a closing run of "#" is no part of the
    heading if a blank stands before it. Takes linear time, unlike a regular expression with the same meaning.
    """
    start = len(text) - len(text.lstrip())
    newline = text.find("\n", start)
    end = len(text) if newline < 0 else newline
    if text[start : start + 1] != "#" or text[start + 1 : start + 2] not in (" ", "\t"):
        return "", 0
    line = text[start + 1 : end].strip(" \t")
    inner = line.rstrip("#")
    if inner != line and (not inner or inner[-1] in " \t"):
        line = inner.rstrip(" \t")
    return (line, end) if 0 < len(line) <= _LONGEST_TITLE else ("", 0)


def _reason(error: Exception) -> str:
    """Why front matter was not used. From 6.0.4 on, PyYAML limits the depth itself."""
    if isinstance(error, _FrontMatterError):
        return str(error)
    deep = isinstance(error, RecursionError) or "nesting depth" in str(error)
    return "it is nested too deeply" if deep else "it is not YAML"


def front_matter(text: str) -> dict[str, Any]:
    """The fields of front matter, every scalar as the string that is written there.

    Raises:
        _FrontMatterError: when it is too long, too deep, uses aliases (which multiply), or is no mapping.
        yaml.YAMLError: when it is not YAML.
    """
    if len(text) > _LONGEST:
        raise _FrontMatterError("it is too long")
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):  # events first: they neither recurse nor follow an alias
        if isinstance(event, yaml.AliasEvent):
            raise _FrontMatterError("it uses aliases")
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST:
            raise _FrontMatterError("it is nested too deeply")
    fields = yaml.load(text, Loader=_Loader)  # noqa: S506 - BaseLoader builds nothing but str, list and dict
    if fields is None:
        return {}
    if not isinstance(fields, dict):
        raise _FrontMatterError("it holds no fields")
    return fields
