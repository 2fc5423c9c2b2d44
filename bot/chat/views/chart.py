"""Pictures of counts over time, drawn by matplotlib on a ground of their own: legible in dark and in light."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from bot.answers.timeline import Bar, Bars, Unit, in_words
from bot.chat.text.markdown import label
from bot.errors import MissingExtraError

if TYPE_CHECKING:
    from matplotlib.axes import Axes

ALT_LIMIT = 1024  # Discord's, for a description
GROUND, INK, FAINT, BAR, PEAK = "#2b2d31", "#f2f3f5", "#b5bac1", "#7f8cf5", "#f0b232"

_TICKS = 7
_one_at_a_time = threading.Lock()  # matplotlib's fonts are shared


def paint(fill: Callable[[Axes], None], feature: str) -> bytes:
    """A PNG, 1,200 pixels wide, of what `fill` draws. Takes about a quarter of a second: not for the event loop.

    Raises:
        MissingExtraError: matplotlib is not installed; `feature` is what the sentence calls what needs it.
    """
    try:
        from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415 - an extra
        from matplotlib.figure import Figure  # noqa: PLC0415
    except ImportError:
        raise MissingExtraError(feature, "timeline") from None
    with _one_at_a_time:
        figure = Figure(figsize=(6, 3.2), dpi=200, facecolor=GROUND, layout="constrained")
        FigureCanvasAgg(figure)
        fill(figure.subplots())
        made = io.BytesIO()
        figure.savefig(made, format="png")
    return made.getvalue()


def plain(axes: Axes, title: str) -> None:
    """Few lines, much ink on the bars; whole numbers at the side; `title` as it is, no formula in it."""
    from matplotlib.ticker import MaxNLocator  # noqa: PLC0415 - an extra

    axes.set_title(drawable(title), color=INK, loc="left", fontsize=12, fontweight="bold", parse_math=False)
    axes.set_facecolor(GROUND)
    axes.yaxis.set_major_locator(MaxNLocator(integer=True, nbins=5))
    axes.tick_params(colors=FAINT, length=0, labelsize=9)
    axes.grid(axis="y", color="#4e5058", linewidth=0.6)
    axes.set_axisbelow(True)
    for spine in axes.spines.values():
        spine.set_visible(False)


def drawable(text: str) -> str:
    """`text` with "□" for what the picture's font has no letter for; the alt text says it all."""
    from matplotlib import font_manager  # noqa: PLC0415 - an extra

    letters = font_manager.get_font(font_manager.findfont("DejaVu Sans")).get_charmap()
    return "".join(char if ord(char) in letters else "□" for char in text)


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
