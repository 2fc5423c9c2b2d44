"""HTML of a post or a feed entry as plain text: one line a paragraph, nothing of scripts, styles and tags."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_BLOCKS = re.compile(
    r"address|article|aside|blockquote|br|center|d[dlt]|div|fieldset|fig(caption|ure)|footer|form|h[1-6r]|header|li|main"
    r"|nav|ol|p|pre|section|table|tbody|t[dhr]|tfoot|thead|ul"
)
_HIDDEN = re.compile(r"script|style|head|template|noscript")
_MAX_DEPTH = 1_000  # hidden elements inside hidden elements


def html_to_text(html: str) -> str:
    """The readable text of `html`: paragraphs separated by a line break, white space collapsed."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.parts).split("\n"))
    return "\n".join(line for line in lines if line)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        if _HIDDEN.fullmatch(tag):
            self._hidden = min(self._hidden + 1, _MAX_DEPTH)
        elif _BLOCKS.fullmatch(tag):
            self.parts.append("\n")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        if _BLOCKS.fullmatch(tag):
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if _HIDDEN.fullmatch(tag):
            self._hidden = max(0, self._hidden - 1)
        elif _BLOCKS.fullmatch(tag):
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.parts.append(re.sub(r"\s+", " ", data))
