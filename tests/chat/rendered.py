"""Reads markdown back as Discord would show it, with SimCord's parser: the text, and which of its characters are bold.

SimCord's tree differs from Discord in nothing that matters here; what it does not know of (emoji by name, invites) is
looked for in the raw markdown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from simcord.preview._markdown import markdown_tokens

EVERYTHING_RESOLVES: dict[str, Any] = {
    "users": {"123": "victim"},
    "roles": {"123": "admins"},
    "channels": {"123": "secret"},
    "commands": {"123": "ban"},
    "emojis": {"123": {"name": "smile", "animated": False}},
    "everyone": True,
}
_LIVE_OUTSIDE_SIMCORD = re.compile(
    r"(?<!\\):[^\s:\\]+:"  # an emoji by its name
    r"|://"
    r"|discord\.gg/|discord\.com/"
    r"|(?<!\\)<[@#:/ta+]"
)
# SimCord looks for small print ("-# ") after it has removed the escapes, Discord before: hide an escaped one from it.
_ESCAPED_SMALL_PRINT = re.compile(r"^((?:> )?(?:\*\*)?)\\-\\#", re.MULTILINE)
_HIDDEN, _SHOWN = "\ue000\ue001", "-#"


@dataclass
class Rendered:
    """What a reader sees. `bold` holds offsets into `text`; `live` names what is neither text, bold nor quote."""

    text: str = ""
    bold: set[int] = field(default_factory=set)
    live: list[str] = field(default_factory=list)
    quoted: bool = False


def render(markdown: str) -> Rendered:
    """Parses `markdown` with every mention, command and emoji of `EVERYTHING_RESOLVES` known."""
    seen = Rendered()
    hidden = _ESCAPED_SMALL_PRINT.sub(rf"\1{_HIDDEN}", markdown)
    _walk(markdown_tokens(hidden, "text_display", context=EVERYTHING_RESOLVES), seen, strong=False)
    seen.text = seen.text.removesuffix("\n\n").replace(_HIDDEN, _SHOWN)
    seen.live += _LIVE_OUTSIDE_SIMCORD.findall(markdown)
    return seen


def _walk(tokens: Iterable[Mapping[str, Any]], seen: Rendered, *, strong: bool) -> None:
    for token in tokens:
        kind = token["type"]
        if kind == "text":
            if strong:
                seen.bold.update(range(len(seen.text), len(seen.text) + len(token["content"])))
            seen.text += token["content"]
        elif kind == "break":
            seen.text += "\n"
        elif kind in {"strong_open", "strong_close"}:
            strong = kind == "strong_open"
        elif kind in {"inline", "paragraph", "blockquote"}:
            seen.quoted |= kind == "blockquote"
            _walk(token["children"], seen, strong=strong)
            seen.text += "\n\n" if kind == "paragraph" else ""
        else:
            seen.live.append(kind)
            _walk(token.get("children", ()), seen, strong=strong)
            seen.text += "\n" if kind == "heading" else ""
