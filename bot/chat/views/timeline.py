"""The card of a topic over time: the picture, its peaks in words, a menu of the tallest bars."""

from __future__ import annotations

import io
import re
from calendar import monthrange
from datetime import date

import discord
from discord import ui

from bot.answers.timeline import Bars
from bot.chat.components.custom_ids import custom_id
from bot.chat.components.persistent import menu
from bot.chat.text.markdown import label, one_line
from bot.chat.transport.reply import GREEN, Reply, card
from bot.chat.views.timeline_chart import alt_text, headline
from bot.language.dates_in_words import period_in_words
from bot.language.interface import _
from bot.model import DateRange

OPTIONS = 25  # Discord's, for a menu
_PICTURE = "timeline.png"
_VALUE = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")


def no_timeline(topic: str) -> str:
    """The sentence for a topic that nothing dated matches."""
    return _("No dated article matches {topic}.").format(topic=one_line(topic, 200))


def timeline_card(bars: Bars, picture: bytes, session: str) -> Reply:
    """The card of `bars` with its picture, a PNG. `session` is how the menu finds the question again."""
    said = alt_text(bars)
    return card(
        ui.TextDisplay(f"### {one_line(bars.topic, 300)}"),
        ui.MediaGallery(discord.MediaGalleryItem(f"attachment://{_PICTURE}", description=said)),
        ui.TextDisplay(_peaks(bars)),
        ui.ActionRow(menu(_("Articles of…"), custom_id("bar", session), _options(bars))),
        color=GREEN,
        files=[discord.File(io.BytesIO(picture), _PICTURE, description=said)],
    )


def _peaks(bars: Bars) -> str:
    """The peaks by number and headline, below the picture: a phone shows the picture's letters too small."""
    return "\n".join(
        f"**{number}** · {period_in_words(bar.dates)} · {bar.count} · {one_line(headline(bar), 200)}"
        for number, bar in enumerate(bars.peaks, start=1)
    )


def _options(bars: Bars) -> list[discord.SelectOption]:
    """The tallest bars, as many as a menu takes, in the order of time."""
    tallest = sorted((bar for bar in bars.bars if bar.count), key=lambda bar: -bar.count)[:OPTIONS]
    tallest.sort(key=lambda bar: option_value(bar.dates))
    return [
        discord.SelectOption(
            label=f"{period_in_words(bar.dates)} · {bar.count}",
            value=option_value(bar.dates),
            description=label(bar.best.title, 100) if bar.best else None,
        )
        for bar in tallest
    ]


def option_value(dates: DateRange) -> str:
    """A day, month or year as the value of a menu's option: "2020-10-28", "2020-10" or "2020" (ISO 8601)."""
    assert dates.first is not None
    assert dates.last is not None
    text = dates.first.isoformat()
    if dates.first == dates.last:
        return text
    return text[:7] if dates.first.month == dates.last.month else text[:4]


def read_option_value(text: str) -> DateRange | None:
    """The dates of an `option_value`; None for any other text."""
    found = _VALUE.fullmatch(text)
    if found is None:
        return None
    year, month, day = found.groups()
    try:
        first = date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None
    if day:
        return DateRange(first, first)
    last_month = first.month if month else 12
    return DateRange(first, date(first.year, last_month, monthrange(first.year, last_month)[1]))
