"""EPUB books and magazines: each chapter an article, in the order of the spine."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import BinaryIO
from urllib.parse import unquote

from bot.articles.decoding import decode
from bot.articles.drafts import Draft, Flaw, UnreadableError
from bot.articles.limits import Limits
from bot.articles.readers.office import local, opened_zip, parsed, part
from bot.web.html_text import html_to_text

_SHORTEST = 80  # characters; less is a cover or a title page
_HEADING = re.compile(r"<h[1-3]\b[^<>]*>", re.IGNORECASE), re.compile(r"</h[1-3]>", re.IGNORECASE)
_TITLE = re.compile(r"<title\b[^<>]*>", re.IGNORECASE), re.compile(r"</title>", re.IGNORECASE)


def read_epub(stream: BinaryIO, limits: Limits) -> Iterator[Draft | Flaw]:
    """The chapters of a book, dated by its publication. Raises UnreadableError."""
    with opened_zip(stream, "an EPUB") as archive:
        container = parsed(part(archive, "META-INF/container.xml"))
        paths = (
            [one.get("full-path", "") for one in container.iter() if local(one) == "rootfile"]
            if container is not None
            else []
        )
        package = parsed(part(archive, paths[0])) if paths else None
        if package is None:
            raise UnreadableError("It is not an EPUB: it does not say where its text is.")
        files = {one.get("id"): one.get("href", "") for one in package.iter() if local(one) == "item"}
        about: dict[str, str] = {}
        for one in package.iter():
            if one.text and one.text.strip() and "purl.org/dc/" in str(one.tag):
                about.setdefault(local(one), one.text.strip())
        number = 0
        for reference in (one for one in package.iter() if local(one) == "itemref"):
            name = posixpath.normpath(
                posixpath.join(posixpath.dirname(paths[0]), unquote(files.get(reference.get("idref"), "")))
            )
            html = decode(part(archive, name))[0] if name != "." else ""
            if len(html) > limits.max_article_chars:
                yield Flaw(f"Its part {name} is too long.", number + 1)
                continue
            text = html_to_text(html)
            if len(text) < _SHORTEST:
                continue
            number += 1
            title = html_to_text(_first(html, *_HEADING) or _first(html, *_TITLE))
            text = text.removeprefix(title + "\n") if title else text
            yield Draft(
                text, title or about.get("title", ""), about.get("date"), about.get("title", ""), record=number,
                author=about.get("creator", ""),
            )  # fmt: skip


def _first(html: str, opening: re.Pattern[str], closing: re.Pattern[str]) -> str:
    """What stands in the first of these elements."""
    begin = opening.search(html)
    end = closing.search(html, begin.end()) if begin else None
    return html[begin.end() : end.start()] if begin and end else ""
