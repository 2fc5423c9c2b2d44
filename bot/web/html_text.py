"""HTML of a post or a feed entry as plain text: one line a paragraph, nothing of scripts, styles and tags.

Takes linear time, whatever the HTML: each character is passed once. Python's own parser takes quadratic time for tags
and comments that do not end (CVE-2025-6069).
"""

from __future__ import annotations

import re
from html import unescape

_BLOCKS = re.compile(
    r"address|article|aside|blockquote|br|center|d[dlt]|div|fieldset|fig(caption|ure)|footer|form|h[1-6r]|header|li|main"
    r"|nav|ol|p|pre|section|table|tbody|t[dhr]|tfoot|thead|ul",
    re.IGNORECASE,
)
_HIDDEN = re.compile(r"head|template|noscript", re.IGNORECASE)
_RAW = re.compile(r"script|style", re.IGNORECASE)
_RAW_END = {name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE) for name in ("script", "style")}
_MAX_DEPTH = 1_000  # hidden elements inside hidden elements

# A tag up to its ">", which may stand in a quoted value; without possessive repeats (*+), it would be tried again and
# again from each of its characters. https://html.spec.whatwg.org/multipage/parsing.html#tag-open-state
_TAG = re.compile(r"<(?P<end>/?)(?P<name>[a-zA-Z][^\s/>]*+)(?:[^>=]|=\s*+(?:\"[^\"]*+\"|'[^']*+')?)*+>")
_OPENING = re.compile(r"<(?=[a-zA-Z/!?])")
_SPACE = re.compile(r"\s+")


def html_to_text(html: str) -> str:
    """The readable text of `html`: paragraphs separated by a line break, white space collapsed."""
    lines = (" ".join(line.split()) for line in "".join(_parts(html)).split("\n"))
    return "\n".join(line for line in lines if line)


def unescaped(text: str) -> str:
    """`text` with its character references resolved; as it is where one of them has thousands of digits."""
    try:
        return unescape(text)
    except ValueError:
        return text


def _parts(html: str) -> list[str]:
    """The text between the tags, and a line break for each tag of a block."""
    parts, place, hidden = list[str](), 0, 0
    while place < len(html):
        opening = _OPENING.search(html, place)
        start = opening.start() if opening else len(html)
        if not hidden and start > place:
            parts.append(_SPACE.sub(" ", unescaped(html[place:start])))
        if opening is None:
            break
        tag = _TAG.match(html, start)
        if tag is None:
            place = _after_no_tag(html, start)
            continue
        place, name, opens = tag.end(), tag["name"], not tag["end"]
        if tag[0].endswith("/>") and not _BLOCKS.fullmatch(name):
            continue  # of XHTML: it has no content
        if _RAW.fullmatch(name) and opens:
            end = _RAW_END[name.lower()].search(html, place)
            place = end.start() if end else len(html)
        elif _HIDDEN.fullmatch(name):
            hidden = min(hidden + 1, _MAX_DEPTH) if opens else max(hidden - 1, 0)
        elif _BLOCKS.fullmatch(name):
            parts.append("\n")
    return parts


def _after_no_tag(html: str, start: int) -> int:
    """Where a comment, a declaration or a tag without an end ends: at the latest with the text, as browsers have it."""
    ending = "-->" if html.startswith("<!--", start) else "]]>" if html.startswith("<![CDATA[", start) else ">"
    end = html.find(ending, start + 2)
    return len(html) if end < 0 else end + len(ending)
