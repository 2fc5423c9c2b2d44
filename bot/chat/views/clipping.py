"""A quotation as the picture of a newspaper clipping: paper, serif type, marked words, a large date, the source."""

from __future__ import annotations

import io
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import discord
from discord import ui

from bot.chat.text.markdown import label, to_discord
from bot.chat.transport.reply import GREEN, Item, Reply, card
from bot.errors import ClippingsError, MissingExtraError
from bot.language.dates_in_words import dated_as
from bot.language.hard_wraps import unwrapped
from bot.language.interface import _
from bot.model import Article

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

WIDTH = 1200  # pixels
LONGEST = 900  # characters of a quotation that is drawn
_KEPT = 64  # pictures in memory, of about 60 kB each
_ALT_LIMIT = 1024  # Discord's, for a description
_FILE = "clipping.png"

_GROUND, _PAPER, _EDGE = "#d9d2c0", "#f8f4e9", "#c9c0a8"
_INK, _FADED, _MARKER = "#1d1b16", "#5e5746", "#ffe08a"
_MARGIN, _PADDING = 48, 72
_DATE, _QUOTE, _SOURCE = 54, 46, 34  # pixels of type: 18, 15 and 11 on a phone 400 pixels wide
_LEADING = 1.42  # lines, in heights of their type

Span = tuple[int, int]
_one_at_a_time = threading.Lock()  # font objects are shared


class UndrawableError(ClippingsError):
    """The font has no letters for this quotation, or there are too many of them."""


@dataclass(frozen=True, slots=True)
class Clipping:
    """What is drawn: `marked` are slices of `quote`."""

    day: str
    quote: str
    marked: tuple[Span, ...]
    source: str

    @property
    def alt_text(self) -> str:
        """The same in words, for whoever does not see it: date first, then the quotation."""
        return label(f"{self.day}: “{self.quote}” {self.source}".strip(), _ALT_LIMIT)


def clipping_of(article: Article, quote: Span, marked: Sequence[Span]) -> Clipping:
    """The clipping of a slice of an article. Raises UndrawableError where it is too long."""
    text = unwrapped(article.text, *quote)
    if len(text) > LONGEST:
        raise UndrawableError("This quote is too long for a picture.")
    title = article.title if article.has_own_title else ""
    source = ", ".join(part for part in (title, article.source) if part)
    page = article.page_at(quote[0])
    day = dated_as(article) + ("" if page is None else ", " + _("page {number}").format(number=page))
    return Clipping(day, text, tuple(marked), source)


def clipping_card(clipping: Clipping, picture: bytes, read: Item, shared_by: int) -> Reply:
    """The picture with its alternative text, and a button to read the article."""
    description = clipping.alt_text
    gallery = ui.MediaGallery[ui.LayoutView](discord.MediaGalleryItem(f"attachment://{_FILE}", description=description))
    foot = ui.Section(
        _("-# {day} · shared by <@{member}>").format(day=to_discord(clipping.day), member=shared_by), accessory=read
    )
    file = discord.File(io.BytesIO(picture), _FILE, description=description)
    return card(gallery, foot, color=GREEN, files=[file])


