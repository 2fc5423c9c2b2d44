"""An article's title, source and address, each on one line, for the heading of a quotation."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from bot.articles.decoding import printable
from bot.articles.openings import first_sentence

_LONGEST_TITLE = 300  # characters of a title that was given
_FIRST_SENTENCE = 90  # characters of a title made from the text
_LONGEST_ADDRESS = 2_000
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]+")


def title_of(given: str, text: str) -> str:
    """The title that was given, else the first real sentence of `text`, cut at a word with "…"."""
    return one_line(given, _LONGEST_TITLE) or one_line(first_sentence(text), _FIRST_SENTENCE) or "Untitled"


def one_line(words: str, longest: int) -> str:
    """`words` on one line without control or direction marks, cut at a word to at most `longest` characters."""
    line = " ".join(_UNPRINTABLE.sub(" ", printable(words[: 4 * longest])[0]).split())
    if len(line) <= longest:
        return line
    cut = line[: longest - 1]
    at_word = cut.rpartition(" ")[0] if line[longest - 1] != " " else cut
    return (at_word if len(at_word) > longest // 2 else cut).rstrip(" ,;:-–—") + "…"


def web_address(url: str) -> str:
    """`url` if a reader may safely be sent there: http or https, with a host, no blanks or control characters."""
    url = url.strip()
    if len(url) > _LONGEST_ADDRESS or not url.isprintable() or " " in url:
        return ""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme in ("http", "https") and parts.hostname else ""


def web_site(url: str) -> str:
    """The site that an address is on, "example.org": the source of an article that names no other."""
    address = web_address(url)
    return (urlsplit(address).hostname or "").removeprefix("www.") if address else ""
