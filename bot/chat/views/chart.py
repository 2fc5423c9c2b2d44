"""Pictures of counts over time, drawn by matplotlib on a ground of their own: legible in dark and in light."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from bot.errors import MissingExtraError

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

GROUND, INK, FAINT, BAR, PEAK = "#2b2d31", "#f2f3f5", "#b5bac1", "#7f8cf5", "#f0b232"
TYPE = 16  # points: 44 pixels
GAP = 24  # pixels between two labels

_one_at_a_time = threading.Lock()  # matplotlib's fonts are shared


def paint(fill: Callable[[Axes], None], feature: str) -> bytes:
    """A PNG, 1,200 x 800 pixels, of what `fill` draws. Takes about a quarter of a second: not for the event loop.

    Its type is 44 pixels or larger, which is 15 on a phone 400 pixels wide. Labels of the horizontal axis that would
    touch are left out.

    Raises:
        MissingExtraError: matplotlib is not installed; `feature` is what the sentence calls what needs it.
    """
    try:
        from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415 - an extra
        from matplotlib.figure import Figure  # noqa: PLC0415
    except ImportError:
        raise MissingExtraError(feature, "timeline") from None
    with _one_at_a_time:
        figure = Figure(figsize=(6, 4), dpi=200, facecolor=GROUND, layout="constrained")
        FigureCanvasAgg(figure)
        axes = figure.subplots()
        fill(axes)
        _thin_out(figure, axes)
        made = io.BytesIO()
        figure.savefig(made, format="png")
    return made.getvalue()


def _thin_out(figure: Figure, axes: Axes) -> None:
    """Hides labels of the horizontal axis that come too near to the one before, or out of the picture."""
    figure.draw_without_rendering()
    free = 0.0
    for tick in axes.get_xticklabels():
        place = tick.get_window_extent()
        if place.x0 < free or place.x1 > figure.bbox.x1:
            tick.set_visible(False)
        else:
            free = place.x1 + GAP


def plain(axes: Axes, title: str) -> None:
    """Few lines, much ink on the bars; a baseline for what is empty; `title` as it is, no formula in it."""
    from matplotlib.ticker import MaxNLocator  # noqa: PLC0415 - an extra

    axes.set_title(drawable(title), color=INK, loc="left", fontsize=TYPE, linespacing=1.4, parse_math=False)
    axes.set_facecolor(GROUND)
    axes.yaxis.set_major_locator(MaxNLocator(integer=True, nbins=3, prune="lower"))
    axes.tick_params(colors=FAINT, length=0, labelsize=TYPE)
    axes.grid(axis="y", color="#4e5058", linewidth=0.6)
    axes.set_axisbelow(True)
    axes.axhline(0, color=FAINT, linewidth=1.2)
    for spine in axes.spines.values():
        spine.set_visible(False)


def drawable(text: str) -> str:
    """`text` with "□" for what the picture's font has no letter for; the alt text says it all."""
    from matplotlib import font_manager  # noqa: PLC0415 - an extra

    letters = font_manager.get_font(font_manager.findfont("DejaVu Sans")).get_charmap()
    return "".join(char if char == "\n" or ord(char) in letters else "□" for char in text)