@lru_cache(maxsize=_KEPT)
def draw(clipping: Clipping) -> bytes:
    """The picture as a PNG. Takes about a tenth of a second: not for the event loop.

    Raises:
        MissingExtraError: Pillow or matplotlib, whose fonts are used, is not installed.
        UndrawableError: the font has no letters for it.
    """
    try:
        from PIL import Image, ImageDraw  # noqa: PLC0415 - an extra
    except ImportError:
        raise MissingExtraError(_("A picture of a quote"), "timeline") from None
    with _one_at_a_time:
        _require_letters(clipping.day + clipping.quote + clipping.source)
        date_font, quote_font = _font("DejaVuSerif-Bold.ttf", _DATE), _font("DejaVuSerif.ttf", _QUOTE)
        source_font = _font("DejaVuSerif-Italic.ttf", _SOURCE)
        room = WIDTH - 2 * (_MARGIN + _PADDING)
        quote = _lines(clipping.quote, quote_font, room)
        source = _lines(clipping.source, source_font, room)
        height = _height(len(quote), len(source))
        image = Image.new("RGB", (WIDTH, height), _GROUND)
        pen = ImageDraw.Draw(image)
        pen.rectangle((_MARGIN, _MARGIN, WIDTH - _MARGIN, height - _MARGIN), fill=_PAPER, outline=_EDGE, width=2)
        left, top = _MARGIN + _PADDING, _MARGIN + _PADDING
        pen.text((left, top), clipping.day, font=date_font, fill=_INK)
        top += round(_DATE * _LEADING)
        pen.line((left, top, WIDTH - left, top), fill=_INK, width=3)
        top += _QUOTE
        for line in quote:
            _draw_line(pen, line, clipping.marked, (left, top), quote_font)
            top += round(_QUOTE * _LEADING)
        top += _SOURCE // 2
        for start, text in source:
            del start
            pen.text((left, top), text, font=source_font, fill=_FADED)
            top += round(_SOURCE * _LEADING)
        made = io.BytesIO()
        image.save(made, format="PNG", optimize=True)
    return made.getvalue()


def _height(quote: int, source: int) -> int:
    """Pixels, for so many lines of each."""
    text = round(_DATE * _LEADING) + _QUOTE + quote * round(_QUOTE * _LEADING)
    below = _SOURCE // 2 + source * round(_SOURCE * _LEADING) if source else 0
    return 2 * (_MARGIN + _PADDING) + text + below


def _lines(text: str, font: FreeTypeFont, room: int) -> list[tuple[int, str]]:
    """The lines of `text`, each with its offset; broken at spaces, a word that is longer than a line anywhere."""
    lines: list[tuple[int, str]] = []
    start = 0
    while start < len(text):
        end = _line_end(text, start, font, room)
        lines.append((start, text[start:end].rstrip()))
        start = end
        while start < len(text) and text[start].isspace():
            start += 1
    return lines


def _line_end(text: str, start: int, font: FreeTypeFont, room: int) -> int:
    end, place = start, start
    while place < len(text):
        if text[place] == "\n":
            return place
        after = place + 1
        while after < len(text) and not text[after].isspace():
            after += 1
        if font.getlength(text[start:after]) > room:
            break
        end = place = after
    if end > start:
        return end
    return next((cut for cut in range(len(text), start, -1) if font.getlength(text[start:cut]) <= room), start + 1)


def _draw_line(
    pen: ImageDraw, line: tuple[int, str], marked: Sequence[Span], at: tuple[int, int], font: FreeTypeFont
) -> None:
    """One line, with a marker's stroke behind the marked words."""
    start, text = line
    left, top = at
    for first, last in marked:
        begin, end = max(first - start, 0), min(last - start, len(text))
        if begin < end:
            from_x, to_x = font.getlength(text[:begin]), font.getlength(text[:end])
            pen.rectangle((left + from_x - 4, top + 4, left + to_x + 4, top + _QUOTE + 10), fill=_MARKER)
    pen.text((left, top), text, font=font, fill=_INK)


def _font(name: str, size: int) -> FreeTypeFont:
    import matplotlib  # noqa: PLC0415 - an extra
    from PIL import ImageFont  # noqa: PLC0415

    return ImageFont.truetype(str(Path(matplotlib.get_data_path()) / "fonts" / "ttf" / name), size)


def _require_letters(text: str) -> None:
    try:
        from matplotlib import font_manager  # noqa: PLC0415 - an extra
    except ImportError:
        raise MissingExtraError(_("A picture of a quote"), "timeline") from None
    letters = font_manager.get_font(font_manager.findfont("DejaVu Serif")).get_charmap()
    if any(ord(char) not in letters for char in text if not char.isspace()):
        raise UndrawableError("The picture's font has no letters for this quote.")
