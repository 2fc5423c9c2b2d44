"""The line above a quotation: an article's title, its source and its address, fit to stand on one line."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from bot.articles.decoding import printable
from bot.language.sentence_ends import SENTENCE_END

_LONGEST_TITLE = 300  # characters of a title that was given
_FIRST_SENTENCE = 90  # characters of a title made from the text
_SHORTEST_SENTENCE = 25  # an earlier full stop is most likely an abbreviation's: "Mr. Smith", "On Oct. 28"
_LINES_ABOVE = 3
_BYLINE = re.compile(r"(?:[^\n]{0,60}[—–:-]|\W*\w[^\s.!?。！？]*\.?(?: [^\s]*[^\s.!?。！？]){0,2})[ \t]*\n\s*(?=\S)")
_LONGEST_ADDRESS = 2_000
_SENTENCE_END = re.compile(rf"{SENTENCE_END.pattern}|\n")
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]+")


def title_of(given: str, text: str) -> str:
    """The title that was given, else the first sentence of `text`, cut at a word with "…"."""
    return one_line(given, _LONGEST_TITLE) or _first_sentence(text) or "Untitled"


def one_line(words: str, longest: int) -> str:
    """`words` on one line without control or direction marks, cut at a word to at most `longest` characters."""
    line = " ".join(_UNPRINTABLE.sub(" ", printable(words[: 4 * longest])[0]).split())
    if len(line) <= longest:
        return line
    cut = line[: longest - 1]
    at_word = cut.rpartition(" ")[0] if line[longest - 1] != " " else cut
    return (at_word if len(at_word) > longest // 2 else cut).rstrip(" ,;:-–—") + "…"


def _first_sentence(text: str) -> str:
    """The first sentence of the prose: what stands above it (a byline, an agency, a dateline) is none."""
    start = text.lstrip()[: 4 * _FIRST_SENTENCE]
    for _ in range(_LINES_ABOVE):
        above = _BYLINE.match(start)
        if above is None:
            break
        start = start[above.end() :]
    for end in _SENTENCE_END.finditer(start):
        if end.end() >= _SHORTEST_SENTENCE or (end[0] == "\n" and end.start() > 1):
            return one_line(start[: end.end()], _FIRST_SENTENCE)
    return one_line(start, _FIRST_SENTENCE)


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
