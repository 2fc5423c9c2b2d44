"""The picture of a topic over time: one bar for each day, month or year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.answers.timeline import Bar, Bars, Unit, in_words
from bot.chat.text.markdown import label
from bot.chat.views.chart import BAR, PEAK, paint, plain

if TYPE_CHECKING:
    from matplotlib.axes import Axes

ALT_LIMIT = 1024  # Discord's, for a description
_TICKS = 7


def draw(bars: Bars) -> bytes:
    """The timeline as a PNG: see `paint`."""
    return paint(lambda axes: _fill(axes, bars), "The timeline")


def alt_text(bars: Bars) -> str:
    """What the picture shows, for those who cannot see it: the same counts, peaks and headlines."""
    first, last = bars.bars[0].dates, bars.bars[-1].dates
    span = in_words(first) if first == last else f"{in_words(first)} to {in_words(last)}"
    said = f"{_counted(bars)} on “{label(bars.topic, 100)}” by {bars.unit.value}, {span}."
    for number, bar in enumerate(bars.peaks, start=1):
        said += f" Peak {number}: {in_words(bar.dates)}, {bar.count}: {label(headline(bar), 150)}."
    return label(said, ALT_LIMIT)


def _counted(bars: Bars) -> str:
    return "1 article" if bars.total == 1 else f"{bars.total:,} articles"


def _fill(axes: Axes, bars: Bars) -> None:
    places = list(range(len(bars.bars)))
    counts = [bar.count for bar in bars.bars]
    peaks = [bars.bars.index(peak) for peak in bars.peaks]
    axes.bar(places, counts, width=0.85, color=[PEAK if place in peaks else BAR for place in places])
    axes.set_ylim(0, max(counts) * 1.15)
    plain(axes, f"{_counted(bars)} by {bars.unit.value}")
    for number, place in enumerate(peaks, start=1):
        axes.text(place, counts[place], str(number), color=PEAK, fontweight="bold", ha="center", va="bottom")
    apart = -(-len(places) // _TICKS)
    axes.set_xticks(places[::apart], [_short(bar, bars.unit) for bar in bars.bars[::apart]])


def _short(bar: Bar, unit: Unit) -> str:
    words = in_words(bar.dates).split()
    if unit is Unit.YEAR:
        return words[-1]
    return f"{words[0][:3]} {words[-1]}" if unit is Unit.MONTH else f"{words[0]} {words[1][:3]}\n{words[2]}"


def headline(bar: Bar) -> str:
    """The title that names a bar: that of its article that fits best."""
    return (bar.best.title if bar.best else "") or "untitled"
