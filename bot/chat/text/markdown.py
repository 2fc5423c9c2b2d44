"""Escapes text that somebody else wrote (an article, a title, a question) for Discord's markdown.

The reader sees the source character for character, and nothing in it works as markup: every character that could open
a mention, a link, a list or any other markup is escaped. Bold is only where the caller asks for it.

Three things are not shown as they are:
- characters without a glyph (controls, zero-width and bidirectional marks, fillers, soft hyphens) are left out;
  joiners stay between letters of scripts that need them and inside emoji;
- white space at the edges of a line, and all but one of several empty lines;
- a lone surrogate, which no message can contain, becomes U+FFFD.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TypeAlias

import regex

ELLIPSIS = "…"
_INVISIBLE = 4  # times the limit that are looked at: not every character of a text is shown

# What could open or close markup in Discord (or in CommonMark) where it stands: a colon opens an emoji's name or ends a
# link's scheme, an ampersand opens an HTML entity.
_LIVE = re.compile(r"[\\*_~`|<>\[\]#@/]|^[-+=:]|:(?=\S)|&(?=[^\W\d_])")
_ESCAPED = re.compile(r"\\(.)")
_SPACE = re.compile(r"\s+")
_GRAPHEME = regex.compile(r"\X")
_LIST_NUMBER = re.compile(r"\d+(?=[.)])")
_JOINERS = frozenset("\u200c\u200d")
_FIRST_JOINING_SCRIPT = 0x0590  # Latin, Greek, Cyrillic end below; Hebrew, Arabic, Indic scripts, emoji begin here
_GENERAL_PUNCTUATION = range(0x2000, 0x2070)
_VISIBLE_FORMAT = frozenset(
    map(chr, (*range(0x0600, 0x0606), 0x06DD, 0x070F, 0x0890, 0x0891, 0x08E2, 0x110BD, 0x110CD))
)  # category Cf, yet they have a glyph: Arabic, Syriac and Kaithi signs written around numbers
_BLANK = frozenset(
    map(chr, (0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, *range(0x180B, 0x1810), 0x3164, 0xFFA0, *range(0xE0000, 0xE1000)))
)  # letters and marks without a glyph ("default ignorable"), most of them loved by impostors

Shown: TypeAlias = list[tuple[int, str]]  # visible characters, each with its offset in the source


def to_discord(text: str, bold: Iterable[tuple[int, int]] = (), *, quote: bool = False) -> str:
    """Markdown that Discord renders as `text`, with the slices `bold` (offsets into `text`) in bold.

    With `quote` every line stands in a block quote. A slice is trimmed to begin and end on a letter, mark or digit,
    where every Markdown parser agrees on what is bold.
    """
    marked = _marked(text, bold)
    lines = [_escaped(line, marked) for line in _lines(text)]
    prefix = "> " if quote else ""
    return "\n".join(prefix + line for line in lines)


def from_discord(markdown: str) -> str:
    """The text of which `to_discord` made a line without bold."""
    return _ESCAPED.sub(r"\1", markdown)


def one_line(text: str, limit: int) -> str:
    """`text` as one line of markdown of at most `limit` characters, "…" for what did not fit; no escape is ever cut."""
    fits, too_long = 1, limit + 1  # of the text itself: escaped, it is as long or longer
    flat = _flat(text, limit)
    made = to_discord(_shortened(flat, limit))
    if length(made) <= limit:
        return made
    while too_long - fits > 1:
        middle = (fits + too_long) // 2
        if length(to_discord(_shortened(flat, middle))) <= limit:
            fits = middle
        else:
            too_long = middle
    return to_discord(_shortened(flat, fits))


def quotation(text: str, bold: Sequence[tuple[int, int]], limit: int) -> tuple[str, int]:
    """A block quote of at most `limit` characters of markdown, and how many characters of `text` it shows.

    What does not fit is left off at the end, between words where there are words.
    """
    if len(text) <= _INVISIBLE * limit:
        made = to_discord(text, bold, quote=True)
        if length(made) <= limit:
            return made, len(text)
    text = text[: _INVISIBLE * limit]
    ends = [0, *(space.start() for space in _SPACE.finditer(text)), len(text)]
    shown = _longest(text, bold, ends, limit)
    if not shown:  # one long word
        shown = _longest(text, bold, [0, *(each.end() for each in _GRAPHEME.finditer(text[:limit]))], limit)
    return to_discord(text[:shown], bold_within(bold, 0, shown), quote=True), shown


def _longest(text: str, bold: Sequence[tuple[int, int]], ends: Sequence[int], limit: int) -> int:
    """The last of `ends` (rising) up to which the quote fits."""
    fits, too_long = 0, len(ends)
    while too_long - fits > 1:
        middle = (fits + too_long) // 2
        end = ends[middle]
        if length(to_discord(text[:end], bold_within(bold, 0, end), quote=True)) <= limit:
            fits = middle
        else:
            too_long = middle
    return ends[fits]


def label(text: str, limit: int) -> str:
    """`text` for places that know no markup (buttons, menus, autocomplete): one line of `limit` characters at most."""
    return _shortened(_flat(text, limit), limit)


def _flat(text: str, limit: int) -> str:
    """The visible characters on one line, of a text far longer than `limit` its beginning and "…"."""
    read = text[: _INVISIBLE * limit]
    flat = " ".join("".join(char for _, char in line) for line in _lines(read) if line)
    return flat if len(read) == len(text) else f"{flat}{ELLIPSIS}"


def _shortened(flat: str, limit: int) -> str:
    return flat if length(flat) <= limit else cut(flat, limit - 1).rstrip() + ELLIPSIS


def copyable(texts: Iterable[str]) -> str:
    """The texts, each on one line of a code block, which Discord lets one copy as a whole.

    Three backticks, which no code block can hold, become quotation marks.
    """
    lines = (" ".join("".join(char for _, char in line) for line in _lines(text) if line) for text in texts)
    return "```\n" + "\n".join(line.replace("```", "'''").strip("`") for line in lines) + "\n```"


def length(text: str) -> int:
    """Length in UTF-16 units: never less than Discord counts, whichever way it counts."""
    return len(text) if text.isascii() else len(text) + sum(char > "\uffff" for char in text)


def cut(text: str, limit: int) -> str:
    """The longest beginning of `text` that fits `limit` UTF-16 units; no grapheme (UAX #29) is cut in two."""
    if length(text) <= limit:
        return text
    used = 0
    for cluster in _GRAPHEME.finditer(text):
        used += length(cluster.group())
        if used > limit:
            return text[: cluster.start()]
    return text


def _lines(text: str) -> list[Shown]:
    """The visible characters of each line with their offsets; edges stripped, runs of empty lines made one."""
    lines: list[Shown] = []
    position = 0
    for raw in text.splitlines(keepends=True):
        line = _stripped(_visible(text, position, position + len(raw.rstrip())))
        position += len(raw)
        if line or (lines and lines[-1]):
            lines.append(line)
    while lines and not lines[-1]:
        lines.pop()
    return lines or [[]]


def _visible(text: str, start: int, end: int) -> Shown:
    raw = text[start:end]
    if raw.isascii() and raw.isprintable():
        return list(enumerate(raw, start))
    shown: Shown = []
    for position in range(start, end):
        char = text[position]
        if char in _JOINERS:
            before = shown[-1][1] if shown else ""
            if _joins(before) and _joins(text[position + 1 : position + 2]):
                shown.append((position, char))
        elif char == "\t":
            shown.append((position, " "))
        elif "\ud800" <= char <= "\udfff":
            shown.append((position, "\ufffd"))
        elif _has_glyph(char):
            shown.append((position, char))
    return shown


def _joins(char: str) -> bool:
    return char != "" and ord(char) >= _FIRST_JOINING_SCRIPT and ord(char) not in _GENERAL_PUNCTUATION


@lru_cache(maxsize=4096)
def _has_glyph(char: str) -> bool:
    if char.isascii():
        return char.isprintable()
    if char in _BLANK:
        return False
    category = unicodedata.category(char)
    return category not in {"Cc", "Cf", "Zl", "Zp"} or char in _VISIBLE_FORMAT


def _stripped(line: Shown) -> Shown:
    first, last = 0, len(line)
    while first < last and line[first][1].isspace():
        first += 1
    while last > first and line[last - 1][1].isspace():
        last -= 1
    return line[first:last]


def _marked(text: str, bold: Iterable[tuple[int, int]]) -> frozenset[int]:
    """The offsets that stand in bold."""
    offsets: set[int] = set()
    for start, end in bold:
        first, last = max(0, start), min(end, len(text))
        while first < last and not _wordlike(text[first]):
            first += 1
        while last > first and not _wordlike(text[last - 1]):
            last -= 1
        offsets.update(range(first, last))
    return frozenset(offsets)


@lru_cache(maxsize=4096)
def _wordlike(char: str) -> bool:
    return unicodedata.category(char)[0] in "LMN" and char not in _BLANK


def _escaped(line: Shown, marked: frozenset[int]) -> str:
    """One line of markdown. Runs of `marked` characters are wrapped in `**`."""
    chars = "".join(char for _, char in line)
    live = {match.start() for match in _LIVE.finditer(chars)}
    if list_number := _LIST_NUMBER.match(chars):
        live.add(list_number.end())
    if not live and not marked:
        return chars
    parts: list[str] = []
    is_bold = False
    for place, (offset, char) in enumerate(line):
        if (offset in marked) != is_bold:
            parts.append("**")
            is_bold = not is_bold
        if place in live:
            parts.append("\\")
        parts.append(char)
    if is_bold:
        parts.append("**")
    return "".join(parts)


def bold_within(spans: Sequence[tuple[int, int]], start: int, end: int) -> tuple[tuple[int, int], ...]:
    """The part of `spans` that lies in the slice `[start, end)`, as offsets into that slice."""
    inside = ((max(first, start), min(last, end)) for first, last in spans)
    return tuple((first - start, last - start) for first, last in inside if first < last)
